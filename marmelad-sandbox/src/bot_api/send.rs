//! `sendMessage`, and what every sending has in common.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use super::methods::Outcome;
use super::params::Params;
use super::{content, markup};
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::text::Formatted;
use crate::world::keyboard::Markup;
use crate::world::message::{Attachment, Direction, Message};
use crate::world::{Peer, World};

/// A checked message about to be sent.
pub(crate) struct Draft {
    pub(crate) content: Formatted,
    pub(crate) attachment: Option<Attachment>,
    pub(crate) markup: Option<Markup>,
}

pub(crate) fn send_message(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let content = content::text(params)?;
    let draft = Draft { content, attachment: None, markup: markup::read(params)? };
    let peer = open_chat(world, bot, params)?;
    let message = deliver(world, bot, peer, draft, params)?;
    Ok(world.message_json(bot, &message).into())
}

/// Checks the action; the chat page does not show it.
pub(crate) fn send_chat_action(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    open_chat(world, bot, params)?;
    match params.text("action") {
        Some(
            "typing" | "upload_photo" | "record_video" | "upload_video" | "record_voice"
            | "upload_voice" | "upload_document" | "choose_sticker" | "find_location"
            | "record_video_note" | "upload_video_note",
        ) => Ok(true.into()),
        _ => Err(Refusal::bad_request("wrong parameter action in request")),
    }
}

/// The chat of `chat_id`, when the bot may write there.
pub(crate) fn open_chat(world: &World, bot: BotKind, params: &Params) -> Result<Peer, Refusal> {
    let peer = world.peer(params.chat("chat_id")?)?;
    world.check_access(bot, peer)?;
    Ok(peer)
}

/// Sends the draft within the limits and keeps it in the history.
pub(crate) fn deliver(
    world: &mut World,
    bot: BotKind,
    peer: Peer,
    draft: Draft,
    params: &Params,
) -> Result<Message, Refusal> {
    let chat_id = peer.chat_id();
    let reply_to = reply_target(world, bot, chat_id, params)?;
    let limits = world.limits;
    world
        .bot_mut(bot)
        .limiter
        .admit(limits, chat_id, Instant::now())
        .map_err(|wait| Refusal::too_many(whole_seconds(wait)))?;
    let message = Message {
        message_id: world.bot_mut(bot).ids.message(),
        chat_id,
        direction: Direction::FromBot,
        from: world.bot(bot).id,
        date: world.clock.now(),
        edit_date: None,
        text: draft.content.text,
        entities: draft.content.entities,
        attachment: draft.attachment,
        markup: draft.markup,
        reply_to,
        silent: params.flag("disable_notification"),
        edits: Vec::new(),
        deleted: false,
    };
    world.store(bot, message.clone());
    Ok(message)
}

/// Telegram tells waits in whole seconds, rounded up.
fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000).max(1)).unwrap_or(u32::MAX)
}

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: i32,
    #[serde(default)]
    allow_sending_without_reply: bool,
}

fn reply_target(
    world: &World,
    bot: BotKind,
    chat_id: i64,
    params: &Params,
) -> Result<Option<i32>, Refusal> {
    let asked = params
        .json::<Value>("reply_parameters", "ReplyParameters")?
        .and_then(|value| serde_json::from_value::<ReplyParameters>(value).ok())
        .or_else(|| {
            Some(ReplyParameters {
                message_id: params.integer("reply_to_message_id")?,
                allow_sending_without_reply: params.flag("allow_sending_without_reply"),
            })
        });
    match asked {
        None => Ok(None),
        Some(asked) if world.message(bot, chat_id, asked.message_id).is_some() => {
            Ok(Some(asked.message_id))
        }
        Some(asked) if asked.allow_sending_without_reply => Ok(None),
        Some(_) => Err(Refusal::bad_request("message to be replied not found")),
    }
}
