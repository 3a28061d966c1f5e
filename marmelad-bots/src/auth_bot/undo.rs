//! «Отменить погашение»: the bot asks for the reason and takes the redemption back.

use marmelad_core::App;
use marmelad_core::discounts::{Redeemer, UndoCode, UndoOutcome, UndoRefusal, UndoTarget};
use marmelad_core::kernel::{MessageId, UsageLogId};
use marmelad_core::messages::TextKey;

use super::code;
use super::say::say;
use super::state::{AuthDialogue, State, UndoBegun};
use super::toast::{Toast, not_allowed, stale_toast};
use super::typed::Typed;
use crate::shared::{Chat, HandlerError, HandlerResult, exit};

/// The button: asks why, if it is not too late.
pub(super) async fn pressed(
    app: &App,
    chat: &Chat,
    dialogue: &AuthDialogue,
    card: MessageId,
    redemption: UsageLogId,
) -> Result<Toast, HandlerError> {
    let Some(cashier) = app.staff.find_cashier(chat.id).await? else {
        return not_allowed(app, chat).await;
    };
    match app.discounts.check_undo(redemption, &cashier).await? {
        Ok(()) => {
            let begun = UndoBegun { redemption, card };
            dialogue.update(State::Undo(begun)).await?;
            say(app, chat, TextKey::UNDO_ASK_REASON, &[]).await?;
        }
        Err(UndoRefusal::NotFound) => return stale_toast(app).await,
        Err(refusal) => {
            say(app, chat, refused(refusal), &[]).await?;
            chat.take_buttons_away(card).await;
        }
    }
    Ok(None)
}

/// Whatever is written while the bot waits for the reason. A code by itself is the next client's.
pub(super) async fn reason(
    app: App,
    chat: Chat,
    dialogue: AuthDialogue,
    begun: UndoBegun,
    typed: Typed,
) -> HandlerResult {
    let text = typed.text().unwrap_or_default();
    let Some(cashier) = app.staff.find_cashier(chat.id).await? else {
        exit(dialogue.clone()).await;
        return not_allowed(&app, &chat).await.map(|_| ());
    };
    if typed.is_code_alone() {
        exit(dialogue.clone()).await;
        return code::check(&app, &chat, &cashier, &typed).await;
    }
    let input = UndoCode {
        target: UndoTarget::Log(begun.redemption),
        by: Redeemer::cashier_in_chat(cashier.id),
        reason: text.to_owned(),
        actor: None,
    };
    let key = match app.discounts.undo(input).await? {
        // A sticker, say: no reason was given yet.
        None => return say(&app, &chat, TextKey::UNDO_ASK_REASON, &[]).await,
        Some(UndoOutcome::Undone { .. }) => TextKey::UNDO_DONE,
        Some(UndoOutcome::Refused(refusal)) => refused(refusal),
    };
    say(&app, &chat, key, &[]).await?;
    // Last, so that the same message finds it again should the process die before the answer.
    exit(dialogue.clone()).await;
    chat.take_buttons_away(begun.card).await;
    Ok(())
}

fn refused(refusal: UndoRefusal) -> TextKey {
    match refusal {
        UndoRefusal::AlreadyUndone { .. } => TextKey::UNDO_ALREADY,
        UndoRefusal::NotYours | UndoRefusal::NotFound => TextKey::UNDO_NOT_YOURS,
        UndoRefusal::TooLate => TextKey::UNDO_TOO_LATE,
        UndoRefusal::CashierNotActive => TextKey::ACCESS_DISABLED,
    }
}
