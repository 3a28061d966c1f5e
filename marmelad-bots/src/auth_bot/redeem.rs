//! «Погасить» and «Отмена» under a valid code.

use marmelad_core::discounts::{DiscountCode, RedeemCode, RedeemOutcome, Redeemer, Refusal};
use marmelad_core::kernel::{MessageId, Money, PortError};
use marmelad_core::messages::TextKey;

use super::cards::{self, Card};
use super::code;
use super::context::Context;
use crate::shared::{HandlerError, Toast};

/// What came of an attempt to redeem.
pub(super) enum Attempt {
    /// The card to show; with `refusal` when the code was not redeemed.
    Answered { card: Card, refusal: Option<Refusal> },
    /// The same message redeemed another code before.
    Stale,
    /// The person never was a cashier.
    NotACashier,
}

/// «Погасить»: the answer takes the card's place.
pub(super) async fn redeem(
    ctx: &Context,
    card: MessageId,
    code: &DiscountCode,
) -> Result<Toast, HandlerError> {
    match attempt(ctx, card, code, None).await? {
        Attempt::Answered { card: answer, .. } => {
            let Card { html, buttons } = answer;
            ctx.chat.replace(Some(card), html, buttons).await?;
            Ok(None)
        }
        Attempt::Stale => ctx.stale_toast().await,
        Attempt::NotACashier => ctx.refuse().await,
    }
}

/// «Отмена». Pressed after «Погасить», it must not say that nothing was redeemed.
pub(super) async fn cancel(ctx: &Context, card: MessageId) -> Result<Toast, HandlerError> {
    if ctx.app.discounts.has_redeemed(&redeem_key(ctx, card)).await? {
        return ctx.stale_toast().await;
    }
    let html = ctx.text(TextKey::REDEEM_CANCELLED, &[]).await?;
    ctx.chat.replace(Some(card), html, Vec::new()).await?;
    Ok(None)
}

/// Redeems by the message that confirms it. The same message again gets the same answer.
pub(super) async fn attempt(
    ctx: &Context,
    confirmation: MessageId,
    code: &DiscountCode,
    amount: Option<Money>,
) -> Result<Attempt, PortError> {
    let Some(cashier) = ctx.app.staff.find_cashier(ctx.chat.id).await? else {
        return Ok(Attempt::NotACashier);
    };
    let input = RedeemCode {
        code: code.to_string(),
        by: Redeemer::cashier_in_chat(cashier.id),
        amount,
        key: Some(redeem_key(ctx, confirmation)),
        actor: None,
    };
    Ok(match ctx.app.discounts.redeem(input).await? {
        RedeemOutcome::Redeemed(redemption) => {
            let settings = ctx.app.settings().await?;
            Attempt::Answered {
                card: cards::redeemed(&ctx.app.wording(&settings), &redemption),
                refusal: None,
            }
        }
        RedeemOutcome::Refused { refusal, discount } => Attempt::Answered {
            card: code::refusal_card(ctx, code.as_ref(), refusal, discount.as_deref()).await?,
            refusal: Some(refusal),
        },
        RedeemOutcome::KeyReused => Attempt::Stale,
    })
}

/// The idempotency key of an attempt: the chat and the message that confirmed it.
fn redeem_key(ctx: &Context, confirmation: MessageId) -> String {
    format!("bot:{}:{confirmation}", ctx.chat.id)
}
