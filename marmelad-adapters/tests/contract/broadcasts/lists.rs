//! Broadcasts, their audiences and recipients as lists show them.

use marmelad_core::broadcasts::{
    Audience, BroadcastFilter, BroadcastKind, BroadcastList, BroadcastSortKey, BroadcastStatus,
    BroadcastTerms, Excluded, FanOut, Reach, RecipientFilter, RecipientList, RecipientStatus,
};
use marmelad_core::kernel::{Moment, PageRequest, Sorting, TelegramId, TimeRange};
use marmelad_core::segments::SegmentFilter;
use serde_json::json;

use super::{plain, started};
use crate::world::{World, ZONE, at};

contract!(
    they_are_listed_newest_first_and_found_by_what_is_known_of_them,
    an_audience_is_counted_with_those_left_out,
    recipients_are_listed_with_their_outcomes,
);

async fn they_are_listed_newest_first_and_found_by_what_is_known_of_them(world: World) {
    for (millis, title) in [(0, "Весна: Ёлочка"), (1000, "ВЕСНА и мёд"), (2000, "Лето")]
    {
        let terms = BroadcastTerms {
            scheduled_at: Some(at(millis)),
            audience: Audience { is_test: title == "Лето", ..Audience::default() },
            ..plain(title)
        };
        world.draft(terms).await;
    }
    started(&world).await;
    let any = BroadcastFilter::default;
    let titled = |title: &str| BroadcastFilter { title: Some(title.into()), ..any() };
    let late = TimeRange { from: Some(at(2000)), to: None };
    for (filter, page, titles, total) in [
        (any(), 1, "Всем|Лето", 4),
        (any(), 2, "ВЕСНА и мёд|Весна: Ёлочка", 4),
        (titled("весна"), 1, "ВЕСНА и мёд|Весна: Ёлочка", 2),
        (titled("весна"), 2, "", 2),
        (titled("ел вес"), 1, "Весна: Ёлочка", 1),
        (titled("зима"), 1, "", 0),
        (BroadcastFilter { is_test: Some(false), ..any() }, 2, "Весна: Ёлочка", 3),
        (BroadcastFilter { scheduled: late, ..any() }, 1, "Лето", 1),
        (BroadcastFilter { kind: Some(BroadcastKind::Copy), ..any() }, 1, "", 0),
        (BroadcastFilter { statuses: [BroadcastStatus::Sending].into(), ..any() }, 1, "Всем", 1),
    ] {
        let list = BroadcastList {
            filter,
            sort: Sorting::descending(BroadcastSortKey::CreatedAt),
            page: PageRequest { page, per_page: 2 },
            now: at(0),
        };
        let found = world.broadcasts.list(list.clone()).await.unwrap();
        let found_titles: Vec<_> = found.items.iter().map(|it| it.terms.title.as_str()).collect();
        assert_eq!((found_titles.join("|").as_str(), found.total), (titles, total), "{list:?}");
    }
}

async fn an_audience_is_counted_with_those_left_out(world: World) {
    let users = world.clients(6).await;
    for (user, change) in users.iter().zip([
        "is_blocked = 1, is_opted_out = 1",
        "is_opted_out = 1",
        "gender = 'female', marketing_consent_at = created_at",
        "gender = 'female'",
    ]) {
        world.set(&format!("users SET {change}"), user).await;
    }
    let women = json!({"field": "gender", "op": "eq", "value": "female"});
    let women = Some(SegmentFilter::parse(&women).unwrap());
    let women = Audience { filter: women, ..Audience::default() };
    let testers = Audience { is_test: true, ..Audience::default() };
    let reach = |audience: &Audience, needs_consent| Reach {
        audience: audience.clone(),
        moment: Moment { now: at(0), zone: ZONE },
        needs_consent,
    };
    let repo = &world.broadcasts;
    for (audience, needs_consent, total, no_consent) in [
        (&Audience::default(), false, 4, 0),
        (&Audience::default(), true, 1, 3),
        (&women, false, 2, 0),
        (&testers, false, 0, 0),
    ] {
        let count = repo.count_audience(reach(audience, needs_consent)).await.unwrap();
        assert_eq!((count.total, count.excluded.no_consent), (total, no_consent), "{audience:?}");
        if audience == &Audience::default() {
            assert_eq!(count.excluded, Excluded { blocked: 1, opted_out: 1, no_consent });
        }
    }
    let sample = repo.sample_audience(reach(&women, false), 1).await.unwrap();
    assert_eq!(sample[0].telegram_id, TelegramId(1003));
}

async fn recipients_are_listed_with_their_outcomes(world: World) {
    let users = world.clients(3).await;
    let id = started(&world).await.id;
    let fan_out = FanOut { id, limit: 100, needs_consent: false, zone: ZONE, now: at(0) };
    assert!(world.delivery_log.fan_out(fan_out).await.unwrap());
    let failed = "UPDATE broadcast_logs SET status = 'failed', error_message = 'нет'";
    world.execute(&format!("{failed} WHERE user_id = {}", users[1])).await;
    let list = async |statuses: &[RecipientStatus]| {
        let statuses = statuses.iter().copied().collect();
        let filter = RecipientFilter { statuses, ..RecipientFilter::default() };
        let list = RecipientList { id, filter, page: PageRequest::default(), now: at(0) };
        world.broadcasts.recipients(list).await.unwrap()
    };
    assert_eq!(list(&[]).await.total, 3);
    let failed = list(&[RecipientStatus::Failed]).await;
    assert_eq!((failed.total, failed.items.len()), (1, 1));
    assert_eq!(failed.items[0].error.as_deref(), Some("нет"));
}
