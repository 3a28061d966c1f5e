//! A code is typed at the till: its card, or why it is not valid.

use marmelad_core::discounts::{CheckOutcome, Discount, Refusal, TypedCode};
use marmelad_core::kernel::PortError;
use marmelad_core::messages::TextKey;
use marmelad_core::staff::{AccessAnswer, AccessRequest, Cashier, StaffContact};
use teloxide::types::Message;

use super::access;
use super::cards::{self, Card};
use super::context::{Context, State, is_code_alone, text_of};
use crate::shared::HandlerResult;

/// Any message that is neither a command nor the answer to a question.
pub(super) async fn receive(ctx: &Context, message: &Message) -> HandlerResult {
    let contact = ctx.app.staff.meet_staff(ctx.sender.clone()).await?;
    // Only cashiers are asked questions. While the dialogue state cannot be read, what may be an answer is no code.
    let in_doubt = ctx.state == State::Unknown && !is_code_alone(message);
    match contact {
        StaffContact::Cashier(_) if in_doubt => {
            ctx.say(TextKey::TEMPORARY_FAILURE, &[], None).await
        }
        StaffContact::Cashier(_) if text_of(message).is_none() => {
            ctx.say(TextKey::CASHIER_UNKNOWN, &[], None).await
        }
        StaffContact::Cashier(cashier) => check(ctx, &cashier, message).await,
        StaffContact::Admin { request: None, .. } => {
            ctx.say(TextKey::ADMIN_UNKNOWN, &[], None).await
        }
        StaffContact::Admin { request: Some(request), .. } | StaffContact::Outsider(request) => {
            turn_away(ctx, &request, message).await
        }
    }
}

/// Checks a code and shows its card, or why it is not valid.
pub(super) async fn check(ctx: &Context, cashier: &Cashier, message: &Message) -> HandlerResult {
    let text = text_of(message).unwrap_or_default();
    let key = Some(check_key(ctx, message));
    let card = match ctx.app.discounts.check_code_at_till(text, cashier, key).await? {
        CheckOutcome::Valid { discount, client } => {
            let settings = ctx.app.settings().await?;
            cards::valid(&ctx.app.wording(&settings), &discount, &client)
        }
        CheckOutcome::Refused { code, refusal, discount } => {
            refusal_card(ctx, &code, refusal, discount.as_deref()).await?
        }
    };
    let keyboard = card.keyboard();
    ctx.chat.send(card.html, keyboard).await?;
    Ok(())
}

/// Why a code is refused; for a used one, where and when it was used.
pub(super) async fn refusal_card(
    ctx: &Context,
    code: &str,
    refusal: Refusal,
    discount: Option<&Discount>,
) -> Result<Card, PortError> {
    let past = match (refusal, discount) {
        (Refusal::AlreadyUsed { .. }, Some(discount)) => {
            ctx.app.discounts.last_redemption(discount.id).await?
        }
        _ => None,
    };
    let settings = ctx.app.settings().await?;
    let wording = ctx.app.wording(&settings);
    Ok(cards::refused(&wording, code, refusal, past.as_ref()))
}

/// Says how a request stands. A code from somebody without access gets into the usage log.
async fn turn_away(ctx: &Context, request: &AccessRequest, message: &Message) -> HandlerResult {
    let is_new = request.answer == AccessAnswer::File;
    let is_code = |text: &&str| TypedCode::read(text).code().is_some();
    if let Some(text) = text_of(message).filter(|text| !is_new && is_code(text)) {
        let key = Some(check_key(ctx, message));
        ctx.app.discounts.check_code_at_till(text, &request.cashier, key).await?;
    }
    access::say_status(ctx, request).await
}

/// Identifies a check when its message is handled again.
fn check_key(ctx: &Context, message: &Message) -> String {
    format!("check:{}:{}", ctx.chat.id, message.id)
}
