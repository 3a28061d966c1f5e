//! Changing and deleting messages.

use super::methods::Outcome;
use super::params::Params;
use super::send::open_chat;
use super::{content, markup};
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::text::Formatted;
use crate::world::World;
use crate::world::keyboard::Markup;
use crate::world::message::Version;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
/// A message can be deleted for 48 hours.
const DELETABLE_SECONDS: i64 = 48 * 3600;

pub(crate) fn edit_message_text(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let text = content::text(params)?;
    let markup = markup::read_inline(params)?;
    edit(world, bot, params, Some(text), markup, Wanted::Text)
}

pub(crate) fn edit_message_caption(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    let caption = content::caption(params)?;
    let markup = markup::read_inline(params)?;
    edit(world, bot, params, Some(caption), markup, Wanted::Caption)
}

pub(crate) fn edit_message_reply_markup(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    let markup = markup::read_inline(params)?;
    edit(world, bot, params, None, markup, Wanted::Anything)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Text,
    Caption,
    Anything,
}

fn edit(
    world: &mut World,
    bot: BotKind,
    params: &Params,
    content: Option<Formatted>,
    markup: Option<Markup>,
    wanted: Wanted,
) -> Outcome {
    let chat_id = open_chat(world, bot, params)?.chat_id();
    let now = world.clock.now();
    let message = message_id(params)
        .and_then(|id| world.message_mut(bot, chat_id, id))
        .ok_or_else(|| Refusal::bad_request("message to edit not found"))?;
    // A message with a reply keyboard cannot be edited either.
    let fixed = message.markup.as_ref().is_some_and(|markup| markup.inline().is_none());
    if !message.is_from_bot() || fixed {
        return Err(Refusal::bad_request("message can't be edited"));
    }
    if wanted == Wanted::Text && message.attachment.is_some() {
        return Err(Refusal::bad_request("there is no text in the message to edit"));
    }
    if wanted == Wanted::Caption && !message.has_media() {
        return Err(Refusal::bad_request("there is no caption in the message to edit"));
    }
    let same_text = content
        .as_ref()
        .is_none_or(|content| content.text == message.text && content.entities == message.entities);
    if same_text && markup == message.markup {
        return Err(Refusal::bad_request(NOT_MODIFIED));
    }
    message.edits.push(Version { text: message.text.clone(), markup: message.markup.clone() });
    message.markup = markup;
    if let Some(content) = content {
        message.text = content.text;
        message.entities = content.entities;
    }
    message.edit_date = Some(now);
    let edited = message.clone();
    Ok(world.message_json(bot, &edited).into())
}

pub(crate) fn delete_message(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let chat_id = open_chat(world, bot, params)?.chat_id();
    let id = message_id(params)
        .ok_or_else(|| Refusal::bad_request("message identifier is not specified"))?;
    delete(world, bot, chat_id, id)?;
    Ok(true.into())
}

pub(crate) fn delete_messages(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let chat_id = open_chat(world, bot, params)?.chat_id();
    let ids = params
        .json::<Vec<i32>>("message_ids", "message identifiers JSON array")?
        .unwrap_or_default();
    if ids.is_empty() {
        return Err(Refusal::bad_request("message identifiers are not specified"));
    }
    if ids.len() > 100 {
        return Err(Refusal::bad_request("too many message identifiers specified"));
    }
    for id in ids {
        // Messages that are gone already are skipped.
        match delete(world, bot, chat_id, id) {
            Ok(()) => {}
            Err(refusal) if refusal.description.ends_with("not found") => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(true.into())
}

fn delete(world: &mut World, bot: BotKind, chat_id: i64, id: i32) -> Result<(), Refusal> {
    let now = world.clock.now();
    let message = world
        .message_mut(bot, chat_id, id)
        .ok_or_else(|| Refusal::bad_request("message to delete not found"))?;
    if now - message.date > DELETABLE_SECONDS {
        return Err(Refusal::bad_request("message can't be deleted for everyone"));
    }
    message.deleted = true;
    Ok(())
}

fn message_id(params: &Params) -> Option<i32> {
    params.integer("message_id").filter(|id| *id > 0)
}
