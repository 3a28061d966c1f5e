//! What is done by the calendar.

mod digest;
mod greetings;
mod reminders;

use chrono::{Duration, NaiveDate};
use marmelad_core::calendar::{BirthdayRule, GreetBatch, Greeted, Leftover};
use marmelad_core::discounts::{DiscountCode, Recurrence, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::{ClientId, end_of_day};
use marmelad_core::people::due_on;
use marmelad_core::system::CalendarJob;

use crate::scene::{operator, redemption, terms};
use crate::world::{Raw, World, ZONE, at};

contract!(
    a_run_is_begun_gone_on_with_and_finished_once,
    leftovers_are_swept,
    statistics_are_refreshed,
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
            format!("{}{:04}", letters[place / 10_000], place % 10_000).parse().unwrap()
        })
        .collect()
}

fn greeting_on(day: NaiveDate, birthday_md: u16, after: ClientId, number: usize) -> GreetBatch {
    let noon = end_of_day(day, ZONE) - Duration::hours(12) + Duration::milliseconds(1);
    GreetBatch {
        birthday_md,
        after,
        limit: 7,
        rule: BirthdayRule { day, hold_days: 7, zone: ZONE, needs_consent: false },
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
        let mut after = Some(ClientId(0));
        while let Some(last) = after {
            let batch = greeting_on(date(day), birthday_md, last, number);
            let greeted = world.calendar.greet(batch).await.unwrap();
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
async fn born(world: &World, telegram_id: i64, birthday: &str) -> ClientId {
    let user = world.user(telegram_id).await.id;
    let month_and_day = date(birthday).format("%m%d");
    let change = format!("users SET birthday = '{birthday}', birthday_md = '{month_and_day}'");
    world.set(&change, user).await;
    user
}

async fn born_today(world: &World, count: i64) -> Vec<ClientId> {
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

/// How many greetings were queued, and codes given for them.
async fn greetings_and_codes(world: &World) -> (i64, i64) {
    let greetings = world.count("notifications WHERE kind = 'birthday'").await;
    (greetings, world.count("discounts WHERE source = 'birthday'").await)
}

async fn a_run_is_begun_gone_on_with_and_finished_once(world: World) {
    let (job, day) = (CalendarJob::Birthdays, date(TODAY));
    let begun = world
        .race(move |world, _| async move { world.calendar.begin(job, day, at(0)).await.unwrap() })
        .await;
    assert!(begun.iter().all(|begun| *begun), "each may work on it");
    let calendar = &world.calendar;
    assert_eq!(world.count("scheduler_runs").await, 1);
    calendar.finish(job, day, at(1)).await.unwrap();
    calendar.finish(job, day, at(2)).await.unwrap();
    let tomorrow = date("2026-03-06");
    for (job, day, begins) in
        [(job, day, false), (CalendarJob::Digest, day, true), (job, tomorrow, true)]
    {
        assert_eq!(calendar.begin(job, day, at(3)).await.unwrap(), begins, "{job} {day}");
    }
}

async fn leftovers_are_swept(world: World) {
    let admin = world.owner(1).await.id;
    let discount = world.held(1, 1).await;
    world.redeemed(redemption(&discount.code, operator(), at(0))).await;
    let cashier = world.cashier(900).await.id;
    let calendar = &world.calendar;
    calendar.begin(CalendarJob::Digest, date(TODAY), at(0)).await.unwrap();
    let now = world.time(at(0));
    for sql in [
        format!(
            "INSERT INTO login_tokens (hash, admin_id, expires_at, created_at, updated_at) \
             VALUES ('x', {admin}, {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO revoked_tokens (jti, expires_at, created_at) VALUES ('x', {now}, {now})"
        ),
        format!(
            "INSERT INTO idempotency_keys (admin_id, scope, idempotency_key, body_hash, status, expires_at, created_at, \
             updated_at) VALUES ({admin}, 's', 'k', 'h', 'done', {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO dialogues (bot, chat_id, state, expires_at, created_at, updated_at) \
             VALUES ('main', 1, '{{}}', {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO wrong_codes (cashier_id, recent, created_at, updated_at) \
             VALUES ({cashier}, '[]', {now}, {now})"
        ),
        format!("UPDATE notifications SET status = 'sent', next_attempt_at = {now}"),
    ] {
        world.execute(&sql).await;
    }
    for leftover in Leftover::ALL.iter().copied() {
        let table = leftover.to_string();
        assert!(world.count(&table).await > 0, "{leftover}");
        assert_eq!(calendar.sweep(leftover, at(0)).await.unwrap(), 0, "{leftover}");
        assert!(calendar.sweep(leftover, at(1)).await.unwrap() > 0, "{leftover}");
        assert_eq!(world.count(&table).await, 0, "{leftover}");
    }
    // What still waits to be sent stays, however old.
    born(&world, 77, "2000-03-05").await;
    assert_eq!(greet_all(&world, TODAY).await.greeted, 1);
    let later = at(0) + Duration::days(365);
    assert_eq!(calendar.sweep(Leftover::Notifications, later).await.unwrap(), 0);
}

async fn statistics_are_refreshed(world: World) {
    world.clients(50).await;
    world.calendar.refresh_statistics().await.unwrap();
    if let Raw::Sqlite(_) = world.raw {
        assert!(world.count("sqlite_stat1 WHERE tbl = 'users'").await > 0);
    }
}
