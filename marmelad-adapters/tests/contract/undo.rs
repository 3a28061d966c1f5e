//! Taking redemptions back.

use chrono::Duration;
use marmelad_core::discounts::{
    Discount, RedeemDiscount, Redeemer, TemplateEvent, TemplateTerms, UndoOutcome, UndoRedemption,
    UndoRefusal, UndoTarget, UsageType, WhichRedemption,
};
use marmelad_core::kernel::UsageLogId;

use crate::redeem::redeemed;
use crate::scene::{code, entry, operator, redemption, roubles, terms};
use crate::world::{World, at};

contract!(
    one_redemption_is_undone_once_by_any_number_at_once,
    an_undo_gives_back_the_use_and_tells_the_client,
    the_last_use_is_the_last_that_stands,
    the_last_of_a_code_is_taken_back_one_by_one,
    the_rules_of_undo_hold,
);

fn undo(target: UndoTarget, by: Redeemer) -> UndoRedemption {
    UndoRedemption {
        target,
        by,
        reason: "ошибка".into(),
        now: at(20),
        audit: Some(entry("undo_redemption")),
    }
}

fn undone(outcome: UndoOutcome) -> Discount {
    match outcome {
        UndoOutcome::Undone { discount, .. } => *discount,
        UndoOutcome::Refused(refusal) => panic!("refused: {refusal:?}"),
    }
}

async fn one_redemption_is_undone_once_by_any_number_at_once(world: World) {
    let user = world.user(7).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 5 }, ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, multi).await.code;
    for second in 0..3 {
        redeemed(
            world.store.discounts.redeem(redemption(&code, operator(), at(second))).await.unwrap(),
        );
    }
    let last = world.number("SELECT MAX(id) FROM discount_usage_logs").await;
    let answers = world
        .race(move |store, _| async move {
            store.discounts.undo(undo(UndoTarget::Log(UsageLogId(last)), operator())).await.unwrap()
        })
        .await;
    assert_eq!(
        answers.iter().filter(|answer| matches!(answer, UndoOutcome::Undone { .. })).count(),
        1
    );
    let refused = UndoOutcome::Refused(UndoRefusal::AlreadyUndone { at: at(20) });
    assert_eq!(answers.iter().filter(|answer| **answer == refused).count(), 19);
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 2);
}

async fn an_undo_gives_back_the_use_and_tells_the_client(world: World) {
    let user = world.user(7).await;
    let discount = world.single(user.id, 0).await;
    let till = world.till(9).await;
    let command =
        RedeemDiscount { amount: Some(roubles(900)), ..redemption(&discount.code, till, at(10)) };
    let done = redeemed(world.store.discounts.redeem(command).await.unwrap());
    let outcome =
        world.store.discounts.undo(undo(UndoTarget::Log(done.usage_log_id), till)).await.unwrap();
    let UndoOutcome::Undone { usage_log_id, discount: after, client } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(*after, discount);
    assert_eq!(client.display_name, user.display_name);
    assert_eq!(
        world.store.discounts.find_by_code(&discount.code).await.unwrap().unwrap().0,
        discount
    );
    let row = format!(
        "SELECT COUNT(*) FROM discount_usage_logs WHERE id = {usage_log_id} AND status = 'undone' \
         AND undoes_log_id = {} AND reason = 'ошибка'",
        done.usage_log_id
    );
    assert_eq!(world.number(&row).await, 1);
    assert_eq!(world.texts("SELECT status FROM orders").await, ["undone"]);
    assert_eq!(
        world.texts("SELECT kind FROM notifications WHERE user_id IS NOT NULL ORDER BY id").await,
        ["redeemed", "undone"]
    );
    let past = world
        .store
        .discounts
        .find_redemption(&WhichRedemption::Log(done.usage_log_id))
        .await
        .unwrap();
    assert_eq!(past.unwrap().undone_at, Some(at(20)));
    assert_eq!(
        world.store.discounts.find_redemption(&WhichRedemption::LastOf(discount.id)).await.unwrap(),
        None
    );
    redeemed(world.store.discounts.redeem(redemption(&discount.code, till, at(30))).await.unwrap());
}

async fn the_last_use_is_the_last_that_stands(world: World) {
    let user = world.user(7).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 5 }, ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, multi).await.code;
    let till = world.till(9).await;
    let mut logs = Vec::new();
    for (millis, by) in [(1, till), (2, operator()), (3, operator())] {
        logs.push(
            redeemed(
                world.store.discounts.redeem(redemption(&code, by, at(millis))).await.unwrap(),
            )
            .usage_log_id,
        );
    }
    let undo_log = async |log| {
        undone(world.store.discounts.undo(undo(UndoTarget::Log(log), operator())).await.unwrap())
    };
    let middle = undo_log(logs[1]).await;
    assert_eq!(
        (middle.uses_count, middle.used_at, middle.used_by_cashier_id),
        (2, Some(at(3)), None)
    );
    let last = undo_log(logs[2]).await;
    assert_eq!(
        (last.uses_count, last.used_at, last.used_by_cashier_id),
        (1, Some(at(1)), till.cashier_id)
    );
}

async fn the_last_of_a_code_is_taken_back_one_by_one(world: World) {
    let user = world.user(7).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 5 }, ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, multi).await.code;
    for millis in [1, 2] {
        redeemed(
            world.store.discounts.redeem(redemption(&code, operator(), at(millis))).await.unwrap(),
        );
    }
    let last = async || {
        world
            .store
            .discounts
            .undo(undo(UndoTarget::LastOf(code.clone()), operator()))
            .await
            .unwrap()
    };
    assert_eq!(undone(last().await).used_at, Some(at(1)));
    assert_eq!(undone(last().await).used_at, None);
    assert_eq!(last().await, UndoOutcome::Refused(UndoRefusal::AlreadyUndone { at: at(20) }));
}

async fn the_rules_of_undo_hold(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let (till, other) = (world.till(9).await, world.till(10).await);
    let done = redeemed(
        world.store.discounts.redeem(redemption(&discount.code, till, at(10))).await.unwrap(),
    );
    let target = UndoTarget::Log(done.usage_log_id);
    let head = world.store.audit.head().await.unwrap();
    let refused = async |command| match world.store.discounts.undo(command).await.unwrap() {
        UndoOutcome::Refused(refusal) => refusal,
        undone @ UndoOutcome::Undone { .. } => panic!("not refused: {undone:?}"),
    };
    assert_eq!(refused(undo(target.clone(), other)).await, UndoRefusal::NotYours);
    let late = UndoRedemption { now: at(11) + Duration::minutes(5), ..undo(target.clone(), till) };
    assert_eq!(refused(late).await, UndoRefusal::TooLate);
    assert_eq!(refused(undo(UndoTarget::Log(UsageLogId(999)), till)).await, UndoRefusal::NotFound);
    assert_eq!(refused(undo(UndoTarget::LastOf(code(42)), till)).await, UndoRefusal::NotFound);
    world.execute("UPDATE cashiers SET status = 'inactive', is_active = 0").await;
    assert_eq!(refused(undo(target, till)).await, UndoRefusal::CashierNotActive);
    assert_eq!(world.number("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}
