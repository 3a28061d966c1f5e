//! `copyMessage`.

use serde_json::json;

use super::methods::Outcome;
use super::params::Params;
use super::send::{Draft, deliver, open_chat};
use super::{content, markup};
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::text::Formatted;
use crate::world::World;
use crate::world::message::Attachment;

pub(crate) fn copy_message(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let peer = open_chat(world, bot, params)?;
    let source_chat = world.peer(params.chat("from_chat_id")?)?.chat_id();
    let source = params
        .integer("message_id")
        .and_then(|id| world.message(bot, source_chat, id))
        .ok_or_else(|| Refusal::bad_request("message to copy not found"))?;
    // Polls, service messages and the like.
    if matches!(source.attachment, Some(Attachment::Raw { .. })) {
        return Err(Refusal::bad_request("message can't be copied"));
    }
    let kept = Formatted { text: source.text.clone(), entities: source.entities.clone() };
    let content =
        if source.has_media() && params.has("caption") { content::caption(params)? } else { kept };
    let draft =
        Draft { content, attachment: source.attachment.clone(), markup: markup::read(params)? };
    let message = deliver(world, bot, peer, draft, params)?;
    Ok(json!({"message_id": message.message_id}).into())
}
