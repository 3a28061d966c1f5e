//! The bot of the clients.
//!
//! [`schema`] leads from an update to [`command`], [`answer`] or [`callback_query`], and these to the function that
//! handles it. Each subject is a file: a handler reads what the client sent, calls one use case and puts the outcome into
//! words.
//!
//! | module | subject |
//! |---|---|
//! | `command` | commands and the labels of the keyboard |
//! | `context` | the handlers' context and the dialogue state |
//! | `keyboards` | every keyboard and button |
//! | `start` | `/start`, the two consents |
//! | `subscription`, `discounts` | codes |
//! | `profile`, `birthday`, `phone`, `marketing` | the client's data |
//! | `broadcast` | `/broadcast`, for admins |
//!
//! An update whose answer did not reach Telegram is handled again from the beginning. So handlers allow repetition, and a
//! question's state is left only after its answer was sent.

mod birthday;
mod broadcast;
mod command;
mod context;
mod discounts;
mod keyboards;
mod marketing;
mod phone;
mod profile;
mod start;
mod subscription;

use marmelad_core::App;
use marmelad_core::callbacks::{MainButton, UnknownButton};
use marmelad_core::messages::TextKey;
use teloxide::prelude::*;
use teloxide::types::{ChatMemberUpdated, InlineKeyboardButtonKind, MaybeInaccessibleMessage};

use crate::shared::{self, Chat, HandlerResult, Schema};
use command::Command;
use context::{Context, State};

pub use command::COMMANDS;

/// The handler tree of this bot.
pub fn schema() -> Schema {
    let messages = Update::filter_message()
        .chain(shared::context::<State>())
        .branch(
            dptree::filter_map(|message: Message| message.text().and_then(Command::parse))
                .endpoint(command),
        )
        .endpoint(answer);
    let callback_queries =
        Update::filter_callback_query().chain(shared::context::<State>()).endpoint(callback_query);
    dptree::entry()
        .branch(messages)
        .branch(callback_queries)
        .branch(Update::filter_my_chat_member().endpoint(membership))
}

/// A command or a label of the keyboard leaves the dialogue.
async fn command(ctx: Context, command: Command) -> HandlerResult {
    let ctx = &ctx;
    ctx.leave().await;
    match command {
        Command::Start(payload) => start::start(ctx, payload.as_deref()).await,
        Command::Help => ctx.answer(TextKey::HELP).await,
        Command::Cancel => ctx.answer(TextKey::CANCELLED).await,
        Command::Stop => marketing::stop(ctx).await,
        Command::MyDiscounts => discounts::list(ctx).await,
        Command::CheckSubscription => subscription::check(ctx).await,
        Command::SetBirthday => birthday::ask(ctx).await,
        Command::Profile => profile::show(ctx).await,
        Command::Broadcast => broadcast::ask(ctx).await,
        Command::Unknown => ctx.answer(TextKey::UNKNOWN_INPUT).await,
    }
}

/// Any other message may answer a question.
async fn answer(ctx: Context, message: Message) -> HandlerResult {
    let ctx = &ctx;
    match (&ctx.state, message.contact()) {
        // Before contacts: a contact may be what everybody is to get.
        (State::WaitingForBroadcast { .. } | State::ConfirmingBroadcast { .. }, _) => {
            broadcast::receive(ctx, &message).await
        }
        (_, Some(contact)) => phone::receive(ctx, contact).await,
        (State::WaitingForDate, None) => {
            birthday::receive(ctx, message.text().unwrap_or_default()).await
        }
        (State::WaitingForPhone, None) => phone::insist(ctx).await,
        // Nobody knows whether this answers a question.
        (State::Unknown, None) => ctx.answer(TextKey::TEMPORARY_FAILURE).await,
        (State::Idle, None) => ctx.answer(TextKey::UNKNOWN_INPUT).await,
    }
}

/// A button means the same in every dialogue state.
async fn callback_query(ctx: Context, query: CallbackQuery) -> HandlerResult {
    let (ctx, query) = (&ctx, &query);
    let data = query.data.as_deref().unwrap_or_default();
    let button = match data.parse() {
        // What cannot be undone is not done by a button that was taken away before it was pressed.
        Ok(MainButton::EraseConfirm) if !has_button(query, data) => return stale(ctx, query).await,
        Ok(button) => button,
        Err(UnknownButton) => return stale(ctx, query).await,
    };
    match button {
        MainButton::SendBroadcast(draft) => broadcast::send(ctx, query, draft).await,
        MainButton::CancelBroadcast(draft) => broadcast::cancel(ctx, query, draft).await,
        MainButton::Consent => press(ctx, query, None, start::consent(ctx, query)).await,
        MainButton::MarketingConsent => {
            press(ctx, query, None, start::consent_to_marketing(ctx, query)).await
        }
        MainButton::Birthday => press(ctx, query, None, birthday::ask(ctx)).await,
        MainButton::Phone => press(ctx, query, None, phone::ask(ctx)).await,
        MainButton::AskGender => press(ctx, query, None, profile::ask_gender(ctx)).await,
        MainButton::Gender(gender) => {
            press(ctx, query, None, profile::set_gender(ctx, query, gender)).await
        }
        MainButton::StopMarketing => {
            let toast = Some(TextKey::MARKETING_OFF_TOAST);
            press(ctx, query, toast, marketing::stop_by_button(ctx, query)).await
        }
        MainButton::ResumeMarketing => {
            let toast = Some(TextKey::MARKETING_ON_TOAST);
            press(ctx, query, toast, marketing::resume(ctx, query)).await
        }
        MainButton::Erase => press(ctx, query, None, profile::ask_to_erase(ctx)).await,
        MainButton::EraseConfirm => press(ctx, query, None, profile::erase(ctx, query)).await,
        MainButton::Cancel => {
            press(ctx, query, None, ctx.replace(query, TextKey::CANCELLED, &[])).await
        }
    }
}

/// Leaves the dialogue; then ends the button's waiting while `handler` runs.
async fn press(
    ctx: &Context,
    query: &CallbackQuery,
    toast: Option<TextKey>,
    handler: impl Future<Output = HandlerResult>,
) -> HandlerResult {
    ctx.leave().await;
    let toast = match toast {
        Some(key) => Some(ctx.text(key, &[]).await?),
        None => None,
    };
    futures::join!(ctx.chat.acknowledge(&query.id.0, toast), handler).1
}

/// A button of an older version, or one that was taken away.
async fn stale(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    let toast = ctx.stale_toast().await?;
    ctx.chat.acknowledge(&query.id.0, toast).await;
    Ok(())
}

/// Whether the message still had the button when it was pressed. Of old and deleted messages Telegram does not tell the
/// buttons, so they have none.
fn has_button(query: &CallbackQuery, data: &str) -> bool {
    let Some(MaybeInaccessibleMessage::Regular(message)) = &query.message else {
        return false;
    };
    message.reply_markup().is_some_and(|markup| {
        markup.inline_keyboard.iter().flatten().any(|button| {
            matches!(&button.kind, InlineKeyboardButtonKind::CallbackData(sent) if sent == data)
        })
    })
}

/// The client blocked the bot, or came back.
async fn membership(app: App, chat: Chat, member: ChatMemberUpdated) -> HandlerResult {
    let reachable = member.new_chat_member.is_present();
    app.clients.set_reachable(chat.id, reachable).await?;
    Ok(())
}
