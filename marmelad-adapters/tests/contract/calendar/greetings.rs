//! Birthday greetings.

use std::collections::HashSet;

use chrono::Duration;
use marmelad_core::discounts::TemplateTerms;
use marmelad_core::kernel::{ClientId, end_of_day};
use marmelad_core::notifications::{MARKETING_KINDS, Notice};

use super::{
    TODAY, birthday_terms, born, born_today, counts, date, greet_all, greeting_on,
    greetings_and_codes, many_codes,
};
use crate::outbox::claim_all;
use crate::scene::{operator, redemption, roubles};
use crate::world::{World, ZONE, at};

contract!(
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
    marketing_is_dropped_for_those_who_left_meanwhile,
);

const ISSUED: &str = "SELECT issued_count FROM discount_templates WHERE event = 'birthday'";

async fn twenty_schedulers_greet_each_client_once(world: World) {
    let users = born_today(&world, 30).await;
    let counted = world
        .race(|world, number| async move {
            let (mut sum, mut after, mut round) = (0, Some(ClientId(0)), 0);
            while let Some(last) = after {
                let batch = greeting_on(date(TODAY), 305, last, number * 10 + round);
                let greeted = world.calendar.greet(batch).await.unwrap();
                assert_eq!(greeted.greeted, greeted.with_code);
                (after, round) = (greeted.more_after, round + 1);
                sum += greeted.greeted;
            }
            sum
        })
        .await;
    assert_eq!(counted.iter().sum::<u32>(), 30);
    assert_eq!(greetings_and_codes(&world).await, (30, 30));
    let holders = world.raw.ints("SELECT user_id FROM discounts WHERE source = 'birthday'").await;
    assert_eq!(holders.iter().collect::<HashSet<_>>().len(), users.len());
    assert_eq!(world.number(ISSUED).await, 30);
    let told = claim_all(&world, "one", at(1)).await;
    assert_eq!(told.len(), 30);
    for notification in told {
        let Notice::Birthday { first_name, gift: Some(gift), .. } = notification.notice else {
            panic!("{notification:?}");
        };
        assert_eq!(first_name.as_deref(), Some("Анна"));
        // The default template lives 14 days, to the last millisecond of the 19th.
        assert_eq!(gift.expires_at, end_of_day(date("2026-03-19"), ZONE));
        let holder = notification.user_id.unwrap();
        let owned = format!("discounts WHERE code = '{}' AND user_id = {holder}", gift.code);
        assert_eq!(world.count(&owned).await, 1);
    }
}

/// Each batch is whole or not at all, so that whoever goes on finds who is left.
async fn a_run_that_broke_off_is_gone_on_with(world: World) {
    born_today(&world, 20).await;
    let first = greeting_on(date(TODAY), 305, ClientId(0), 50);
    let greeted = world.calendar.greet(first).await.unwrap();
    assert_eq!(counts(greeted), (7, 7));
    assert!(greeted.more_after.is_some());
    assert_eq!(counts(greet_all(&world, TODAY).await), (13, 13));
    assert_eq!(counts(greet_all(&world, TODAY).await), (0, 0));
    assert_eq!(greetings_and_codes(&world).await, (20, 20));
}

async fn leap_day_clients_are_greeted_on_the_28th(world: World) {
    let leap = born(&world, 1, "2000-02-29").await;
    born(&world, 2, "2000-02-28").await;
    born(&world, 3, "2000-03-01").await;
    // 2028 has the day itself.
    for (day, greeted) in
        [("2026-02-28", 2), ("2026-03-01", 1), ("2028-02-28", 1), ("2028-02-29", 1)]
    {
        assert_eq!(counts(greet_all(&world, day).await), (greeted, greeted), "{day}");
    }
    let keys = format!("SELECT dedupe_key FROM notifications WHERE user_id = {leap} ORDER BY id");
    let expected = [format!("birthday:{leap}:2026"), format!("birthday:{leap}:2028")];
    assert_eq!(world.texts(&keys).await, expected);
}

async fn a_day_later_nobody_is_greeted_any_more(world: World) {
    born_today(&world, 3).await;
    assert_eq!(counts(greet_all(&world, "2026-03-06").await), (0, 0));
    assert_eq!(counts(greet_all(&world, TODAY).await), (3, 3));
    // One that waits too long is not sent the next day.
    let midnight = end_of_day(date(TODAY), ZONE) + Duration::milliseconds(1);
    assert_eq!(claim_all(&world, "one", midnight).await, []);
    assert_eq!(world.count("notifications WHERE status = 'dropped'").await, 3);
}

