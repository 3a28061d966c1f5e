//! What is done by the calendar: runs, greetings, reminders, the digest, sweeping.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use marmelad_core::domain::birthday::{BirthdayRule, due_on};
use marmelad_core::domain::calendar::{CalendarJob, ReminderWindow};
use marmelad_core::domain::code::DiscountCode;
use marmelad_core::domain::digest::{Attention, DayNumbers};
use marmelad_core::domain::ids::UserId;
use marmelad_core::domain::notice::{MARKETING_KINDS, Notice};
use marmelad_core::domain::recurrence::Recurrence;
use marmelad_core::domain::template::{TemplateEvent, TemplateTerms};
use marmelad_core::domain::zone::end_of_day;
use marmelad_core::ports::{GreetBatch, Greeted, Leftover, RedeemDiscount, RemindBatch, Reminded};

use crate::outbox::claim_all;
use crate::scene::{codes, issue_by, operator, redemption, roubles, terms};
use crate::world::{RACERS, World, ZONE, at};

contract!(
    a_run_is_begun_gone_on_with_and_finished_once,
    twenty_schedulers_greet_each_client_once,
    a_run_that_broke_off_is_gone_on_with,
    leap_day_clients_are_greeted_on_the_28th,
    a_day_later_nobody_is_greeted_any_more,
    those_who_may_not_be_greeted_are_passed_over,
    a_budget_that_ends_leaves_the_rest_a_greeting,
    a_spent_template_gives_way_to_an_older_one,
    without_a_template_there_is_a_greeting,
    a_code_of_this_year_is_not_given_twice,
    taken_codes_give_way_and_their_end_is_told,
    a_greeting_of_this_year_is_known_by_its_key,
    twenty_schedulers_remind_of_each_discount_once,
    only_what_is_about_to_end_is_reminded_of,
    marketing_is_dropped_for_those_who_left_meanwhile,
    a_day_in_numbers,
    what_needs_a_look,
    a_digest_goes_once_to_each_owner_who_wants_it,
    leftovers_are_swept,
);

const TODAY: &str = "2026-03-05";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Codes of which those of two numbers do not meet.
fn many_codes(number: usize, count: usize) -> Vec<DiscountCode> {
    let letters = ["ААА", "БББ", "ВВВ", "ГГГ", "ДДД"];
    (0..count)
        .map(|place| {
            let place = number * count + place;
            format!("{}{:04}", letters[place / 10_000], place % 10_000)
                .parse()
                .unwrap()
        })
        .collect()
}

fn greeting_on(day: NaiveDate, birthday_md: u16, after: UserId, number: usize) -> GreetBatch {
    let noon = end_of_day(day, ZONE) - Duration::hours(12) + Duration::milliseconds(1);
    GreetBatch {
        birthday_md,
        after,
        limit: 7,
        rule: BirthdayRule {
            day,
            hold_days: 7,
            zone: ZONE,
            needs_consent: false,
        },
        codes: many_codes(number, 35),
        send_at: noon,
        send_before: end_of_day(day, ZONE),
        now: noon,
        zone: ZONE,
    }
}

/// A whole run by one scheduler, as the use case does it.
async fn greet_all(world: &World, day: &str) -> Greeted {
    let mut sum = Greeted::default();
    let mut number = 0;
    for birthday_md in due_on(date(day)) {
        let mut after = Some(UserId(0));
        while let Some(last) = after {
            let batch = greeting_on(date(day), birthday_md, last, number);
            let greeted = world.store.calendar.greet(batch).await.unwrap();
            sum.greeted += greeted.greeted;
            sum.with_code += greeted.with_code;
            sum.without_free_code += greeted.without_free_code;
            after = greeted.more_after;
            number += 1;
        }
    }
    sum
}

/// A client with a birthday of long standing.
async fn born(world: &World, telegram_id: i64, birthday: &str) -> UserId {
    let user = world.user(telegram_id).await.id;
    let month_and_day = date(birthday).format("%m%d");
    world
        .execute(&format!(
            "UPDATE users SET birthday = '{birthday}', birthday_md = '{month_and_day}' WHERE id = {user}"
        ))
        .await;
    user
}

