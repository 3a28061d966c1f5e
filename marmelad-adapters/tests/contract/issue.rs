//! Issuing discounts.

use chrono::Duration;
use marmelad_core::discounts::{
    Discount, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, Recurrence, RevokeDiscount,
    TemplateEvent, TemplateTerms, UsageType,
};
use marmelad_core::kernel::{ClientId, TemplateId};

use crate::scene::{codes, entry, issue_by, roubles, terms};
use crate::world::{RACERS, World, ZONE, at};

contract!(
    simultaneous_presses_give_one_code,
    a_budget_is_never_overdrawn,
    clients_at_once_do_not_block_each_other,
    a_taken_code_gives_way_to_the_next,
    five_taken_codes_are_told_and_cost_no_budget,
    a_discount_keeps_its_own_copy_of_the_terms,
    the_newest_usable_template_counts,
    the_recurrence_counts_only_for_events,
    a_revoked_discount_does_not_count_as_the_last,
    nobody_gets_what_nobody_may,
);

fn subscription(user_id: ClientId, number: usize) -> IssueDiscount {
    IssueDiscount {
        by: IssueBy::Event(TemplateEvent::Subscription),
        source: DiscountSource::Subscription,
        ..issue_by(user_id, TemplateId(0), number)
    }
}

fn issued(outcome: IssueOutcome) -> Discount {
    match outcome {
        IssueOutcome::Issued(discount) => discount,
        other => panic!("not issued: {other:?}"),
    }
}

async fn simultaneous_presses_give_one_code(world: World) {
    let user = world.user(7).await.id;
    let answers = world
        .race(move |store, number| async move {
            store.discounts.issue(subscription(user, number)).await.unwrap()
        })
        .await;
    let given: Vec<_> =
        answers
            .iter()
            .filter_map(|answer| {
                if let IssueOutcome::Issued(discount) = answer { Some(discount) } else { None }
            })
            .collect();
    assert_eq!(given.len(), 1);
    for answer in &answers {
        if let IssueOutcome::NotYet { last, next_at } = answer {
            assert_eq!(last.code, given[0].code);
            assert_eq!(*next_at, Some(at(0) + Duration::days(30)));
        }
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 1);
    assert_eq!(world.number("SELECT SUM(issued_count) - 0 = 1 FROM discount_templates").await, 1);
}

async fn a_budget_is_never_overdrawn(world: World) {
    let limited = TemplateTerms { total_limit: Some(7), ..terms(TemplateEvent::Manual) };
    let template = world.template(limited).await.id;
    let mut users = Vec::new();
    for telegram_id in 1..=i64::try_from(RACERS).unwrap() {
        users.push(world.user(telegram_id).await.id);
    }
    let answers = world
        .race(move |store, number| {
            let command = issue_by(users[number], template, number);
            async move { store.discounts.issue(command).await.unwrap() }
        })
        .await;
    let given = answers.iter().filter(|answer| matches!(answer, IssueOutcome::Issued(_))).count();
    assert_eq!(given, 7);
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, IssueOutcome::Issued(_) | IssueOutcome::NoTemplate))
    );
    let template = world.store.templates.find(template).await.unwrap().unwrap();
    assert_eq!(template.issued_count, 7);
}

/// Each insert shares its template's row with others; a budget that wanted it alone only afterwards
/// would have clients wait for each other in a circle.
async fn clients_at_once_do_not_block_each_other(world: World) {
    const EACH: usize = 10;
    let template = world.template(terms(TemplateEvent::Manual)).await.id;
    let mut users = Vec::new();
    for telegram_id in 1..=i64::try_from(RACERS).unwrap() {
        users.push(world.user(telegram_id).await.id);
    }
    world
        .race(move |store, number| {
            let user = users[number];
            async move {
                for turn in 0..EACH {
                    let command = issue_by(user, template, number * EACH + turn);
                    issued(store.discounts.issue(command).await.unwrap());
                }
            }
        })
        .await;
    let template = world.store.templates.find(template).await.unwrap().unwrap();
    assert_eq!(template.issued_count as usize, RACERS * EACH);
}

async fn a_taken_code_gives_way_to_the_next(world: World) {
    let user = world.user(7).await.id;
    let first = world.single(user, 0).await;
    let mut clash = codes(1);
    clash[0] = first.code.clone();
    clash[1] = first.code.clone();
    let template = first.template_id.unwrap();
    let command = IssueDiscount { codes: clash.clone(), ..issue_by(user, template, 1) };
    let second = issued(world.store.discounts.issue(command).await.unwrap());
    assert_eq!(second.code, clash[2]);
}

