//! Redeeming.

use chrono::Duration;
use marmelad_core::discounts::{
    RedeemDiscount, RedeemOutcome, Redeemer, Redemption, Refusal, RefusedAttempt, RevokeDiscount,
    TemplateEvent, TemplateTerms, UsageSource, UsageType,
};
use marmelad_core::kernel::CashierId;
use marmelad_core::staff::CashierDecision;

use crate::scene::{code, entry, operator, redemption, roubles, terms};
use crate::world::{World, at};

contract!(
    a_single_code_is_redeemed_once_by_any_number_at_once,
    a_multi_code_is_redeemed_as_often_as_it_holds,
    a_success_commits_everything_together,
    every_refusal_is_told_and_written_down,
    the_last_millisecond_counts,
    an_amount_is_asked_for_and_checked,
    an_order_remembers_what_was_saved,
    a_refusal_decided_elsewhere_is_written_down,
    a_forgotten_client_is_told_nothing,
);

pub(crate) fn redeemed(outcome: RedeemOutcome) -> Redemption {
    match outcome {
        RedeemOutcome::Redeemed(redemption) => *redemption,
        other => panic!("not redeemed: {other:?}"),
    }
}

fn refusal(outcome: RedeemOutcome) -> Refusal {
    match outcome {
        RedeemOutcome::Refused { refusal, .. } => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_single_code_is_redeemed_once_by_any_number_at_once(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let till = world.till(9).await;
    let code = discount.code;
    let answers = world
        .race(move |store, number| {
            let by = if number % 2 == 0 { till } else { operator() };
            let command = redemption(&code, by, at(10));
            async move { store.discounts.redeem(command).await.unwrap() }
        })
        .await;
    assert_eq!(
        answers.iter().filter(|answer| matches!(answer, RedeemOutcome::Redeemed(_))).count(),
        1
    );
    for answer in answers {
        if let RedeemOutcome::Refused { refusal, discount } = answer {
            assert_eq!(refusal, Refusal::AlreadyUsed { at: Some(at(10)) });
            assert_eq!(discount.unwrap().uses_count, 1);
        }
    }
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 1);
    let count =
        |status| format!("SELECT COUNT(*) FROM discount_usage_logs WHERE status = '{status}'");
    assert_eq!(world.number(&count("success")).await, 1);
    assert_eq!(world.number(&count("already_used")).await, 19);
    assert_eq!(world.number("SELECT COUNT(*) FROM notifications WHERE kind = 'redeemed'").await, 1);
}

async fn a_multi_code_is_redeemed_as_often_as_it_holds(world: World) {
    let user = world.user(7).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 6 }, ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, multi).await.code;
    let till = world.till(9).await;
    let wanted = code.clone();
    let answers = world
        .race(move |store, _| {
            let command = redemption(&wanted, till, at(10));
            async move { store.discounts.redeem(command).await.unwrap() }
        })
        .await;
    let mut left: Vec<_> = answers
        .into_iter()
        .filter_map(|answer| match answer {
            RedeemOutcome::Redeemed(redemption) => Some(redemption.discount.uses_left()),
            _ => None,
        })
        .collect();
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 3, 4, 5]);
    let (discount, _) = world.store.discounts.find_by_code(&code).await.unwrap().unwrap();
    assert_eq!((discount.uses_count, discount.used_at), (6, Some(at(10))));
    assert_eq!(
        refusal(world.store.discounts.redeem(redemption(&code, till, at(11))).await.unwrap()),
        Refusal::AlreadyUsed { at: Some(at(10)) }
    );
}

async fn a_success_commits_everything_together(world: World) {
    let user = world.user(7).await;
    let discount = world.single(user.id, 0).await;
    let till = world.till(9).await;
    let command = RedeemDiscount {
        audit: Some(entry("redeem_discount")),
        ..redemption(&discount.code, till, at(10))
    };
    let done = redeemed(world.store.discounts.redeem(command).await.unwrap());
    assert_eq!((done.at, done.is_replay, done.order), (at(10), false, None));
    assert_eq!(done.client.display_name, user.display_name);
    assert_eq!((done.discount.uses_count, done.discount.used_at), (1, Some(at(10))));
    assert_eq!(done.discount.used_by_cashier_id, till.cashier_id);
    let (stored, _) = world.store.discounts.find_by_code(&discount.code).await.unwrap().unwrap();
    assert_eq!(stored, done.discount);
    assert_eq!(world.texts("SELECT shop FROM discount_usage_logs").await, ["Светланская"]);
    assert_eq!(
        world.texts("SELECT dedupe_key FROM notifications WHERE user_id IS NOT NULL").await,
        [format!("usage:{}", done.usage_log_id)]
    );
    let newest = world.store.audit.newest(1).await.unwrap();
    assert_eq!(
        (newest[0].row.action.as_str(), newest[0].row.entity_id),
        ("redeem_discount", Some(discount.id.0))
    );
}

