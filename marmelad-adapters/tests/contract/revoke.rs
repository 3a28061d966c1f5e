//! Withdrawing discounts.

use marmelad_core::discounts::RevokeOutcome;

use crate::scene::{code, multi, operator, redemption, revocation};
use crate::world::{World, at};

contract!(
    a_discount_is_withdrawn_once,
    what_is_used_up_is_not_withdrawn,
    what_is_partly_used_is_withdrawn
);

async fn a_discount_is_withdrawn_once(world: World) {
    let discount = world.held(7, 0).await;
    let command = revocation(&discount.code, at(10));
    let answers = world
        .race_same(&command, |world, command| async move {
            world.discounts.revoke(command).await.unwrap()
        })
        .await;
    assert_eq!(matching!(answers, RevokeOutcome::Revoked(_)), 1);
    assert_eq!(matching!(answers, RevokeOutcome::AlreadyRevoked(_)), 19);
    let stored = world.find_discount(&discount.code).await;
    assert_eq!(stored.revoked_at, Some(at(10)));
    assert_eq!(stored.revoke_reason.as_deref(), Some("по просьбе"));
    assert_eq!(world.last_audit().await.row.entity_id, Some(discount.id.0));
}

async fn what_is_used_up_is_not_withdrawn(world: World) {
    let used = world.held(7, 0).await.code;
    let done = world.redeemed(redemption(&used, operator(), at(5))).await;
    let head = world.audit_head().await;
    let outcome = world.revoke(&used, at(10)).await;
    assert_eq!(outcome, RevokeOutcome::AlreadyUsed(done.discount));
    assert_eq!(world.revoke(&code(42), at(10)).await, RevokeOutcome::NotFound);
    assert_eq!(world.audit_head().await, head);
}

async fn what_is_partly_used_is_withdrawn(world: World) {
    let code = world.discount(world.user(7).await.id, 0, multi(2)).await.code;
    world.redeemed(redemption(&code, operator(), at(5))).await;
    let outcome = world.revoke(&code, at(10)).await;
    assert!(matches!(outcome, RevokeOutcome::Revoked(_)), "{outcome:?}");
}
