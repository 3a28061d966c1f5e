//! Redeeming.

use chrono::Duration;
use marmelad_core::discounts::{
    RedeemDiscount, RedeemOutcome, Redeemer, Refusal, RefusedAttempt, UsageSource,
};
use marmelad_core::kernel::CashierId;
use marmelad_core::staff::CashierDecision;

use crate::scene::{
    code, entry, multi, operator, redemption, refused, roubles, sale, with_minimum,
};
use crate::world::{World, at};

contract!(
    a_single_code_is_redeemed_once_by_any_number_at_once,
    a_multi_code_is_redeemed_as_often_as_it_holds,
    a_success_commits_everything_together,
    every_refusal_is_told_and_written_down,
    an_amount_is_asked_for_and_checked,
    a_refusal_decided_elsewhere_is_written_down,
    a_forgotten_client_is_told_nothing_and_the_last_millisecond_counts,
);

impl World {
    async fn refusal(&self, command: RedeemDiscount) -> Refusal {
        match self.redeem(command).await {
            RedeemOutcome::Refused { refusal, .. } => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }
}

async fn a_single_code_is_redeemed_once_by_any_number_at_once(world: World) {
    let code = world.held(7, 0).await.code;
    let till = world.till(9).await;
    let answers = world
        .race(move |world, number| {
            let by = if number % 2 == 0 { till } else { operator() };
            let command = redemption(&code, by, at(10));
            async move { world.redeem(command).await }
        })
        .await;
    assert_eq!(matching!(answers, RedeemOutcome::Redeemed(_)), 1);
    for answer in answers {
        if let RedeemOutcome::Refused { refusal, discount } = answer {
            assert_eq!(refusal, Refusal::AlreadyUsed { at: Some(at(10)) });
            assert_eq!(discount.unwrap().uses_count, 1);
        }
    }
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 1);
    assert_eq!(world.count("discount_usage_logs WHERE status = 'success'").await, 1);
    assert_eq!(world.count("discount_usage_logs WHERE status = 'already_used'").await, 19);
    assert_eq!(world.count("notifications WHERE kind = 'redeemed'").await, 1);
}

async fn a_multi_code_is_redeemed_as_often_as_it_holds(world: World) {
    let code = world.discount(world.user(7).await.id, 0, multi(6)).await.code;
    let till = world.till(9).await;
    let command = redemption(&code, till, at(10));
    let answers = world
        .race_same(&command, |world, command| async move { world.redeem(command).await })
        .await;
    let mut left = Vec::new();
    for answer in answers {
        if let RedeemOutcome::Redeemed(redemption) = answer {
            left.push(redemption.discount.uses_left());
        }
    }
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 3, 4, 5]);
    let discount = world.find_discount(&code).await;
    assert_eq!((discount.uses_count, discount.used_at), (6, Some(at(10))));
    let used_up = world.refusal(redemption(&code, till, at(11))).await;
    assert_eq!(used_up, Refusal::AlreadyUsed { at: Some(at(10)) });
}

async fn a_success_commits_everything_together(world: World) {
    let user = world.user(7).await;
    let discount = world.single(user.id, 0).await;
    let till = world.till(9).await;
    let audit = Some(entry("redeem_discount"));
    let command = RedeemDiscount { audit, ..sale(&discount.code, till, 1500, at(10)) };
    let done = world.redeemed(command).await;
    assert_eq!((done.at, done.is_replay), (at(10), false));
    assert_eq!(done.client.display_name, user.display_name);
    assert_eq!((done.discount.uses_count, done.discount.used_at), (1, Some(at(10))));
    assert_eq!(done.discount.used_by_cashier_id, till.cashier_id);
    assert_eq!(world.find_discount(&discount.code).await, done.discount);
    assert_eq!(world.texts("SELECT shop FROM discount_usage_logs").await, ["Светланская"]);
    let told = "SELECT dedupe_key FROM notifications WHERE user_id IS NOT NULL";
    assert_eq!(world.texts(told).await, [format!("usage:{}", done.usage_log_id)]);
    let audit = world.last_audit().await.row;
    assert_eq!((&*audit.action, audit.entity_id), ("redeem_discount", Some(discount.id.0)));
    let order = done.order.unwrap();
    assert_eq!((order.amount, order.discount_amount), (roubles(1500), roubles(150)));
    let stored = format!(
        "orders o JOIN discount_usage_logs l ON l.order_id = o.id WHERE o.id = {} \
         AND o.status = 'completed' AND o.source = 'bot' AND o.shop = 'Светланская' AND o.user_id = {} \
         AND o.discount_id = {} AND o.amount > o.discount_amount * 9",
        order.id, user.id, discount.id
    );
    assert_eq!(world.count(&stored).await, 1);
}

