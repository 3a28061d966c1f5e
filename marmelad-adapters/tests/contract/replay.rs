//! A press that Telegram delivers again gets its first answer.

use chrono::Duration;
use marmelad_core::discounts::{
    RedeemDiscount, RedeemOutcome, Refusal, RefusedAttempt, TemplateEvent, TemplateTerms,
    WhichRedemption,
};

use crate::redeem::redeemed;
use crate::scene::{code, operator, redemption, roubles, terms};
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
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let till = world.till(9).await;
    let command = RedeemDiscount {
        amount: Some(roubles(1000)),
        ..pressed(redemption(&discount.code, till, at(10)))
    };
    let answers = world
        .race(move |store, _| {
            let command = command.clone();
            async move { redeemed(store.discounts.redeem(command).await.unwrap()) }
        })
        .await;
    assert_eq!(answers.iter().filter(|answer| !answer.is_replay).count(), 1);
    assert!(answers.iter().all(|answer| answer.usage_log_id == answers[0].usage_log_id));
    assert!(
        answers.iter().all(|answer| answer.order == answers[0].order && answer.order.is_some())
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 1);
}

async fn one_unknown_code_pressed_many_times_is_written_once(world: World) {
    let till = world.till(9).await;
    let answers = world
        .race(move |store, _| async move {
            store.discounts.redeem(pressed(redemption(&code(42), till, at(10)))).await.unwrap()
        })
        .await;
    let expected = RedeemOutcome::Refused { refusal: Refusal::NotFound, discount: None };
    assert!(answers.iter().all(|answer| *answer == expected));
    assert_eq!(world.number("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
}

async fn a_success_is_answered_again_with_its_order(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let command = RedeemDiscount {
        amount: Some(roubles(1000)),
        ..pressed(redemption(&discount.code, operator(), at(10)))
    };
    let first = redeemed(world.store.discounts.redeem(command.clone()).await.unwrap());
    let later = RedeemDiscount { now: at(0) + Duration::days(400), ..command };
    let again = redeemed(world.store.discounts.redeem(later).await.unwrap());
    assert!(again.is_replay && !first.is_replay);
    assert_eq!(
        (again.usage_log_id, again.at, again.order),
        (first.usage_log_id, at(10), first.order)
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM notifications").await, 1);
}

async fn every_refusal_is_answered_again_as_it_was(world: World) {
    let user = world.user(7).await.id;
    let from_500 =
        TemplateTerms { min_order_amount: Some(roubles(500)), ..terms(TemplateEvent::Manual) };
    let discount = world.discount(user, 0, from_500).await;
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
        let attempt = RefusedAttempt {
            code: discount.code.to_string(),
            refusal,
            by: operator(),
            key: key.clone(),
            now: at(10),
        };
        world.store.discounts.log_refusal(attempt).await.unwrap();
        let command = RedeemDiscount {
            key,
            amount: Some(roubles(900)),
            ..redemption(&discount.code, operator(), at(11))
        };
        let answer = world.store.discounts.redeem(command).await.unwrap();
        assert_eq!(
            answer,
            RedeemOutcome::Refused { refusal, discount: Some(Box::new(discount.clone())) }
        );
    }
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 0);
}

async fn a_key_of_another_code_is_refused(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let other = world.single(user, 1).await;
    redeemed(
        world
            .store
            .discounts
            .redeem(pressed(redemption(&discount.code, operator(), at(10))))
            .await
            .unwrap(),
    );
    let answer = world
        .store
        .discounts
        .redeem(pressed(redemption(&other.code, operator(), at(11))))
        .await
        .unwrap();
    assert_eq!(answer, RedeemOutcome::KeyReused);
    assert_eq!(world.number("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
}

async fn a_past_redemption_is_found(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let till = world.till(9).await;
    let done = world
        .store
        .discounts
        .redeem(pressed(redemption(&discount.code, till, at(10))))
        .await
        .unwrap();
    let id = redeemed(done).usage_log_id;
    let find = async |which| world.store.discounts.find_redemption(&which).await.unwrap();
    let found = find(WhichRedemption::Log(id)).await.unwrap();
    assert_eq!((found.usage_log_id, found.cashier_id, found.at), (id, till.cashier_id, at(10)));
    assert_eq!((found.shop.as_deref(), found.undone_at), (Some("Светланская"), None));
    assert_eq!(find(WhichRedemption::Key("9:100".into())).await.as_ref(), Some(&found));
    assert_eq!(find(WhichRedemption::LastOf(discount.id)).await.as_ref(), Some(&found));
    assert_eq!(find(WhichRedemption::Key("9:101".into())).await, None);
}
