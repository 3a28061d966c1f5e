//! The bot of the cashiers and admins.
//!
//! [`schema`] leads from an update to [`command`], [`answer`] or [`callback_query`], and these to the function that
//! handles it: it reads its input, calls one use case and renders the outcome.
//!
//! | module | what it answers |
//! |---|---|
//! | `command` | `/start`, `/help`, `/cancel`, `/login`, `/stats` |
//! | `code` | a code typed at the till |
//! | `redeem` | «Погасить», «Отмена» |
//! | `amount` | «Погасить с суммой» and the amount |
//! | `undo` | «Отменить погашение» and the reason |
//! | `access` | people without access, «Я кассир», «Одобрить», «Отклонить» |
//! | `cards` | pure functions: the text and the buttons shown for a code |
//! | `context` | the handlers' context and the dialogue state |

mod access;
mod amount;
mod cards;
mod code;
mod command;
mod context;
mod redeem;
mod undo;

use marmelad_core::callbacks::AuthButton;
use marmelad_core::messages::TextKey;
use marmelad_core::staff::CashierDecision;
use teloxide::prelude::*;

use crate::shared::{self, HandlerError, HandlerResult, Schema, Toast, message_of};
use command::Command;
use context::{Context, State, text_of};

pub use command::COMMANDS;

/// The handler tree of this bot.
pub fn schema() -> Schema {
    let messages = Update::filter_message()
        .chain(shared::context::<State>())
        .branch(
            dptree::filter_map(|message: Message| text_of(&message).and_then(Command::parse))
                .endpoint(command),
        )
        .endpoint(answer);
    let callback_queries =
        Update::filter_callback_query().chain(shared::context::<State>()).endpoint(callback_query);
    dptree::entry()
        .branch(messages)
        .branch(callback_queries)
        // It does not matter whether staff block the bot.
        .branch(Update::filter_my_chat_member().endpoint(|| async { Ok(()) }))
}

/// A command leaves the dialogue.
async fn command(ctx: Context, command: Command) -> HandlerResult {
    let ctx = &ctx;
    let is_left = ctx.exit().await;
    match command {
        // The dialogue may come back with the store: «Отменено» would not be true.
        Command::Cancel if !is_left => ctx.say(TextKey::TEMPORARY_FAILURE, &[], None).await,
        Command::BecomeCashier => access::request(ctx).await,
        Command::Login => command::login(ctx).await,
        Command::Stats => command::stats(ctx).await,
        Command::Start | Command::Help | Command::Cancel | Command::Unknown => {
            command::answer(ctx, command).await
        }
    }
}

/// Any other message answers a question, or is meant as a code.
async fn answer(ctx: Context, message: Message) -> HandlerResult {
    match &ctx.state {
        State::Amount(asked) => amount::receive(&ctx, asked, &message).await,
        State::Undo(asked) => undo::receive(&ctx, asked, &message).await,
        State::Idle | State::Unknown => code::receive(&ctx, &message).await,
    }
}

/// A button means the same in every dialogue state. Its waiting is ended whatever comes of it.
async fn callback_query(ctx: Context, query: CallbackQuery) -> HandlerResult {
    let (toast, result) = match press(&ctx, &query).await {
        Ok(toast) => (toast, Ok(())),
        Err(error) => (None, Err(error)),
    };
    ctx.chat.acknowledge(&query.id.0, toast).await;
    result
}

async fn press(ctx: &Context, query: &CallbackQuery) -> Result<Toast, HandlerError> {
    let Some(message) = message_of(query) else {
        return ctx.stale_toast().await;
    };
    ctx.exit().await;
    let Ok(button) = query.data.as_deref().unwrap_or_default().parse() else {
        return ctx.stale_toast().await;
    };
    match button {
        AuthButton::Redeem(code) => redeem::redeem(ctx, message, &code).await,
        AuthButton::Amount(code) => amount::ask(ctx, message, code).await,
        AuthButton::Cancel => redeem::cancel(ctx, message).await,
        AuthButton::Undo(redemption) => undo::ask(ctx, message, redemption).await,
        AuthButton::Approve(cashier) => {
            access::decide(ctx, message, cashier, CashierDecision::Approve).await
        }
        AuthButton::Reject(cashier) => {
            access::decide(ctx, message, cashier, CashierDecision::Reject).await
        }
        AuthButton::BecomeCashier => access::request(ctx).await.map(|()| None),
    }
}
