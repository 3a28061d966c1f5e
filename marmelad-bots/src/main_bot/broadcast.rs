//! `/broadcast`: an admin sends one message, sees what everybody would get, and sends it with a button.
//!
//! The draft is created last, right before its buttons are shown: an update that is handled again leaves at most one draft
//! without visible buttons. A button works once, and only while its draft exists.

use marmelad_core::broadcasts::{
    ChatDraftOutcome, ChatMessage, CopySource, NotCopyable, check_copyable, left_out,
};
use marmelad_core::callbacks::ChatDraft;
use marmelad_core::delivery::SendError;
use marmelad_core::kernel::PortError;
use marmelad_core::messages::{TextKey, ru};
use teloxide::types::{CallbackQuery, Message};

use super::context::{Context, State};
use super::keyboards;
use crate::shared::{HandlerResult, message_of};

/// Asks for the message. Everybody else has no such command.
pub(super) async fn ask(ctx: &Context) -> HandlerResult {
    if ctx.app.broadcasts.chat_broadcaster(ctx.chat.id).await?.is_none() {
        return ctx.answer(TextKey::UNKNOWN_INPUT).await;
    }
    ctx.client().await?;
    ctx.enter(State::WaitingForBroadcast { album: None }).await?;
    ctx.say(TextKey::CHAT_BROADCAST_ASK, &[], keyboards::main()).await
}

/// Shows what everybody would get: of the first message, or of another in place of the one that was shown.
pub(super) async fn receive(ctx: &Context, message: &Message) -> HandlerResult {
    let Some(admin) = ctx.app.broadcasts.chat_broadcaster(ctx.chat.id).await? else {
        ctx.leave().await;
        return ctx.answer(TextKey::UNKNOWN_INPUT).await;
    };
    let source = match copyable(message)? {
        Ok(source) => source,
        Err(reason) => return refuse(ctx, message, &reason).await,
    };
    let wanted = ChatMessage {
        source,
        words: message.text().or_else(|| message.caption()).map(str::to_owned),
    };
    let Some(outlook) = ctx.app.broadcasts.chat_outlook(&wanted).await? else {
        ctx.say(TextKey::CHAT_BROADCAST_NOBODY, &[], keyboards::main()).await?;
        ctx.leave().await;
        return Ok(());
    };
    match ctx.chat.deliver(ctx.app.broadcasts.chat_preview(&wanted)?).await {
        Ok(_) => {}
        Err(SendError::BodyRejected(_) | SendError::FileRejected(_) | SendError::Rejected(_)) => {
            return refuse(ctx, message, &NotCopyable::Unsupported).await;
        }
        Err(error) => return Err(error.into()),
    }
    ctx.discard_draft().await?;
    let draft = ctx.app.broadcasts.draft_from_chat(&admin, &wanted).await?;
    ctx.enter(State::ConfirmingBroadcast { draft }).await?;
    let settings = ctx.app.settings().await?;
    let finish_at = ctx.app.wording(&settings).moment(outlook.finishes_at);
    let values = [
        ("count", &*ru::grouped_count(outlook.audience.total)),
        ("excluded", &*left_out(outlook.audience.excluded)),
        ("finish_at", &*finish_at),
    ];
    let buttons = keyboards::broadcast(draft);
    ctx.say(TextKey::CHAT_BROADCAST_CONFIRM, &values, buttons).await
}

/// Says why a message cannot be sent to everybody, and goes on waiting for another. The parts of an album come one by
/// one; the album is refused once.
async fn refuse(ctx: &Context, message: &Message, reason: &NotCopyable) -> HandlerResult {
    let album = message.media_group_id().map(|id| id.0.clone());
    let waiting = State::WaitingForBroadcast { album };
    let is_part_of_album = message.media_group_id().is_some();
    if is_part_of_album && ctx.state == waiting {
        return Ok(());
    }
    ctx.discard_draft().await?;
    let values = [("why", &*reason.to_string())];
    ctx.say(TextKey::CHAT_BROADCAST_UNSUPPORTED, &values, keyboards::main()).await?;
    if ctx.state != waiting {
        ctx.enter(waiting).await?;
    }
    Ok(())
}

/// The rule reads the message as the Bot API writes it.
fn copyable(message: &Message) -> Result<Result<CopySource, NotCopyable>, PortError> {
    let json = serde_json::to_value(message)
        .map_err(|error| PortError::Broken { what: "reading a message", source: error.into() })?;
    Ok(check_copyable(&json))
}

/// «Отправить» under the question.
pub(super) async fn send(ctx: &Context, query: &CallbackQuery, draft: ChatDraft) -> HandlerResult {
    let outcome = ctx.app.broadcasts.start_from_chat(ctx.chat.id, draft).await?;
    end(ctx, query, draft, outcome).await
}

/// «Отмена» under the question.
pub(super) async fn cancel(
    ctx: &Context,
    query: &CallbackQuery,
    draft: ChatDraft,
) -> HandlerResult {
    let outcome = ctx.app.broadcasts.discard_from_chat(ctx.chat.id, draft).await?;
    end(ctx, query, draft, outcome).await
}

async fn end(
    ctx: &Context,
    query: &CallbackQuery,
    draft: ChatDraft,
    outcome: ChatDraftOutcome,
) -> HandlerResult {
    match outcome {
        ChatDraftOutcome::Started { count } => {
            let count = count.map(ru::grouped_count).unwrap_or_default();
            let values = [("number", &*draft.id.to_string()), ("count", &*count)];
            show(ctx, query, TextKey::CHAT_BROADCAST_STARTED, &values).await?;
        }
        ChatDraftOutcome::Nobody => show(ctx, query, TextKey::CHAT_BROADCAST_NOBODY, &[]).await?,
        ChatDraftOutcome::Discarded => show(ctx, query, TextKey::CANCELLED, &[]).await?,
        ChatDraftOutcome::Stale => {
            let toast = ctx.stale_toast().await?;
            ctx.chat.acknowledge(&query.id.0, toast).await;
            ctx.chat.set_buttons(message_of(query), Vec::new()).await;
        }
    }
    if ctx.state == (State::ConfirmingBroadcast { draft }) {
        ctx.exit().await;
    }
    Ok(())
}

/// Puts a text in place of the question.
async fn show(
    ctx: &Context,
    query: &CallbackQuery,
    key: TextKey,
    values: &[(&str, &str)],
) -> HandlerResult {
    let acknowledged = ctx.chat.acknowledge(&query.id.0, None);
    futures::join!(acknowledged, ctx.replace(query, key, values)).1
}
