//! Issuing discounts.

use chrono::Duration;
use marmelad_core::discounts::{
    DiscountSource, IssueBy, IssueDiscount, IssueOutcome, Recurrence, TemplateEvent, TemplateTerms,
    UsageType,
};
use marmelad_core::kernel::{ClientId, TemplateId};

use crate::scene::{codes, entry, issue_by, manual, terms, with_minimum};
use crate::world::{RACERS, World, at};

contract!(
    simultaneous_presses_give_one_code,
    a_budget_is_never_overdrawn,
    clients_at_once_do_not_block_each_other,
    a_taken_code_gives_way_to_the_next_and_five_cost_no_budget,
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

async fn simultaneous_presses_give_one_code(world: World) {
    let user = world.user(7).await.id;
    let answers = world
        .race(move |world, number| async move { world.issue(subscription(user, number)).await })
        .await;
    let issued = answers.iter().find_map(|answer| match answer {
        IssueOutcome::Issued(discount) => Some(discount.clone()),
        _ => None,
    });
    let next_at = Some(at(0) + Duration::days(30));
    let not_yet = IssueOutcome::NotYet { last: issued.unwrap(), next_at };
    assert_eq!(matching!(answers, IssueOutcome::Issued(_)), 1);
    assert_eq!(answers.iter().filter(|answer| **answer == not_yet).count(), 19);
    assert_eq!(world.count("discounts").await, 1);
    assert_eq!(world.number("SELECT SUM(issued_count) - 0 = 1 FROM discount_templates").await, 1);
}

async fn a_budget_is_never_overdrawn(world: World) {
    let limited = TemplateTerms { total_limit: Some(7), ..manual() };
    let template = world.template(limited).await.id;
    let users = world.clients(RACERS).await;
    let answers = world
        .race(move |world, number| {
            let command = issue_by(users[number], template, number);
            async move { world.issue(command).await }
        })
        .await;
    assert_eq!(matching!(answers, IssueOutcome::Issued(_)), 7);
    assert_eq!(matching!(answers, IssueOutcome::NoTemplate), 13);
    assert_eq!(world.find_template(template).await.issued_count, 7);
}

/// Each insert shares its template's row with others; a budget that wanted it alone only afterwards
/// would have clients wait for each other in a circle.
async fn clients_at_once_do_not_block_each_other(world: World) {
    const EACH: usize = 10;
    let template = world.template(manual()).await.id;
    let users = world.clients(RACERS).await;
    let answers = world
        .race(move |world, number| {
            let user = users[number];
            async move {
                let mut answers = Vec::new();
                for turn in 0..EACH {
                    let command = issue_by(user, template, number * EACH + turn);
                    answers.push(world.issue(command).await);
                }
                answers
            }
        })
        .await
        .concat();
    assert_eq!(matching!(answers, IssueOutcome::Issued(_)), RACERS * EACH);
    assert_eq!(world.find_template(template).await.issued_count as usize, RACERS * EACH);
}

async fn a_taken_code_gives_way_to_the_next_and_five_cost_no_budget(world: World) {
    let first = world.held(7, 0).await;
    let template = first.template_id.unwrap();
    let issue = |codes| {
        let audit = Some(entry("issue_discount"));
        IssueDiscount { codes, audit, ..issue_by(first.user_id, template, 1) }
    };
    let mut clash = codes(1);
    clash[..2].fill(first.code.clone());
    assert_eq!(world.issued(issue(clash.clone())).await.code, clash[2]);
    let head = world.audit_head().await;
    let taken = vec![first.code.clone(); 5];
    assert_eq!(world.issue(issue(taken)).await, IssueOutcome::CodesTaken);
    assert_eq!(world.find_template(template).await.issued_count, 2);
    assert_eq!(world.audit_head().await, head);
}

async fn a_discount_keeps_its_own_copy_of_the_terms(world: World) {
    let user = world.user(7).await;
    let rich = TemplateTerms { usage: UsageType::Multi { max_uses: 3 }, ..with_minimum(500) };
    let discount = world.discount(user.id, 0, rich.clone()).await;
    assert_eq!((discount.value, discount.usage), (rich.value, rich.usage));
    assert_eq!(discount.min_order_amount, rich.min_order_amount);
    assert_eq!(discount.expires_at.to_rfc3339(), "2026-04-04T13:59:59.999+00:00");
    let discounts = &world.discounts;
    let (stored, client) = discounts.find_by_code(&discount.code).await.unwrap().unwrap();
    assert_eq!(stored, discount);
    assert_eq!((client.user_id, client.display_name), (user.id, user.display_name));
    let active = async |now| discounts.active_of_user(user.id, now).await.unwrap();
    assert_eq!(active(discount.expires_at).await, std::slice::from_ref(&discount));
    assert_eq!(active(discount.expires_at + Duration::milliseconds(1)).await, []);
}

async fn the_newest_usable_template_counts(world: World) {
    let for_subscribers = || terms(TemplateEvent::Subscription);
    let usable = world.template(for_subscribers()).await.id;
    for unusable in [
        TemplateTerms { is_active: false, ..for_subscribers() },
        TemplateTerms { valid_from: Some(at(1)), ..for_subscribers() },
        TemplateTerms { valid_until: Some(at(-1)), ..for_subscribers() },
        terms(TemplateEvent::Birthday),
    ] {
        world.template(unusable).await;
    }
    let discount = world.issued(subscription(world.user(7).await.id, 0)).await;
    assert_eq!(discount.template_id, Some(usable));
}

async fn the_recurrence_counts_only_for_events(world: World) {
    let user = world.user(7).await.id;
    let once = TemplateTerms { recurrence: Recurrence::Once, ..terms(TemplateEvent::Subscription) };
    let template = world.template(once).await.id;
    let last = world.issued(subscription(user, 0)).await;
    let again = world.issue(subscription(user, 1)).await;
    assert_eq!(again, IssueOutcome::NotYet { last, next_at: None });
    world.issued(issue_by(user, template, 2)).await;
}

async fn a_revoked_discount_does_not_count_as_the_last(world: World) {
    let user = world.user(7).await.id;
    let first = world.issued(subscription(user, 0)).await;
    world.revoke(&first.code, at(1)).await;
    world.issued(subscription(user, 1)).await;
    let now = at(0) + Duration::days(30);
    world.issued(IssueDiscount { now, ..subscription(user, 2) }).await;
}

async fn nobody_gets_what_nobody_may(world: World) {
    let user = world.user(7).await.id;
    let campaign = IssueBy::Event(TemplateEvent::Campaign);
    for (command, outcome) in [
        (subscription(ClientId(999), 0), IssueOutcome::UserNotFound),
        (issue_by(user, TemplateId(999), 0), IssueOutcome::NoTemplate),
        (IssueDiscount { by: campaign, ..subscription(user, 0) }, IssueOutcome::NoTemplate),
    ] {
        assert_eq!(world.issue(command).await, outcome);
    }
    assert_eq!(world.count("discounts").await, 0);
}
