//! Reminders of discounts that are about to end.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::calendar::{RemindBatch, Reminded, ReminderWindow};
use marmelad_core::discounts::{
    RedeemDiscount, TemplateEvent, TemplateTerms, UndoRedemption, UndoTarget, UsageType,
};
use marmelad_core::kernel::{MessageId, end_of_day};
use marmelad_core::notifications::{Notice, NotificationResult};

use super::date;
use crate::outbox::claim_all;
use crate::scene::{issue_by, operator, redemption, terms};
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

async fn remind_all(store: &marmelad_adapters::sql::SqlStore, mut batch: RemindBatch) -> u32 {
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

async fn twenty_schedulers_remind_of_each_discount_once(world: World) {
    let template = world.template(terms(TemplateEvent::Manual)).await.id;
    for number in 0..RACERS {
        let user = world.user(i64::try_from(number).unwrap() + 1).await.id;
        let issue = issue_by(user, template, number);
        world.store.discounts.issue(issue).await.unwrap();
    }
    let counted = world
        .race(|store, _| async move {
            remind_all(&store, reminding(REMINDED_ON, reminder_noon())).await
        })
        .await;
    assert_eq!(counted.iter().sum::<u32>(), 20);
    let unmarked = "SELECT COUNT(*) FROM discounts WHERE reminder_sent_at IS NULL";
    assert_eq!(world.number(unmarked).await, 0);
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
    let mut holders = Vec::new();
    for number in 0..8 {
        let user = world.user(i64::try_from(number).unwrap() + 1).await.id;
        let discount = world.single(user, number).await;
        holders.push((user, discount));
    }
    let id = |place: usize| holders[place].1.id;
    let redeem = RedeemDiscount { now: at(1), ..redemption(&holders[0].1.code, operator(), at(1)) };
    world.store.discounts.redeem(redeem).await.unwrap();
    world
        .execute(&format!("UPDATE discounts SET revoked_at = created_at WHERE id = {}", id(1)))
        .await;
    world
        .execute(&format!(
            "UPDATE discounts SET reminder_sent_at = created_at WHERE id = {}",
            id(2)
        ))
        .await;
    for (place, change) in
        [(3, "is_blocked = true"), (4, "is_opted_out = true"), (5, "anonymized_at = created_at")]
    {
        let user = holders[place].0;
        world.execute(&format!("UPDATE users SET {change} WHERE id = {user}")).await;
    }
    // Issued in the afternoon of the day of the reminder with three days to live: shorter than it looks ahead.
    let short =
        world.template(TemplateTerms { duration_days: 3, ..terms(TemplateEvent::Manual) }).await;
    let late = world.user(50).await.id;
    let mut issue = issue_by(late, short.id, 50);
    issue.now = reminder_noon() + Duration::hours(1);
    world.store.discounts.issue(issue).await.unwrap();

    // The day before and the day after nobody.
    for day in ["2026-03-31", "2026-04-02"] {
        let found = remind_all(&world.store, reminding(day, reminder_noon())).await;
        assert_eq!(found, 0, "{day}");
    }
    // Caught up with in the evening.
    let evening = reminder_noon() + Duration::hours(7);
    let batch = reminding(REMINDED_ON, evening);
    assert_eq!(remind_all(&world.store, batch.clone()).await, 2);
    assert_eq!(remind_all(&world.store, batch).await, 0);
    let keys = world
        .texts("SELECT dedupe_key FROM notifications WHERE kind = 'reminder' ORDER BY id")
        .await;
    assert_eq!(keys, [6, 7].map(|place| format!("reminder:{}", id(place))));
    let before = "SELECT COUNT(*) FROM notifications n JOIN discounts d ON d.user_id = n.user_id \
                  WHERE n.kind = 'reminder' AND n.send_before = d.expires_at";
    assert_eq!(world.number(before).await, 2);
}

/// Queued, and then the code was redeemed, redeemed and given back, revoked, or used in part.
async fn a_reminder_of_what_is_spent_is_dropped(world: World) {
    let mut discounts = Vec::new();
    for number in 0..4 {
        let user = world.user(i64::try_from(number).unwrap() + 1).await.id;
        discounts.push(world.single(user, number).await);
    }
    let several =
        TemplateTerms { usage: UsageType::Multi { max_uses: 2 }, ..terms(TemplateEvent::Manual) };
    let user = world.user(5).await.id;
    discounts.push(world.discount(user, 4, several).await);
    let noon = reminder_noon();
    assert_eq!(remind_all(&world.store, reminding(REMINDED_ON, noon)).await, 5);

    for place in [0, 1, 4] {
        let redeem = redemption(&discounts[place].code, operator(), noon);
        world.store.discounts.redeem(redeem).await.unwrap();
    }
    let undo = UndoRedemption {
        target: UndoTarget::LastOf(discounts[1].code.clone()),
        by: operator(),
        reason: "ошибка".into(),
        now: noon,
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    world
        .execute(&format!(
            "UPDATE discounts SET revoked_at = created_at WHERE id = {}",
            discounts[2].id
        ))
        .await;
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
            world.store.outbox.record("one", sent, noon).await.unwrap();
        }
    }
    reminded.sort();
    let mut expected = [1, 3, 4].map(|place: usize| discounts[place].code.to_string());
    expected.sort();
    assert_eq!(reminded, expected);
    let dropped = world
        .texts("SELECT dedupe_key FROM notifications WHERE status = 'dropped' ORDER BY id")
        .await;
    assert_eq!(dropped, [0, 2].map(|place: usize| format!("reminder:{}", discounts[place].id)));
}
