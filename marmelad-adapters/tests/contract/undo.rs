//! Taking redemptions back.

use chrono::Duration;
use marmelad_core::discounts::{
    Redeemer, UndoOutcome, UndoRedemption, UndoRefusal, UndoTarget, WhichRedemption,
};
use marmelad_core::kernel::UsageLogId;

use crate::scene::{code, multi, operator, redemption, sale, undo, undone};
use crate::world::{World, at};

contract!(
    one_redemption_is_undone_once_by_any_number_at_once,
    an_undo_gives_back_the_use_and_tells_the_client,
    the_last_use_is_the_last_that_stands_and_is_taken_back_one_by_one,
    the_rules_of_undo_hold,
);

fn undo_log(log: UsageLogId, by: Redeemer) -> UndoRedemption {
    undo(UndoTarget::Log(log), by, at(20))
}

async fn one_redemption_is_undone_once_by_any_number_at_once(world: World) {
    let code = world.discount(world.user(7).await.id, 0, multi(5)).await.code;
    world.redeemed(redemption(&code, operator(), at(0))).await;
    world.redeemed(redemption(&code, operator(), at(1))).await;
    let last = world.redeemed(redemption(&code, operator(), at(2))).await.usage_log_id;
    let answers = world
        .race(move |world, _| async move { world.undo(undo_log(last, operator())).await })
        .await;
    assert_eq!(matching!(answers, UndoOutcome::Undone { .. }), 1);
    let refused = UndoOutcome::Refused(UndoRefusal::AlreadyUndone { at: at(20) });
    assert_eq!(answers.iter().filter(|answer| **answer == refused).count(), 19);
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 2);
}

async fn an_undo_gives_back_the_use_and_tells_the_client(world: World) {
    let discount = world.held(7, 0).await;
    let till = world.till(9).await;
    let done = world.redeemed(sale(&discount.code, till, 900, at(10))).await;
    let outcome = world.undo(undo_log(done.usage_log_id, till)).await;
    let UndoOutcome::Undone { usage_log_id, discount: after, client } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((*after, client), (discount.clone(), done.client));
    assert_eq!(world.find_discount(&discount.code).await, discount);
    let row = format!(
        "discount_usage_logs WHERE id = {usage_log_id} AND status = 'undone' \
         AND undoes_log_id = {} AND reason = 'ошибка'",
        done.usage_log_id
    );
    assert_eq!(world.count(&row).await, 1);
    assert_eq!(world.texts("SELECT status FROM orders").await, ["undone"]);
    let told = "SELECT kind FROM notifications WHERE user_id IS NOT NULL ORDER BY id";
    assert_eq!(world.texts(told).await, ["redeemed", "undone"]);
    let find = async |which| world.discounts.find_redemption(&which).await.unwrap();
    let past = find(WhichRedemption::Log(done.usage_log_id)).await.unwrap();
    assert_eq!(past.undone_at, Some(at(20)));
    assert_eq!(find(WhichRedemption::LastOf(discount.id)).await, None);
    world.redeemed(redemption(&discount.code, till, at(30))).await;
}

async fn the_last_use_is_the_last_that_stands_and_is_taken_back_one_by_one(world: World) {
    let code = world.discount(world.user(7).await.id, 0, multi(5)).await.code;
    let till = world.till(9).await;
    let mut logs = Vec::new();
    for (millis, by) in [(1, till), (2, operator()), (3, operator())] {
        logs.push(world.redeemed(redemption(&code, by, at(millis))).await.usage_log_id);
    }
    let last = || UndoTarget::LastOf(code.clone());
    for (target, uses, used_at, cashier) in [
        (UndoTarget::Log(logs[1]), 2, Some(at(3)), None),
        (last(), 1, Some(at(1)), till.cashier_id),
        (last(), 0, None, None),
    ] {
        let left = undone(world.undo(undo(target, operator(), at(20))).await);
        assert_eq!((left.uses_count, left.used_at), (uses, used_at));
        assert_eq!(left.used_by_cashier_id, cashier);
    }
    let fourth = world.undo(undo(last(), operator(), at(20))).await;
    assert_eq!(fourth, UndoOutcome::Refused(UndoRefusal::AlreadyUndone { at: at(20) }));
}

async fn the_rules_of_undo_hold(world: World) {
    let discount = world.held(7, 0).await;
    let (till, other) = (world.till(9).await, world.till(10).await);
    let log = world.redeemed(redemption(&discount.code, till, at(10))).await.usage_log_id;
    let head = world.audit_head().await;
    let late = at(11) + Duration::minutes(5);
    for (command, refusal) in [
        (undo_log(log, other), UndoRefusal::NotYours),
        (UndoRedemption { now: late, ..undo_log(log, till) }, UndoRefusal::TooLate),
        (undo_log(UsageLogId(999), till), UndoRefusal::NotFound),
        (undo(UndoTarget::LastOf(code(42)), till, at(20)), UndoRefusal::NotFound),
    ] {
        assert_eq!(world.undo(command).await, UndoOutcome::Refused(refusal));
    }
    world.execute("UPDATE cashiers SET status = 'inactive', is_active = 0").await;
    let refused = UndoOutcome::Refused(UndoRefusal::CashierNotActive);
    assert_eq!(world.undo(undo_log(log, till)).await, refused);
    assert_eq!(world.count("discount_usage_logs").await, 1);
    assert_eq!(world.audit_head().await, head);
}
