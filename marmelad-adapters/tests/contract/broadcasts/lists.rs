//! Broadcasts, their audiences and recipients as lists show them.

use std::collections::BTreeSet;

use marmelad_core::domain::broadcast::{Audience, BroadcastStatus, Excluded, RecipientStatus};
use marmelad_core::domain::ids::TelegramId;
use marmelad_core::domain::page::PageRequest;
use marmelad_core::domain::segment::SegmentFilter;
use marmelad_core::ports::LayOut;
use serde_json::json;

use super::{plain, reach, started};
use crate::world::{World, ZONE, at};

contract!(
    they_are_listed_newest_first,
    an_audience_is_counted_with_those_left_out,
    recipients_are_listed_with_their_outcomes,
);

async fn they_are_listed_newest_first(world: World) {
    for title in ["Первая", "Вторая", "Третья"] {
        world.draft(plain(title)).await;
    }
    let running = started(&world).await;
    let list = async |statuses: &[BroadcastStatus], page| {
        let statuses: BTreeSet<_> = statuses.iter().copied().collect();
        let page = PageRequest { page, per_page: 2 };
        let page = world.store.broadcasts.list(statuses, page).await.unwrap();
        let titles: Vec<String> = page
            .items
            .into_iter()
            .map(|item| item.terms.title)
            .collect();
        (titles.join(" "), page.total)
    };
    assert_eq!(list(&[], 1).await, ("Всем Третья".into(), 4));
    assert_eq!(list(&[], 2).await, ("Вторая Первая".into(), 4));
    assert_eq!(
        list(&[BroadcastStatus::Sending], 1).await,
        (running.terms.title, 1)
    );
}

async fn an_audience_is_counted_with_those_left_out(world: World) {
    world.clients(6).await;
    for (column, telegram_id) in [
        ("is_blocked = 1, is_opted_out = 1", 1000),
        ("is_opted_out = 1", 1001),
        (
            "gender = 'female', marketing_consent_at = '2026-01-01 00:00:00'",
            1002,
        ),
        ("gender = 'female'", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let repo = &world.store.broadcasts;
    let all = repo
        .count_audience(reach(Audience::default(), false))
        .await
        .unwrap();
    let excluded = Excluded {
        blocked: 1,
        opted_out: 1,
        no_consent: 0,
    };
    assert_eq!((all.total, all.excluded), (4, excluded));
    let agreed = repo
        .count_audience(reach(Audience::default(), true))
        .await
        .unwrap();
    assert_eq!((agreed.total, agreed.excluded.no_consent), (1, 3));
    let women = Audience {
        filter: Some(
            SegmentFilter::parse(&json!({"field": "gender", "op": "eq", "value": "female"}))
                .unwrap(),
        ),
        ..Audience::default()
    };
    let count = repo
        .count_audience(reach(women.clone(), false))
        .await
        .unwrap();
    assert_eq!(count.total, 2);
    let sample = repo.sample_audience(reach(women, false), 1).await.unwrap();
    assert_eq!(sample[0].telegram_id, TelegramId(1003));
    let testers = Audience {
        is_test: true,
        ..Audience::default()
    };
    assert_eq!(
        repo.count_audience(reach(testers, false))
            .await
            .unwrap()
            .total,
        0
    );
}

async fn recipients_are_listed_with_their_outcomes(world: World) {
    world.clients(3).await;
    let broadcast = started(&world).await;
    let lay_out = LayOut {
        id: broadcast.id,
        limit: 100,
        needs_consent: false,
        zone: ZONE,
        now: at(0),
    };
    assert!(world.store.ledger.lay_out(lay_out).await.unwrap());
    world
        .execute(
            "UPDATE broadcast_logs SET status = 'failed', error_message = 'нет' \
             WHERE user_id = (SELECT id FROM users WHERE telegram_id = 1001)",
        )
        .await;
    let list = async |statuses: BTreeSet<RecipientStatus>| {
        let page = PageRequest::default();
        world
            .store
            .broadcasts
            .recipients(broadcast.id, statuses, page)
            .await
            .unwrap()
    };
    assert_eq!(list(BTreeSet::new()).await.total, 3);
    let failed = list([RecipientStatus::Failed].into()).await;
    assert_eq!((failed.total, failed.items.len()), (1, 1));
    assert_eq!(failed.items[0].error.as_deref(), Some("нет"));
}