async fn five_taken_codes_are_told_and_cost_no_budget(world: World) {
    let user = world.user(7).await.id;
    let first = world.single(user, 0).await;
    let template = first.template_id.unwrap();
    let command = IssueDiscount {
        codes: vec![first.code.clone(); 5],
        audit: Some(entry("issue_discount")),
        ..issue_by(user, template, 1)
    };
    let head = world.store.audit.head().await.unwrap();
    assert_eq!(world.store.discounts.issue(command).await.unwrap(), IssueOutcome::CodesTaken);
    assert_eq!(world.store.templates.find(template).await.unwrap().unwrap().issued_count, 1);
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

async fn a_discount_keeps_its_own_copy_of_the_terms(world: World) {
    let user = world.user(7).await;
    let rich = TemplateTerms {
        usage: UsageType::Multi { max_uses: 3 },
        min_order_amount: Some(roubles(500)),
        ..terms(TemplateEvent::Manual)
    };
    let discount = world.discount(user.id, 0, rich.clone()).await;
    assert_eq!(
        (discount.value, discount.usage, discount.min_order_amount),
        (rich.value, rich.usage, rich.min_order_amount)
    );
    assert_eq!(discount.expires_at.to_rfc3339(), "2026-04-04T13:59:59.999+00:00");
    let (stored, client) =
        world.store.discounts.find_by_code(&discount.code).await.unwrap().unwrap();
    assert_eq!(stored, discount);
    assert_eq!((client.user_id, client.display_name), (user.id, user.display_name));
    assert_eq!(
        world.store.discounts.active_of_user(user.id, discount.expires_at).await.unwrap(),
        std::slice::from_ref(&discount)
    );
    let too_late = discount.expires_at + Duration::milliseconds(1);
    assert_eq!(world.store.discounts.active_of_user(user.id, too_late).await.unwrap(), []);
}

async fn the_newest_usable_template_counts(world: World) {
    let user = world.user(7).await.id;
    let usable = world.template(terms(TemplateEvent::Subscription)).await.id;
    world.template(TemplateTerms { is_active: false, ..terms(TemplateEvent::Subscription) }).await;
    world
        .template(TemplateTerms { valid_from: Some(at(1)), ..terms(TemplateEvent::Subscription) })
        .await;
    world
        .template(TemplateTerms { valid_until: Some(at(-1)), ..terms(TemplateEvent::Subscription) })
        .await;
    world.template(terms(TemplateEvent::Birthday)).await;
    let discount = issued(world.store.discounts.issue(subscription(user, 0)).await.unwrap());
    assert_eq!(discount.template_id, Some(usable));
}

async fn the_recurrence_counts_only_for_events(world: World) {
    let user = world.user(7).await.id;
    let once = TemplateTerms { recurrence: Recurrence::Once, ..terms(TemplateEvent::Subscription) };
    let template = world.template(once).await.id;
    let first = issued(world.store.discounts.issue(subscription(user, 0)).await.unwrap());
    let again = world.store.discounts.issue(subscription(user, 1)).await.unwrap();
    assert_eq!(again, IssueOutcome::NotYet { last: first, next_at: None });
    issued(world.store.discounts.issue(issue_by(user, template, 2)).await.unwrap());
}

async fn a_revoked_discount_does_not_count_as_the_last(world: World) {
    let user = world.user(7).await.id;
    let first = issued(world.store.discounts.issue(subscription(user, 0)).await.unwrap());
    let command = RevokeDiscount {
        code: first.code,
        reason: "проба".into(),
        now: at(1),
        audit: entry("revoke_discount"),
    };
    world.store.discounts.revoke(command).await.unwrap();
    issued(world.store.discounts.issue(subscription(user, 1)).await.unwrap());
    let later = IssueDiscount { now: at(0) + Duration::days(30), ..subscription(user, 2) };
    issued(world.store.discounts.issue(later).await.unwrap());
    assert_eq!(ZONE, chrono_tz::Asia::Vladivostok);
}

async fn nobody_gets_what_nobody_may(world: World) {
    let user = world.user(7).await.id;
    let issue = async |command| world.store.discounts.issue(command).await.unwrap();
    assert_eq!(issue(subscription(ClientId(999), 0)).await, IssueOutcome::UserNotFound);
    assert_eq!(issue(issue_by(user, TemplateId(999), 0)).await, IssueOutcome::NoTemplate);
    let campaign = IssueBy::Event(TemplateEvent::Campaign);
    assert_eq!(
        issue(IssueDiscount { by: campaign, ..subscription(user, 0) }).await,
        IssueOutcome::NoTemplate
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 0);
}
