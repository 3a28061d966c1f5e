//! Withdrawing discounts.

use marmelad_core::discounts::{
    RevokeDiscount, RevokeOutcome, TemplateEvent, TemplateTerms, UsageType,
};

use crate::redeem::redeemed;
use crate::scene::{code, entry, operator, redemption, terms};
use crate::world::{World, at};

contract!(
    a_discount_is_withdrawn_once,
    what_is_used_up_is_not_withdrawn,
    what_is_partly_used_is_withdrawn
);

fn revoke(code: marmelad_core::discounts::DiscountCode) -> RevokeDiscount {
    RevokeDiscount {
        code,
        reason: "по просьбе".into(),
        now: at(10),
        audit: entry("revoke_discount"),
    }
}

async fn a_discount_is_withdrawn_once(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let code = discount.code.clone();
    let answers = world
        .race(move |store, _| {
            let command = revoke(code.clone());
            async move { store.discounts.revoke(command).await.unwrap() }
        })
        .await;
    assert_eq!(
        answers.iter().filter(|answer| matches!(answer, RevokeOutcome::Revoked(_))).count(),
        1
    );
    assert_eq!(
        answers.iter().filter(|answer| matches!(answer, RevokeOutcome::AlreadyRevoked(_))).count(),
        19
    );
    let (stored, _) = world.store.discounts.find_by_code(&discount.code).await.unwrap().unwrap();
    assert_eq!(
        (stored.revoked_at, stored.revoke_reason.as_deref()),
        (Some(at(10)), Some("по просьбе"))
    );
    assert_eq!(world.store.audit.newest(1).await.unwrap()[0].row.entity_id, Some(discount.id.0));
}

async fn what_is_used_up_is_not_withdrawn(world: World) {
    let user = world.user(7).await.id;
    let code_used = world.single(user, 0).await.code;
    let done = redeemed(
        world.store.discounts.redeem(redemption(&code_used, operator(), at(5))).await.unwrap(),
    );
    let head = world.store.audit.head().await.unwrap();
    let outcome = world.store.discounts.revoke(revoke(code_used)).await.unwrap();
    assert_eq!(outcome, RevokeOutcome::AlreadyUsed(done.discount));
    assert_eq!(
        world.store.discounts.revoke(revoke(code(42))).await.unwrap(),
        RevokeOutcome::NotFound
    );
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

async fn what_is_partly_used_is_withdrawn(world: World) {
    let user = world.user(7).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 2 }, ..terms(TemplateEvent::Manual) };
    let code = world.discount(user, 0, multi).await.code;
    redeemed(world.store.discounts.redeem(redemption(&code, operator(), at(5))).await.unwrap());
    assert!(matches!(
        world.store.discounts.revoke(revoke(code)).await.unwrap(),
        RevokeOutcome::Revoked(_)
    ));
}