async fn every_refusal_is_told_and_written_down(world: World) {
    let user = world.user(7).await.id;
    let till = world.till(9).await;
    let redeem = async |command| refusal(world.store.discounts.redeem(command).await.unwrap());

    assert_eq!(redeem(redemption(&code(42), till, at(10))).await, Refusal::NotFound);

    let discount = world.single(user, 0).await;
    let too_late = discount.expires_at + Duration::milliseconds(1);
    assert_eq!(
        redeem(redemption(&discount.code, till, too_late)).await,
        Refusal::Expired { at: discount.expires_at }
    );

    let revoke = RevokeDiscount {
        code: discount.code.clone(),
        reason: "проба".into(),
        now: at(5),
        audit: entry("revoke"),
    };
    world.store.discounts.revoke(revoke).await.unwrap();
    assert_eq!(
        redeem(redemption(&discount.code, till, at(10))).await,
        Refusal::Revoked { at: at(5) }
    );

    let cashier = world.store.cashiers.find(till.cashier_id.unwrap()).await.unwrap().unwrap();
    world.decide(&cashier, CashierDecision::Deactivate).await;
    assert_eq!(redeem(redemption(&discount.code, till, at(10))).await, Refusal::CashierNotActive);
    let nobody =
        Redeemer { cashier_id: Some(CashierId(999)), admin_id: None, source: UsageSource::Api };
    assert_eq!(redeem(redemption(&discount.code, nobody, at(10))).await, Refusal::CashierNotActive);

    let paused = RedeemDiscount {
        paused_until: Some(at(99)),
        ..redemption(&discount.code, operator(), at(10))
    };
    assert_eq!(redeem(paused).await, Refusal::Paused { until: at(99) });

    assert_eq!(
        world.texts("SELECT status FROM discount_usage_logs ORDER BY id").await,
        ["not_found", "expired", "revoked", "cashier_not_active", "cashier_not_active", "paused"]
    );
    assert_eq!(
        world.number("SELECT COUNT(*) FROM discount_usage_logs WHERE discount_id IS NULL").await,
        1
    );
}

async fn the_last_millisecond_counts(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    redeemed(
        world
            .store
            .discounts
            .redeem(redemption(&discount.code, operator(), discount.expires_at))
            .await
            .unwrap(),
    );
}

async fn an_amount_is_asked_for_and_checked(world: World) {
    let user = world.user(7).await.id;
    let from_500 =
        TemplateTerms { min_order_amount: Some(roubles(500)), ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, from_500).await.code;
    let redeem = async |amount| {
        let command = RedeemDiscount { amount, ..redemption(&code, operator(), at(10)) };
        world.store.discounts.redeem(command).await.unwrap()
    };
    let minimum = roubles(500);
    assert_eq!(refusal(redeem(None).await), Refusal::AmountRequired { minimum });
    assert_eq!(refusal(redeem(Some(roubles(499))).await), Refusal::BelowMinimum { minimum });
    assert_eq!(redeemed(redeem(Some(minimum)).await).order.unwrap().discount_amount, roubles(50));
}

async fn an_order_remembers_what_was_saved(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let till = world.till(9).await;
    let command =
        RedeemDiscount { amount: Some(roubles(1500)), ..redemption(&discount.code, till, at(10)) };
    let order = redeemed(world.store.discounts.redeem(command).await.unwrap()).order.unwrap();
    assert_eq!((order.amount, order.discount_amount), (roubles(1500), roubles(150)));
    let stored = format!(
        "SELECT COUNT(*) FROM orders o JOIN discount_usage_logs l ON l.order_id = o.id WHERE o.id = {} \
         AND o.status = 'completed' AND o.source = 'bot' AND o.shop = 'Светланская' AND o.user_id = {user} \
         AND o.discount_id = {} AND o.amount > o.discount_amount * 9",
        order.id, discount.id
    );
    assert_eq!(world.number(&stored).await, 1);
}

async fn a_refusal_decided_elsewhere_is_written_down(world: World) {
    let till = world.till(9).await;
    let attempt = RefusedAttempt {
        code: "Здравствуйте, я хочу погасить".into(),
        refusal: Refusal::NotFound,
        by: till,
        key: Some("9:100".into()),
        now: at(10),
    };
    let discounts = &world.store.discounts;
    assert!(discounts.log_refusal(attempt.clone()).await.unwrap());
    assert!(!discounts.log_refusal(attempt).await.unwrap());
    assert_eq!(
        world.texts("SELECT code FROM discount_usage_logs").await,
        ["Здравствуйте, я хочу погасить"]
    );
    let paused = RefusedAttempt {
        code: code(1).to_string(),
        refusal: Refusal::Paused { until: at(99) },
        by: till,
        key: None,
        now: at(10),
    };
    world.store.discounts.log_refusal(paused).await.unwrap();
    assert_eq!(
        world.number("SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'paused'").await,
        1
    );
}

async fn a_forgotten_client_is_told_nothing(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    world.execute("UPDATE users SET anonymized_at = created_at").await;
    redeemed(
        world.store.discounts.redeem(redemption(&discount.code, operator(), at(10))).await.unwrap(),
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM notifications").await, 0);
}