async fn born_today(world: &World, count: i64) -> Vec<UserId> {
    let mut users = Vec::new();
    for telegram_id in 1..=count {
        users.push(born(world, telegram_id, "2000-03-05").await);
    }
    users
}

fn birthday_terms() -> TemplateTerms {
    TemplateTerms {
        recurrence: Recurrence::Yearly,
        duration_days: 14,
        ..terms(TemplateEvent::Birthday)
    }
}

fn counts(greeted: Greeted) -> (u32, u32) {
    (greeted.greeted, greeted.with_code)
}

const GREETINGS: &str = "SELECT COUNT(*) FROM notifications WHERE kind = 'birthday'";
const BIRTHDAY_CODES: &str = "SELECT COUNT(*) FROM discounts WHERE source = 'birthday'";

async fn a_run_is_begun_gone_on_with_and_finished_once(world: World) {
    let (job, day) = (CalendarJob::Birthdays, date(TODAY));
    let begun = world
        .race(move |store, _| async move { store.calendar.begin(job, day, at(0)).await.unwrap() })
        .await;
    assert!(begun.iter().all(|begun| *begun), "each may work on it");
    let calendar = &world.store.calendar;
    let runs = "SELECT COUNT(*) FROM scheduler_runs";
    assert_eq!(world.number(runs).await, 1);
    calendar.finish(job, day, at(1)).await.unwrap();
    calendar.finish(job, day, at(2)).await.unwrap();
    assert!(!calendar.begin(job, day, at(3)).await.unwrap());
    let other = CalendarJob::Digest;
    assert!(calendar.begin(other, day, at(3)).await.unwrap());
    let tomorrow = date("2026-03-06");
    assert!(calendar.begin(job, tomorrow, at(3)).await.unwrap());
}

async fn twenty_schedulers_greet_each_client_once(world: World) {
    let users = born_today(&world, 30).await;
    let counted = world
        .race(|store, number| async move {
            let (mut sum, mut after, mut round) = (0, Some(UserId(0)), 0);
            while let Some(last) = after {
                let batch = greeting_on(date(TODAY), 305, last, number * 10 + round);
                let greeted = store.calendar.greet(batch).await.unwrap();
                assert_eq!(greeted.greeted, greeted.with_code);
                (after, round) = (greeted.more_after, round + 1);
                sum += greeted.greeted;
            }
            sum
        })
        .await;
    assert_eq!(counted.iter().sum::<u32>(), 30);
    assert_eq!(world.number(GREETINGS).await, 30);
    assert_eq!(world.number(BIRTHDAY_CODES).await, 30);
    let holders = world
        .texts("SELECT CAST(user_id AS CHAR(20)) FROM discounts WHERE source = 'birthday'")
        .await;
    assert_eq!(holders.iter().collect::<HashSet<_>>().len(), users.len());
    let issued = "SELECT issued_count FROM discount_templates WHERE event = 'birthday'";
    assert_eq!(world.number(issued).await, 30);
    let told = claim_all(&world, "one", at(1)).await;
    assert_eq!(told.len(), 30);
    for notification in told {
        let Notice::Birthday {
            first_name, gift, ..
        } = notification.notice
        else {
            panic!("{notification:?}");
        };
        assert_eq!(first_name.as_deref(), Some("Анна"));
        let gift = gift.unwrap();
        // The default template lives 14 days, to the last millisecond of the 19th.
        assert_eq!(gift.expires_at, end_of_day(date("2026-03-19"), ZONE));
        let holder = notification.user_id.unwrap();
        let owned = "SELECT COUNT(*) FROM discounts WHERE code";
        let owned = format!("{owned} = '{}' AND user_id = {holder}", gift.code);
        assert_eq!(world.number(&owned).await, 1);
    }
}

/// Each batch is whole or not at all, so that whoever goes on finds who is left.
async fn a_run_that_broke_off_is_gone_on_with(world: World) {
    born_today(&world, 20).await;
    let first = greeting_on(date(TODAY), 305, UserId(0), 50);
    let greeted = world.store.calendar.greet(first).await.unwrap();
    assert_eq!(counts(greeted), (7, 7));
    assert!(greeted.more_after.is_some());
    assert_eq!(counts(greet_all(&world, TODAY).await), (13, 13));
    assert_eq!(counts(greet_all(&world, TODAY).await), (0, 0));
    assert_eq!(world.number(GREETINGS).await, 20);
    assert_eq!(world.number(BIRTHDAY_CODES).await, 20);
}

