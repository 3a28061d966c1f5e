//! Reminders of discounts that are about to end.

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::sql::SqlStore;
use marmelad_core::calendar::{RemindBatch, Reminded, ReminderWindow};
use marmelad_core::discounts::{Discount, IssueDiscount, TemplateTerms};
use marmelad_core::kernel::{MessageId, end_of_day};
use marmelad_core::notifications::{Notice, NotificationResult};

use super::date;
use crate::outbox::claim_all;
use crate::scene::{issue_by, manual, multi, operator, redemption};
use crate::world::{RACERS, World, ZONE, at};

contract!(
    twenty_schedulers_remind_of_each_discount_once,
    only_what_is_about_to_end_is_reminded_of,
    a_reminder_of_what_is_spent_is_dropped,
);

/// Reminders at noon of the day on which `at(0)` lies, three days ahead.
fn reminding(window_day: &str, now: DateTime<Utc>) -> RemindBatch {
    RemindBatch {
        window: ReminderWindow::of(date(window_day), 12, 3, ZONE).unwrap(),
        after: None,
        limit: 7,
        needs_consent: false,
        send_at: now,
        now,
    }
}

async fn remind_all(store: &SqlStore, mut batch: RemindBatch) -> u32 {
    let mut sum = 0;
    loop {
        let Reminded { reminded, more_after } = store.calendar.remind(batch.clone()).await.unwrap();
        sum += reminded;
        batch.after = more_after;
        if more_after.is_none() {
            return sum;
        }
    }
}

/// The day on which a discount of these tests, which lives 30 days, is reminded of.
const REMINDED_ON: &str = "2026-04-01";

fn reminder_noon() -> DateTime<Utc> {
    at(0) + Duration::days(27)
}

/// Clients with a discount each.
async fn holders(world: &World, count: usize) -> Vec<Discount> {
    let mut discounts = Vec::new();
    for (number, user) in world.clients(count).await.into_iter().enumerate() {
        discounts.push(world.single(user, number).await);
    }
    discounts
}

async fn twenty_schedulers_remind_of_each_discount_once(world: World) {
    holders(&world, RACERS).await;
    let counted = world
        .race(|world, _| async move {
            remind_all(&world, reminding(REMINDED_ON, reminder_noon())).await
        })
        .await;
    assert_eq!(counted.iter().sum::<u32>(), 20);
    assert_eq!(world.count("discounts WHERE reminder_sent_at IS NULL").await, 0);
    let told = claim_all(&world, "one", reminder_noon()).await;
    assert_eq!(told.len(), 20);
    for notification in told {
        let Notice::Reminder { discount, .. } = notification.notice else {
            panic!("{notification:?}");
        };
        assert_eq!(discount.expires_at, end_of_day(date("2026-04-04"), ZONE));
    }
}

async fn only_what_is_about_to_end_is_reminded_of(world: World) {
    let discounts = holders(&world, 8).await;
    world.redeemed(redemption(&discounts[0].code, operator(), at(1))).await;
    world.set("discounts SET revoked_at = created_at", discounts[1].id).await;
    world.set("discounts SET reminder_sent_at = created_at", discounts[2].id).await;
    for (place, change) in
        [(3, "is_blocked = true"), (4, "is_opted_out = true"), (5, "anonymized_at = created_at")]
    {
        world.set(&format!("users SET {change}"), discounts[place].user_id).await;
    }
    // Issued in the afternoon of the day of the reminder with three days to live: shorter than it looks ahead.
    let short = world.template(TemplateTerms { duration_days: 3, ..manual() }).await.id;
    let now = reminder_noon() + Duration::hours(1);
    let late = issue_by(world.user(50).await.id, short, 50);
    world.issued(IssueDiscount { now, ..late }).await;

    // The day before and the day after nobody; caught up with in the evening.
    let (noon, evening) = (reminder_noon(), reminder_noon() + Duration::hours(7));
    for (day, now, reminded) in [
        ("2026-03-31", noon, 0),
        ("2026-04-02", noon, 0),
        (REMINDED_ON, evening, 2),
        (REMINDED_ON, evening, 0),
    ] {
        assert_eq!(remind_all(&world, reminding(day, now)).await, reminded, "{day}");
    }
    let keys = "SELECT dedupe_key FROM notifications WHERE kind = 'reminder' ORDER BY id";
    let expected = [6, 7].map(|place: usize| format!("reminder:{}", discounts[place].id));
    assert_eq!(world.texts(keys).await, expected);
    let until_the_end = "notifications n JOIN discounts d ON d.user_id = n.user_id \
                         WHERE n.kind = 'reminder' AND n.send_before = d.expires_at";
    assert_eq!(world.count(until_the_end).await, 2);
}

/// Queued, and then the code was redeemed, redeemed and given back, revoked, or used in part.
async fn a_reminder_of_what_is_spent_is_dropped(world: World) {
    let mut discounts = holders(&world, 4).await;
    discounts.push(world.discount(world.user(5).await.id, 4, multi(2)).await);
    let noon = reminder_noon();
    assert_eq!(remind_all(&world, reminding(REMINDED_ON, noon)).await, 5);

    for place in [0, 1, 4] {
        world.redeemed(redemption(&discounts[place].code, operator(), noon)).await;
    }
    world.undone(&discounts[1].code, noon).await;
    world.set("discounts SET revoked_at = created_at", discounts[2].id).await;
    let mut reminded = Vec::new();
    loop {
        let claimed = claim_all(&world, "one", noon).await;
        if claimed.is_empty() {
            break;
        }
        for one in claimed {
            if let Notice::Reminder { discount, .. } = one.notice {
                reminded.push(discount.code);
            }
            let sent = vec![(one.id, NotificationResult::Sent(MessageId(1)))];
            world.outbox.record("one", sent, noon).await.unwrap();
        }
    }
    reminded.sort();
    let mut expected = [1, 3, 4].map(|place: usize| discounts[place].code.to_string());
    expected.sort();
    assert_eq!(reminded, expected);
    let dropped = "SELECT dedupe_key FROM notifications WHERE status = 'dropped' ORDER BY id";
    let expected = [0, 2].map(|place: usize| format!("reminder:{}", discounts[place].id));
    assert_eq!(world.texts(dropped).await, expected);
}
