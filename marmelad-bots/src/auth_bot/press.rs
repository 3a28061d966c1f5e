//! A button is pressed: the right handler is found, and the waiting is ended whatever comes of it.

use marmelad_core::App;
use marmelad_core::callbacks::AuthButton;
use marmelad_core::staff::CashierDecision;
use teloxide::types::CallbackQuery;

use super::state::{self, AuthDialogue, State};
use super::toast::{Toast, stale_toast};
use super::{amount, contact, redeem, requests, undo};
use crate::shared::{Chat, HandlerError, HandlerResult, Press, profile_of};

/// Any button; each leaves what was begun.
pub(super) async fn answer(
    app: App,
    chat: Chat,
    dialogue: AuthDialogue,
    state: State,
    press: Press,
    query: CallbackQuery,
) -> HandlerResult {
    let done = handle(&app, &chat, &dialogue, &state, &press, &query).await;
    let (toast, result) = match done {
        Ok(toast) => (toast, Ok(())),
        Err(error) => (None, Err(error)),
    };
    chat.acknowledge(&press, toast).await;
    result
}

/// A button of a message that Telegram does not tell any more.
pub(super) async fn stale(app: App, chat: Chat, press: Press) -> HandlerResult {
    let toast = stale_toast(&app).await?;
    chat.acknowledge(&press, toast).await;
    Ok(())
}

async fn handle(
    app: &App,
    chat: &Chat,
    dialogue: &AuthDialogue,
    state: &State,
    press: &Press,
    query: &CallbackQuery,
) -> Result<Toast, HandlerError> {
    // A press means the same in every state.
    state::leave(dialogue, state).await;
    let (Some(message), Ok(button)) = (press.message, press.data.parse()) else {
        return stale_toast(app).await;
    };
    match button {
        AuthButton::Redeem(code) => redeem::pressed(app, chat, message, &code).await,
        AuthButton::Amount(code) => amount::pressed(app, chat, dialogue, message, code).await,
        AuthButton::Cancel => redeem::cancelled(app, chat, message).await,
        AuthButton::Undo(redemption) => {
            undo::pressed(app, chat, dialogue, message, redemption).await
        }
        AuthButton::Approve(cashier) => {
            requests::pressed(app, chat, message, cashier, CashierDecision::Approve).await
        }
        AuthButton::Reject(cashier) => {
            requests::pressed(app, chat, message, cashier, CashierDecision::Reject).await
        }
        AuthButton::BecomeCashier => {
            contact::ask_for_access(app, chat, profile_of(&query.from)).await?;
            Ok(None)
        }
    }
}
