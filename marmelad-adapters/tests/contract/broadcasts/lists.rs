//! Broadcasts, their audiences and recipients as lists show them.

use std::collections::BTreeSet;

use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastFilter, BroadcastKind, BroadcastList, BroadcastSortKey,
    BroadcastStatus, BroadcastTerms, Excluded, FanOut, RecipientFilter, RecipientList,
    RecipientStatus,
};
use marmelad_core::kernel::{Page, PageRequest, Sorting, TelegramId, TimeRange};
use marmelad_core::segments::SegmentFilter;
use serde_json::json;

use super::{plain, reach, started};
use crate::world::{World, ZONE, at};

contract!(
    they_are_found_by_what_is_known_of_them,
    they_are_listed_newest_first,
    an_audience_is_counted_with_those_left_out,
    recipients_are_listed_with_their_outcomes,
);

impl World {
    /// The newest first, two on a page.
    async fn broadcasts_listed(&self, filter: BroadcastFilter, page: u32) -> Page<Broadcast> {
        let list = BroadcastList {
            filter,
            sort: Sorting::descending(BroadcastSortKey::CreatedAt),
            page: PageRequest { page, per_page: 2 },
            now: at(0),
        };
        self.store.broadcasts.list(list).await.unwrap()
    }
}

async fn they_are_found_by_what_is_known_of_them(world: World) {
    for (second, title) in [(0, "Весна: Ёлочка"), (1, "ВЕСНА и мёд"), (2, "Лето")]
    {
        let terms = BroadcastTerms {
            scheduled_at: Some(at(1000 * second)),
            audience: Audience { is_test: title == "Лето", ..Audience::default() },
            ..plain(title)
        };
        world.draft(terms).await;
    }
    let titles = async |filter: BroadcastFilter| {
        let page = world.broadcasts_listed(filter, 1).await;
        let titles = page.items.into_iter().map(|item| item.terms.title);
        (titles.collect::<Vec<_>>().join("|"), page.total)
    };
    let titled =
        |title: &str| BroadcastFilter { title: Some(title.into()), ..BroadcastFilter::default() };
    let both = "ВЕСНА и мёд|Весна: Ёлочка".to_owned();
    assert_eq!(titles(titled("весна")).await, (both.clone(), 2));
    assert_eq!(titles(titled("ел вес")).await, ("Весна: Ёлочка".into(), 1));
    assert_eq!(titles(titled("зима")).await, (String::new(), 0));
    let of_others = BroadcastFilter { is_test: Some(false), ..BroadcastFilter::default() };
    assert_eq!(titles(of_others).await, (both, 2));
    let late = BroadcastFilter {
        scheduled: TimeRange { from: Some(at(2000)), to: None },
        ..BroadcastFilter::default()
    };
    assert_eq!(titles(late).await, ("Лето".into(), 1));
    let copied = BroadcastFilter { kind: Some(BroadcastKind::Copy), ..BroadcastFilter::default() };
    assert_eq!(titles(copied).await, (String::new(), 0));
    assert_eq!(world.broadcasts_listed(titled("весна"), 2).await.items, []);
}

async fn they_are_listed_newest_first(world: World) {
    for title in ["Первая", "Вторая", "Третья"] {
        world.draft(plain(title)).await;
    }
    let running = started(&world).await;
    let list = async |statuses: &[BroadcastStatus], page| {
        let filter = BroadcastFilter {
            statuses: statuses.iter().copied().collect(),
            ..BroadcastFilter::default()
        };
        let page = world.broadcasts_listed(filter, page).await;
        let titles: Vec<String> = page.items.into_iter().map(|item| item.terms.title).collect();
        (titles.join(" "), page.total)
    };
    assert_eq!(list(&[], 1).await, ("Всем Третья".into(), 4));
    assert_eq!(list(&[], 2).await, ("Вторая Первая".into(), 4));
    assert_eq!(list(&[BroadcastStatus::Sending], 1).await, (running.terms.title, 1));
}

async fn an_audience_is_counted_with_those_left_out(world: World) {
    world.clients(6).await;
    for (column, telegram_id) in [
        ("is_blocked = 1, is_opted_out = 1", 1000),
        ("is_opted_out = 1", 1001),
        ("gender = 'female', marketing_consent_at = '2026-01-01 00:00:00'", 1002),
        ("gender = 'female'", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let repo = &world.store.broadcasts;
    let all = repo.count_audience(reach(Audience::default(), false)).await.unwrap();
    let excluded = Excluded { blocked: 1, opted_out: 1, no_consent: 0 };
    assert_eq!((all.total, all.excluded), (4, excluded));
    let agreed = repo.count_audience(reach(Audience::default(), true)).await.unwrap();
    assert_eq!((agreed.total, agreed.excluded.no_consent), (1, 3));
    let women = Audience {
        filter: Some(
            SegmentFilter::parse(&json!({"field": "gender", "op": "eq", "value": "female"}))
                .unwrap(),
        ),
        ..Audience::default()
    };
    let count = repo.count_audience(reach(women.clone(), false)).await.unwrap();
    assert_eq!(count.total, 2);
    let sample = repo.sample_audience(reach(women, false), 1).await.unwrap();
    assert_eq!(sample[0].telegram_id, TelegramId(1003));
    let testers = Audience { is_test: true, ..Audience::default() };
    assert_eq!(repo.count_audience(reach(testers, false)).await.unwrap().total, 0);
}

async fn recipients_are_listed_with_their_outcomes(world: World) {
    world.clients(3).await;
    let broadcast = started(&world).await;
    let fan_out =
        FanOut { id: broadcast.id, limit: 100, needs_consent: false, zone: ZONE, now: at(0) };
    assert!(world.store.delivery_log.fan_out(fan_out).await.unwrap());
    world
        .execute(
            "UPDATE broadcast_logs SET status = 'failed', error_message = 'нет' \
             WHERE user_id = (SELECT id FROM users WHERE telegram_id = 1001)",
        )
        .await;
    let list = async |statuses: BTreeSet<RecipientStatus>| {
        let list = RecipientList {
            id: broadcast.id,
            filter: RecipientFilter { statuses, ..RecipientFilter::default() },
            page: PageRequest::default(),
            now: at(0),
        };
        world.store.broadcasts.recipients(list).await.unwrap()
    };
    assert_eq!(list(BTreeSet::new()).await.total, 3);
    let failed = list([RecipientStatus::Failed].into()).await;
    assert_eq!((failed.total, failed.items.len()), (1, 1));
    assert_eq!(failed.items[0].error.as_deref(), Some("нет"));
}