async fn those_who_may_not_be_greeted_are_passed_over(world: World) {
    let users = born_today(&world, 8).await;
    // 27 February in the shops' zone: within the first seven days.
    let recently = world.time("2026-02-26T14:00:00Z".parse().unwrap());
    for (user, change) in users.iter().zip([
        "is_blocked = true",
        "is_opted_out = true",
        "anonymized_at = created_at",
        "last_celebrated_on = '2025-05-10'",
        "last_celebrated_on = '2026-01-01'",
        &format!("birthday_changed_at = {recently}"),
    ]) {
        world.set(&format!("users SET {change}"), user).await;
    }
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 2));
    // Where a policy is set, only those who agreed; a code needs consent of its own.
    for (telegram_id, change) in [
        (21, "marketing_consent_at = created_at, consent_at = created_at"),
        (22, "marketing_consent_at = created_at"),
        (23, "consent_at = created_at"),
    ] {
        let user = born(&world, telegram_id, "2000-03-05").await;
        world.set(&format!("users SET {change}"), user).await;
    }
    let mut batch = greeting_on(date(TODAY), 305, ClientId(0), 60);
    batch.rule.needs_consent = true;
    batch.limit = 100;
    let greeted = world.calendar.greet(batch).await.unwrap();
    assert_eq!((counts(greeted), greeted.more_after), ((2, 1), None));
}

async fn a_budget_that_ends_leaves_the_rest_a_greeting(world: World) {
    world.execute("DELETE FROM discount_templates").await;
    let limited = TemplateTerms {
        total_limit: Some(10),
        min_order_amount: Some(roubles(500)),
        message_text: Some("Ждём вас!".into()),
        ..birthday_terms()
    };
    world.template(limited).await;
    born_today(&world, 17).await;
    // The end comes in the middle of the second batch of seven.
    assert_eq!(counts(greet_all(&world, TODAY).await), (17, 10));
    assert_eq!(world.number(ISSUED).await, 10);
    let told = claim_all(&world, "one", at(1)).await;
    let notices: Vec<_> = told.into_iter().map(|one| one.notice).collect();
    let with_gift = notices.iter().filter(|notice| {
        matches!(notice, Notice::Birthday { gift: Some(gift), note: Some(note), .. }
            if gift.min_order_amount == Some(roubles(500)) && note == "Ждём вас!")
    });
    assert_eq!(with_gift.count(), 10);
    assert_eq!(matching!(notices, Notice::Birthday { gift: None, note: None, .. }), 7);
}

async fn a_spent_template_gives_way_to_an_older_one(world: World) {
    let limited = world.template(TemplateTerms { total_limit: Some(3), ..birthday_terms() }).await;
    born_today(&world, 5).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (5, 5));
    for (is, codes) in [("=", 3), ("<>", 2)] {
        let by = format!("discounts WHERE template_id {is} {}", limited.id);
        assert_eq!(world.count(&by).await, codes);
    }
    world.totals_equal_the_rows().await;
}

async fn without_a_template_there_is_a_greeting(world: World) {
    world.execute("UPDATE discount_templates SET is_active = false").await;
    born_today(&world, 2).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 0));
    assert_eq!(greetings_and_codes(&world).await, (2, 0));
}

/// A client who moved their birthday after last year's gift gets the greeting without a code; the next code comes
/// when the template's recurrence allows it.
async fn a_code_of_this_year_is_not_given_twice(world: World) {
    born_today(&world, 1).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (1, 1));
    world.execute("UPDATE users SET last_celebrated_on = NULL").await;
    world.execute("DELETE FROM notifications").await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (1, 0));
    assert_eq!(greetings_and_codes(&world).await, (1, 1));
}

async fn taken_codes_give_way_and_their_end_is_told(world: World) {
    let mut drawn = Vec::new();
    for number in 0..2 {
        drawn.push(world.held(99, number).await.code);
    }
    let fresh = many_codes(0, 3);
    // Two taken, one twice.
    drawn.extend([&fresh[0], &fresh[0], &fresh[1]].map(Clone::clone));
    born_today(&world, 3).await;
    let mut batch = greeting_on(date(TODAY), 305, ClientId(0), 0);
    batch.codes = drawn;
    let greeted = world.calendar.greet(batch).await.unwrap();
    assert_eq!((counts(greeted), greeted.without_free_code), ((3, 2), 1));
    assert_eq!(world.number(ISSUED).await, 2);
}

async fn a_greeting_of_this_year_is_known_by_its_key(world: World) {
    born_today(&world, 2).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 2));
    world.execute("UPDATE users SET last_celebrated_on = NULL").await;
    world.execute("UPDATE discounts SET revoked_at = created_at").await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (0, 0));
    assert_eq!(greetings_and_codes(&world).await, (2, 2));
}

async fn marketing_is_dropped_for_those_who_left_meanwhile(world: World) {
    let users = born_today(&world, 4).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (4, 4));
    for (user, change) in users.iter().zip(["is_blocked = true", "is_opted_out = true"]) {
        world.set(&format!("users SET {change}"), user).await;
    }
    // What is no marketing goes to them all the same.
    let code = format!("SELECT code FROM discounts WHERE user_id = {}", users[1]);
    let code = world.texts(&code).await[0].parse().unwrap();
    world.redeemed(redemption(&code, operator(), at(0))).await;
    let told = claim_all(&world, "one", at(1)).await;
    let told: Vec<_> = told.iter().map(|one| one.user_id.unwrap()).collect();
    assert_eq!(told, users[1..]);
    let dropped = "SELECT kind FROM notifications WHERE status = 'dropped'";
    assert_eq!(world.texts(dropped).await, [MARKETING_KINDS[0]; 2]);
}