async fn leap_day_clients_are_greeted_on_the_28th(world: World) {
    let leap = born(&world, 1, "2000-02-29").await;
    born(&world, 2, "2000-02-28").await;
    born(&world, 3, "2000-03-01").await;
    assert_eq!(counts(greet_all(&world, "2026-02-28").await), (2, 2));
    assert_eq!(counts(greet_all(&world, "2026-03-01").await), (1, 1));
    // 2028 has the day itself.
    assert_eq!(counts(greet_all(&world, "2028-02-28").await), (1, 1));
    assert_eq!(counts(greet_all(&world, "2028-02-29").await), (1, 1));
    let keys = world
        .texts(&format!(
            "SELECT dedupe_key FROM notifications WHERE user_id = {leap} ORDER BY id"
        ))
        .await;
    assert_eq!(
        keys,
        [
            format!("birthday:{leap}:2026"),
            format!("birthday:{leap}:2028")
        ]
    );
}

async fn a_day_later_nobody_is_greeted_any_more(world: World) {
    born_today(&world, 3).await;
    assert_eq!(counts(greet_all(&world, "2026-03-06").await), (0, 0));
    assert_eq!(counts(greet_all(&world, TODAY).await), (3, 3));
    // One that waits too long is not sent the next day.
    let midnight = end_of_day(date(TODAY), ZONE) + Duration::milliseconds(1);
    assert!(claim_all(&world, "one", midnight).await.is_empty());
    let dropped = "SELECT COUNT(*) FROM notifications WHERE status = 'dropped'";
    assert_eq!(world.number(dropped).await, 3);
}

async fn those_who_may_not_be_greeted_are_passed_over(world: World) {
    let users = born_today(&world, 8).await;
    for (user, change) in users.iter().zip([
        "is_blocked = true",
        "is_opted_out = true",
        "anonymized_at = created_at",
        "last_celebrated_on = '2025-05-10'",
        "last_celebrated_on = '2026-01-01'",
        // 27 February in the shops' zone: within the first seven days.
        "birthday_changed_at = '2026-02-26T14:00:00+00:00'",
    ]) {
        let change = match &world.raw {
            crate::world::Raw::MySql(_) => change.replace('T', " ").replace("+00:00", ""),
            crate::world::Raw::Sqlite(_) => change.to_owned(),
        };
        world
            .execute(&format!("UPDATE users SET {change} WHERE id = {user}"))
            .await;
    }
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 2));
    // Where a policy is set, only those who agreed; a code needs consent of its own.
    let users = [
        born(&world, 21, "2000-03-05").await,
        born(&world, 22, "2000-03-05").await,
    ];
    world
        .execute(&format!(
            "UPDATE users SET marketing_consent_at = created_at WHERE id IN ({}, {})",
            users[0], users[1]
        ))
        .await;
    world
        .execute(&format!(
            "UPDATE users SET consent_at = created_at WHERE id = {}",
            users[0]
        ))
        .await;
    born(&world, 23, "2000-03-05").await;
    let mut batch = greeting_on(date(TODAY), 305, UserId(0), 60);
    batch.rule.needs_consent = true;
    batch.limit = 100;
    let greeted = world.store.calendar.greet(batch).await.unwrap();
    assert_eq!(counts(greeted), (2, 1));
    assert_eq!(greeted.more_after, None);
}

async fn a_budget_that_ends_leaves_the_rest_a_greeting(world: World) {
    world.execute("DELETE FROM discount_templates").await;
    let template = world
        .template(TemplateTerms {
            total_limit: Some(10),
            min_order_amount: Some(roubles(500)),
            message_text: Some("Ждём вас!".into()),
            ..birthday_terms()
        })
        .await;
    born_today(&world, 17).await;
    // The end comes in the middle of the second batch of seven.
    assert_eq!(counts(greet_all(&world, TODAY).await), (17, 10));
    let template = world.store.templates.find(template.id).await.unwrap();
    assert_eq!(template.unwrap().issued_count, 10);
    let told = claim_all(&world, "one", at(1)).await;
    let (with, without): (Vec<_>, Vec<_>) = told.into_iter().partition(|one| {
        matches!(&one.notice, Notice::Birthday { gift: Some(gift), note: Some(note), .. }
            if gift.min_order_amount == Some(roubles(500)) && note == "Ждём вас!")
    });
    assert_eq!((with.len(), without.len()), (10, 7));
    let is_alone = |notice: &Notice| {
        matches!(
            notice,
            Notice::Birthday {
                gift: None,
                note: None,
                ..
            }
        )
    };
    assert!(without.iter().all(|one| is_alone(&one.notice)));
}

