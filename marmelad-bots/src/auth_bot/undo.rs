//! «Отменить погашение»: the bot asks for the reason and undoes the redemption.

use marmelad_core::discounts::{Redeemer, UndoCode, UndoOutcome, UndoRefusal, UndoTarget};
use marmelad_core::kernel::{MessageId, UsageLogId};
use marmelad_core::messages::TextKey;
use teloxide::types::Message;

use super::code;
use super::context::{Context, ReasonAsked, State, is_code_alone, text_of};
use crate::shared::{HandlerError, HandlerResult, Toast};

/// The button: asks for the reason, if it is not too late.
pub(super) async fn ask(
    ctx: &Context,
    card: MessageId,
    redemption: UsageLogId,
) -> Result<Toast, HandlerError> {
    let Some(cashier) = ctx.app.staff.find_cashier(ctx.chat.id).await? else {
        return ctx.refuse().await;
    };
    match ctx.app.discounts.check_undo(redemption, &cashier).await? {
        Ok(()) => {
            ctx.enter(State::Undo(ReasonAsked { redemption, card })).await?;
            ctx.say(TextKey::UNDO_ASK_REASON, &[], None).await?;
        }
        Err(UndoRefusal::NotFound) => return ctx.stale_toast().await,
        Err(refusal) => {
            ctx.say(refusal_text(refusal), &[], None).await?;
            ctx.chat.set_buttons(Some(card), Vec::new()).await;
        }
    }
    Ok(None)
}

/// Any message while the bot waits for the reason. A code by itself is the next client's.
pub(super) async fn receive(
    ctx: &Context,
    asked: &ReasonAsked,
    message: &Message,
) -> HandlerResult {
    let Some(cashier) = ctx.app.staff.find_cashier(ctx.chat.id).await? else {
        ctx.exit().await;
        return ctx.refuse().await.map(|_| ());
    };
    if is_code_alone(message) {
        ctx.exit().await;
        return code::check(ctx, &cashier, message).await;
    }
    let input = UndoCode {
        target: UndoTarget::Log(asked.redemption),
        by: Redeemer::cashier_in_chat(cashier.id),
        reason: text_of(message).unwrap_or_default().to_owned(),
        actor: None,
    };
    let key = match ctx.app.discounts.undo(input).await? {
        // A message without a reason: a sticker, for example.
        None => return ctx.say(TextKey::UNDO_ASK_REASON, &[], None).await,
        Some(UndoOutcome::Undone { .. }) => TextKey::UNDO_DONE,
        Some(UndoOutcome::Refused(refusal)) => refusal_text(refusal),
    };
    ctx.say(key, &[], None).await?;
    // Last, so that the message is handled again in the same state if the process dies before the answer.
    ctx.exit().await;
    ctx.chat.set_buttons(Some(asked.card), Vec::new()).await;
    Ok(())
}

fn refusal_text(refusal: UndoRefusal) -> TextKey {
    match refusal {
        UndoRefusal::AlreadyUndone { .. } => TextKey::UNDO_ALREADY,
        UndoRefusal::NotYours | UndoRefusal::NotFound => TextKey::UNDO_NOT_YOURS,
        UndoRefusal::TooLate => TextKey::UNDO_TOO_LATE,
        UndoRefusal::CashierNotActive => TextKey::ACCESS_DISABLED,
    }
}