async fn every_refusal_is_told_and_written_down(world: World) {
    let discount = world.held(7, 0).await;
    let till = world.till(9).await;
    let refused = async |by| world.refusal(redemption(&discount.code, by, at(10))).await;

    let unknown = redemption(&code(42), till, at(10));
    assert_eq!(world.refusal(unknown).await, Refusal::NotFound);

    let late = discount.expires_at + Duration::milliseconds(1);
    let late = world.refusal(redemption(&discount.code, till, late)).await;
    assert_eq!(late, Refusal::Expired { at: discount.expires_at });

    world.revoke(&discount.code, at(5)).await;
    assert_eq!(refused(till).await, Refusal::Revoked { at: at(5) });

    let cashier = world.cashiers.find(till.cashier_id.unwrap()).await.unwrap().unwrap();
    world.decide(&cashier, CashierDecision::Deactivate).await;
    assert_eq!(refused(till).await, Refusal::CashierNotActive);
    let nobody =
        Redeemer { cashier_id: Some(CashierId(999)), admin_id: None, source: UsageSource::Api };
    assert_eq!(refused(nobody).await, Refusal::CashierNotActive);

    let paused_until = Some(at(99));
    let paused = RedeemDiscount { paused_until, ..redemption(&discount.code, operator(), at(10)) };
    assert_eq!(world.refusal(paused).await, Refusal::Paused { until: at(99) });

    assert_eq!(
        world.texts("SELECT status FROM discount_usage_logs ORDER BY id").await,
        ["not_found", "expired", "revoked", "cashier_not_active", "cashier_not_active", "paused"]
    );
    assert_eq!(world.count("discount_usage_logs WHERE discount_id IS NULL").await, 1);
}

async fn an_amount_is_asked_for_and_checked(world: World) {
    let code = world.discount(world.user(7).await.id, 0, with_minimum(500)).await.code;
    let minimum = roubles(500);
    let without = world.refusal(redemption(&code, operator(), at(10))).await;
    assert_eq!(without, Refusal::AmountRequired { minimum });
    let below = world.refusal(sale(&code, operator(), 499, at(10))).await;
    assert_eq!(below, Refusal::BelowMinimum { minimum });
    let enough = world.redeemed(sale(&code, operator(), 500, at(10))).await;
    assert_eq!(enough.order.unwrap().discount_amount, roubles(50));
}

async fn a_refusal_decided_elsewhere_is_written_down(world: World) {
    let till = world.till(9).await;
    let typed = "Здравствуйте, я хочу погасить";
    let attempt =
        RefusedAttempt { key: Some("9:100".into()), ..refused(typed, Refusal::NotFound, till) };
    let discounts = &world.discounts;
    assert!(discounts.log_refusal(attempt.clone()).await.unwrap());
    assert!(!discounts.log_refusal(attempt).await.unwrap());
    assert_eq!(world.texts("SELECT code FROM discount_usage_logs").await, [typed]);
    let paused = refused(code(1).as_ref(), Refusal::Paused { until: at(99) }, till);
    assert!(discounts.log_refusal(paused).await.unwrap());
    assert_eq!(world.count("discount_usage_logs WHERE status = 'paused'").await, 1);
}

async fn a_forgotten_client_is_told_nothing_and_the_last_millisecond_counts(world: World) {
    let discount = world.held(7, 0).await;
    world.execute("UPDATE users SET anonymized_at = created_at").await;
    world.redeemed(redemption(&discount.code, operator(), discount.expires_at)).await;
    assert_eq!(world.count("notifications").await, 0);
}