async fn a_spent_template_gives_way_to_an_older_one(world: World) {
    let limited = world
        .template(TemplateTerms {
            total_limit: Some(3),
            ..birthday_terms()
        })
        .await;
    born_today(&world, 5).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (5, 5));
    let by = "SELECT COUNT(*) FROM discounts WHERE template_id";
    assert_eq!(world.number(&format!("{by} = {}", limited.id)).await, 3);
    assert_eq!(world.number(&format!("{by} <> {}", limited.id)).await, 2);
    world.totals_equal_the_rows().await;
}

async fn without_a_template_there_is_a_greeting(world: World) {
    world
        .execute("UPDATE discount_templates SET is_active = false")
        .await;
    born_today(&world, 2).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 0));
    assert_eq!(world.number(GREETINGS).await, 2);
}

/// Somebody who moved their birthday after last year's gift gets the greeting, and the next code when the template's
/// recurrence allows it.
async fn a_code_of_this_year_is_not_given_twice(world: World) {
    let user = born_today(&world, 1).await[0];
    assert_eq!(counts(greet_all(&world, TODAY).await), (1, 1));
    world
        .execute(&format!(
            "UPDATE users SET last_celebrated_on = NULL WHERE id = {user}"
        ))
        .await;
    world.execute("DELETE FROM notifications").await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (1, 0));
    assert_eq!(world.number(BIRTHDAY_CODES).await, 1);
}

async fn taken_codes_give_way_and_their_end_is_told(world: World) {
    let other = world.user(99).await.id;
    let manual = world.template(terms(TemplateEvent::Manual)).await.id;
    let mut drawn = Vec::new();
    for number in 0..2 {
        let issue = issue_by(other, manual, number);
        world.store.discounts.issue(issue).await.unwrap();
        drawn.push(codes(number)[0].clone());
    }
    let fresh = many_codes(0, 3);
    // Two taken, one twice.
    drawn.extend([&fresh[0], &fresh[0], &fresh[1]].map(Clone::clone));
    born_today(&world, 3).await;
    let mut batch = greeting_on(date(TODAY), 305, UserId(0), 0);
    batch.codes = drawn;
    let greeted = world.store.calendar.greet(batch).await.unwrap();
    assert_eq!(counts(greeted), (3, 2));
    assert_eq!(greeted.without_free_code, 1);
    let issued = "SELECT issued_count FROM discount_templates WHERE event = 'birthday'";
    assert_eq!(world.number(issued).await, 2);
}

async fn a_greeting_of_this_year_is_known_by_its_key(world: World) {
    born_today(&world, 2).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 2));
    world
        .execute("UPDATE users SET last_celebrated_on = NULL")
        .await;
    world
        .execute("UPDATE discounts SET revoked_at = created_at")
        .await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (0, 0));
    assert_eq!(world.number(GREETINGS).await, 2);
}

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
        let Reminded {
            reminded,
            more_after,
        } = store.calendar.remind(batch.clone()).await.unwrap();
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
    let redeem = RedeemDiscount {
        now: at(1),
        ..redemption(&holders[0].1.code, operator(), at(1))
    };
    world.store.discounts.redeem(redeem).await.unwrap();
    world
        .execute(&format!(
            "UPDATE discounts SET revoked_at = created_at WHERE id = {}",
            id(1)
        ))
        .await;
    world
        .execute(&format!(
            "UPDATE discounts SET reminder_sent_at = created_at WHERE id = {}",
            id(2)
        ))
        .await;
    for (place, change) in [
        (3, "is_blocked = true"),
        (4, "is_opted_out = true"),
        (5, "anonymized_at = created_at"),
    ] {
        let user = holders[place].0;
        world
            .execute(&format!("UPDATE users SET {change} WHERE id = {user}"))
            .await;
    }
    // Issued in the afternoon of the day of the reminder with three days to live: shorter than it looks ahead.
    let short = world
        .template(TemplateTerms {
            duration_days: 3,
            ..terms(TemplateEvent::Manual)
        })
        .await;
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

