//! A press that Telegram delivers again gets its first answer.

use chrono::Duration;
use marmelad_core::discounts::{
    RedeemDiscount, RedeemOutcome, Refusal, RefusedAttempt, WhichRedemption,
};

use crate::scene::{code, operator, redeemed, redemption, refused, roubles, sale, with_minimum};
use crate::world::{World, at};

contract!(
    one_press_delivered_at_once_many_times_acts_once,
    one_unknown_code_pressed_many_times_is_written_once,
    a_success_is_answered_again_with_its_order,
    every_refusal_is_answered_again_as_it_was,
    a_key_of_another_code_is_refused,
    a_past_redemption_is_found,
);

fn pressed(command: RedeemDiscount) -> RedeemDiscount {
    RedeemDiscount { key: Some("9:100".into()), ..command }
}

async fn one_press_delivered_at_once_many_times_acts_once(world: World) {
    let discount = world.held(7, 0).await;
    let till = world.till(9).await;
    let command = pressed(sale(&discount.code, till, 1000, at(10)));
    let answers = world
        .race_same(&command, |world, command| async move { redeemed(world.redeem(command).await) })
        .await;
    assert_eq!(answers.iter().filter(|answer| !answer.is_replay).count(), 1);
    assert!(answers[0].order.is_some());
    assert!(answers.iter().all(|answer| answer.order == answers[0].order));
    assert!(answers.iter().all(|answer| answer.usage_log_id == answers[0].usage_log_id));
    assert_eq!((world.count("discount_usage_logs").await, world.count("orders").await), (1, 1));
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 1);
}

async fn one_unknown_code_pressed_many_times_is_written_once(world: World) {
    let till = world.till(9).await;
    let answers = world
        .race(move |world, _| async move {
            world.redeem(pressed(redemption(&code(42), till, at(10)))).await
        })
        .await;
    let expected = RedeemOutcome::Refused { refusal: Refusal::NotFound, discount: None };
    assert!(answers.iter().all(|answer| *answer == expected));
    assert_eq!(world.count("discount_usage_logs").await, 1);
}

async fn a_success_is_answered_again_with_its_order(world: World) {
    let discount = world.held(7, 0).await;
    let command = pressed(sale(&discount.code, operator(), 1000, at(10)));
    let first = world.redeemed(command.clone()).await;
    let later = RedeemDiscount { now: at(0) + Duration::days(400), ..command };
    let again = world.redeemed(later).await;
    assert!(again.is_replay && !first.is_replay);
    assert_eq!((again.usage_log_id, again.at), (first.usage_log_id, at(10)));
    assert_eq!(again.order, first.order);
    assert_eq!(world.count("notifications").await, 1);
}

async fn every_refusal_is_answered_again_as_it_was(world: World) {
    let discount = world.discount(world.user(7).await.id, 0, with_minimum(500)).await;
    let minimum = roubles(500);
    let refusals = [
        Refusal::NotFound,
        Refusal::AlreadyUsed { at: None },
        Refusal::AlreadyUsed { at: Some(at(1)) },
        Refusal::Expired { at: at(2) },
        Refusal::Revoked { at: at(3) },
        Refusal::CashierNotActive,
        Refusal::AmountRequired { minimum },
        Refusal::BelowMinimum { minimum },
        Refusal::Paused { until: at(4) },
    ];
    for (number, refusal) in refusals.into_iter().enumerate() {
        let key = Some(format!("9:{number}"));
        let attempt = refused(discount.code.as_ref(), refusal, operator());
        let attempt = RefusedAttempt { key: key.clone(), ..attempt };
        world.discounts.log_refusal(attempt).await.unwrap();
        let command = RedeemDiscount { key, ..sale(&discount.code, operator(), 900, at(11)) };
        let expected =
            RedeemOutcome::Refused { refusal, discount: Some(Box::new(discount.clone())) };
        assert_eq!(world.redeem(command).await, expected);
    }
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 0);
}

async fn a_key_of_another_code_is_refused(world: World) {
    let (discount, other) = (world.held(7, 0).await, world.held(7, 1).await);
    world.redeemed(pressed(redemption(&discount.code, operator(), at(10)))).await;
    let answer = world.redeem(pressed(redemption(&other.code, operator(), at(11)))).await;
    assert_eq!(answer, RedeemOutcome::KeyReused);
    assert_eq!(world.count("discount_usage_logs").await, 1);
}

async fn a_past_redemption_is_found(world: World) {
    let discount = world.held(7, 0).await;
    let till = world.till(9).await;
    let done = world.redeemed(pressed(redemption(&discount.code, till, at(10)))).await;
    let id = done.usage_log_id;
    let find = async |which| world.discounts.find_redemption(&which).await.unwrap();
    let found = find(WhichRedemption::Log(id)).await.unwrap();
    assert_eq!((found.usage_log_id, found.cashier_id, found.at), (id, till.cashier_id, at(10)));
    assert_eq!((found.shop.as_deref(), found.undone_at), (Some("Светланская"), None));
    for which in [WhichRedemption::Key("9:100".into()), WhichRedemption::LastOf(discount.id)] {
        assert_eq!(find(which).await.as_ref(), Some(&found));
    }
    assert_eq!(find(WhichRedemption::Key("9:101".into())).await, None);
}
