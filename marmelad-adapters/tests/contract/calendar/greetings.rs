//! Birthday greetings.

use std::collections::HashSet;

use chrono::Duration;
use marmelad_core::discounts::{DiscountCode, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::{ClientId, end_of_day};
use marmelad_core::notifications::{MARKETING_KINDS, Notice};

use super::{
    BIRTHDAY_CODES, GREETINGS, TODAY, birthday_terms, born, born_today, counts, date, greet_all,
    greeting_on, many_codes,
};
use crate::outbox::claim_all;
use crate::scene::{codes, issue_by, operator, redemption, roubles, terms};
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

async fn twenty_schedulers_greet_each_client_once(world: World) {
    let users = born_today(&world, 30).await;
    let counted = world
        .race(|store, number| async move {
            let (mut sum, mut after, mut round) = (0, Some(ClientId(0)), 0);
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
        let Notice::Birthday { first_name, gift, .. } = notification.notice else {
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
    let first = greeting_on(date(TODAY), 305, ClientId(0), 50);
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
        .texts(&format!("SELECT dedupe_key FROM notifications WHERE user_id = {leap} ORDER BY id"))
        .await;
    assert_eq!(keys, [format!("birthday:{leap}:2026"), format!("birthday:{leap}:2028")]);
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
        world.execute(&format!("UPDATE users SET {change} WHERE id = {user}")).await;
    }
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 2));
    // Where a policy is set, only those who agreed; a code needs consent of its own.
    let users = [born(&world, 21, "2000-03-05").await, born(&world, 22, "2000-03-05").await];
    world
        .execute(&format!(
            "UPDATE users SET marketing_consent_at = created_at WHERE id IN ({}, {})",
            users[0], users[1]
        ))
        .await;
    world
        .execute(&format!("UPDATE users SET consent_at = created_at WHERE id = {}", users[0]))
        .await;
    born(&world, 23, "2000-03-05").await;
    let mut batch = greeting_on(date(TODAY), 305, ClientId(0), 60);
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
    let is_alone =
        |notice: &Notice| matches!(notice, Notice::Birthday { gift: None, note: None, .. });
    assert!(without.iter().all(|one| is_alone(&one.notice)));
}

async fn a_spent_template_gives_way_to_an_older_one(world: World) {
    let limited = world.template(TemplateTerms { total_limit: Some(3), ..birthday_terms() }).await;
    born_today(&world, 5).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (5, 5));
    let by = "SELECT COUNT(*) FROM discounts WHERE template_id";
    assert_eq!(world.number(&format!("{by} = {}", limited.id)).await, 3);
    assert_eq!(world.number(&format!("{by} <> {}", limited.id)).await, 2);
    world.totals_equal_the_rows().await;
}

async fn without_a_template_there_is_a_greeting(world: World) {
    world.execute("UPDATE discount_templates SET is_active = false").await;
    born_today(&world, 2).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (2, 0));
    assert_eq!(world.number(GREETINGS).await, 2);
}

/// A client who moved their birthday after last year's gift gets the greeting without a code; the next code comes
/// when the template's recurrence allows it.
async fn a_code_of_this_year_is_not_given_twice(world: World) {
    let user = born_today(&world, 1).await[0];
    assert_eq!(counts(greet_all(&world, TODAY).await), (1, 1));
    world.execute(&format!("UPDATE users SET last_celebrated_on = NULL WHERE id = {user}")).await;
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
    let mut batch = greeting_on(date(TODAY), 305, ClientId(0), 0);
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
    world.execute("UPDATE users SET last_celebrated_on = NULL").await;
    world.execute("UPDATE discounts SET revoked_at = created_at").await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (0, 0));
    assert_eq!(world.number(GREETINGS).await, 2);
}

async fn marketing_is_dropped_for_those_who_left_meanwhile(world: World) {
    let users = born_today(&world, 4).await;
    assert_eq!(counts(greet_all(&world, TODAY).await), (4, 4));
    for (user, change) in users.iter().zip(["is_blocked = true", "is_opted_out = true"]) {
        world.execute(&format!("UPDATE users SET {change} WHERE id = {user}")).await;
    }
    // What is no marketing goes to them all the same.
    let code: DiscountCode =
        world.texts(&format!("SELECT code FROM discounts WHERE user_id = {}", users[1])).await[0]
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