async fn marketing_is_dropped_for_those_who_left_meanwhile(world: World) {
    let users = born_today(&world, 4).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (4, 4));
    for (user, change) in users
        .iter()
        .zip(["is_blocked = true", "is_opted_out = true"])
    {
        world
            .execute(&format!("UPDATE users SET {change} WHERE id = {user}"))
            .await;
    }
    // What is no marketing goes to them all the same.
    let code: DiscountCode = world
        .texts(&format!(
            "SELECT code FROM discounts WHERE user_id = {}",
            users[1]
        ))
        .await[0]
        .parse()
        .unwrap();
    let redeem = redemption(&code, operator(), at(0));
    world.store.discounts.redeem(redeem).await.unwrap();
    let told = claim_all(&world, "one", at(1)).await;
    let told: Vec<_> = told.iter().map(|one| one.user_id.unwrap()).collect();
    assert_eq!(told, [users[1], users[2], users[3]]);
    let dropped = "SELECT kind FROM notifications WHERE status = 'dropped'";
    assert_eq!(world.texts(dropped).await, [MARKETING_KINDS[0]; 2]);
}

async fn a_day_in_numbers(world: World) {
    let till = world.till(900).await;
    let (from, to) = (at(0) - Duration::hours(12), at(0) + Duration::hours(12));
    let mut number = 0;
    let mut sell = async |telegram_id: i64, rub: Option<i64>, now: DateTime<Utc>| {
        number += 1;
        let user = world.user(telegram_id).await.id;
        let discount = world.single(user, number).await;
        let redeem = RedeemDiscount {
            amount: rub.map(roubles),
            ..redemption(&discount.code, till, now)
        };
        world.store.discounts.redeem(redeem).await.unwrap();
        discount.id
    };
    sell(1, Some(1000), from).await;
    sell(2, None, at(5)).await;
    let undone = sell(3, Some(700), at(5)).await;
    sell(4, Some(300), to).await;
    sell(5, Some(50), from - Duration::milliseconds(1)).await;
    let test = sell(6, Some(60), at(5)).await;
    for sql in [
        "UPDATE users SET is_test = true WHERE telegram_id = 6".to_owned(),
        format!("UPDATE orders SET is_test = true WHERE discount_id = {test}"),
        format!("UPDATE discounts SET is_test = true WHERE id = {test}"),
        "UPDATE users SET is_blocked = true, blocked_at = created_at WHERE telegram_id IN (1, 6)"
            .to_owned(),
    ] {
        world.execute(&sql).await;
    }
    let undo = marmelad_core::ports::UndoRedemption {
        target: marmelad_core::ports::UndoTarget::LastOf(
            world
                .texts(&format!("SELECT code FROM discounts WHERE id = {undone}"))
                .await[0]
                .parse()
                .unwrap(),
        ),
        by: till,
        reason: "ошибка".into(),
        now: at(10),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let numbers = world.store.calendar.day_numbers(from, to).await.unwrap();
    assert_eq!(
        numbers,
        DayNumbers {
            redeemed: 2,
            redeemed_amount: roubles(1000),
            revenue: roubles(1000),
            discount: roubles(100),
            joined: 5,
            blocked: 1,
        }
    );
    let empty = world
        .store
        .calendar
        .day_numbers(to + Duration::days(1), to + Duration::days(2));
    assert_eq!(empty.await.unwrap(), DayNumbers::default());
}

async fn what_needs_a_look(world: World) {
    assert_eq!(
        world.store.calendar.attention(at(0)).await.unwrap(),
        Attention::default()
    );
    for (status, test) in [
        ("sending", "false"),
        ("paused", "false"),
        ("draft", "false"),
        ("error", "true"),
    ] {
        world
            .execute(&format!(
                "INSERT INTO broadcasts (kind, title, media_type, buttons, status, is_test, audience_total, \
                 success_count, failed_count, created_at, updated_at) SELECT 'html', '{status}', 'none', '[]', \
                 '{status}', {test}, 10, 3, 1, created_at, created_at FROM discount_templates ORDER BY id LIMIT 1"
            ))
            .await;
    }
    world
        .template(TemplateTerms {
            total_limit: Some(1),
            ..birthday_terms()
        })
        .await;
    born_today(&world, 1).await;
    greet_all(&world, TODAY).await;
    let attention = world.store.calendar.attention(at(1)).await.unwrap();
    assert_eq!(attention.sending_line(), "«sending» — 40 %");
    assert_eq!(attention.stuck_line(), "«paused» — на паузе");
    assert_eq!(attention.budgets_line(), "«Десять процентов» — осталось 0");
}

async fn a_digest_goes_once_to_each_owner_who_wants_it(world: World) {
    for telegram_id in 1..=5 {
        world.owner(telegram_id).await;
    }
    world
        .execute("UPDATE admins SET role = 'marketing' WHERE telegram_id = 3")
        .await;
    world
        .execute("UPDATE admins SET is_active = false WHERE telegram_id = 4")
        .await;
    world
        .execute("UPDATE admins SET notification_groups = '[\"alerts\"]' WHERE telegram_id = 5")
        .await;
    let notice = Notice::Digest {
        day: date("2026-03-04"),
        numbers: DayNumbers::default(),
        attention: Attention::default(),
    };
    let told = notice.clone();
    let answers = world
        .race(move |store, _| {
            let notice = told.clone();
            async move {
                let queued = store
                    .calendar
                    .queue_digest(notice, date(TODAY), at(0))
                    .await;
                queued.unwrap()
            }
        })
        .await;
    assert!(answers.iter().all(|told| *told == 2));
    let claimed = claim_all(&world, "one", at(1)).await;
    let chats: Vec<i64> = claimed.iter().map(|one| one.chat.0).collect();
    assert_eq!(chats, [1, 2]);
    assert!(claimed.iter().all(|one| one.notice == notice));
}

async fn leftovers_are_swept(world: World) {
    let user = world.user(1).await.id;
    let admin = world.owner(1).await.id;
    let discount = world.single(user, 1).await;
    let redeem = redemption(&discount.code, operator(), at(0));
    world.store.discounts.redeem(redeem).await.unwrap();
    let cashier = world.cashier(900).await.id;
    let calendar = &world.store.calendar;
    let day = date(TODAY);
    calendar
        .begin(CalendarJob::Digest, day, at(0))
        .await
        .unwrap();
    // Everything is of the instant at which the client's row was made.
    let now = format!("(SELECT created_at FROM users WHERE id = {user})");
    for sql in [
        format!(
            "INSERT INTO login_tokens (hash, admin_id, expires_at, created_at, updated_at) VALUES ('x', {admin}, {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO revoked_tokens (jti, expires_at, created_at) VALUES ('x', {now}, {now})"
        ),
        format!(
            "INSERT INTO idempotency_keys (admin_id, scope, idempotency_key, body_hash, status, expires_at, created_at, updated_at) VALUES ({admin}, 's', 'k', 'h', 'done', {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO dialogues (bot, chat_id, state, expires_at, created_at, updated_at) VALUES ('main', 1, '{{}}', {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO wrong_codes (cashier_id, recent, created_at, updated_at) VALUES ({cashier}, '[]', {now}, {now})"
        ),
        format!("UPDATE notifications SET status = 'sent', next_attempt_at = {now}"),
    ] {
        world.execute(&sql).await;
    }
    for leftover in Leftover::ALL.iter().copied() {
        let count = format!("SELECT COUNT(*) FROM {leftover}");
        assert!(world.number(&count).await > 0, "{leftover}");
        assert_eq!(
            calendar.sweep(leftover, at(0)).await.unwrap(),
            0,
            "{leftover}"
        );
        assert!(
            calendar.sweep(leftover, at(1)).await.unwrap() > 0,
            "{leftover}"
        );
        assert_eq!(world.number(&count).await, 0, "{leftover}");
    }
    // What still waits to be sent stays, however old.
    greet_all(&world, TODAY).await;
    born(&world, 77, "2000-03-05").await;
    greet_all(&world, TODAY).await;
    let later = at(0) + Duration::days(365);
    assert_eq!(
        calendar
            .sweep(Leftover::Notifications, later)
            .await
            .unwrap(),
        0
    );
}
