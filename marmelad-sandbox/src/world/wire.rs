//! Conversion of the world's state to Bot API objects.

use serde_json::{Value, json};

use super::World;
use super::files::{FileRef, MediaKind};
use super::message::{Attachment, Message};
use super::people::put;
use crate::bot::BotKind;

impl World {
    /// Bot API `Chat`; an empty object for a chat that is gone.
    pub(crate) fn chat_json(&self, chat_id: i64) -> Value {
        if chat_id == self.channel.id {
            return self.channel.chat_json();
        }
        if let Some(group) = self.groups.get(&chat_id) {
            return json!({
                "id": group.id,
                "type": "group",
                "title": group.title,
                "all_members_are_administrators": true,
            });
        }
        self.person(chat_id).map_or_else(|| json!({}), |person| person.chat_json())
    }

    /// Bot API `User`, person or bot.
    pub(crate) fn user_json(&self, id: i64) -> Option<Value> {
        self.bots
            .iter()
            .find(|bot| bot.id == id)
            .map(super::bots::BotState::user_json)
            .or_else(|| self.person(id).map(|person| person.user_json()))
    }

    /// The Bot API's `Message` object.
    pub(crate) fn message_json(&self, bot: BotKind, message: &Message) -> Value {
        let mut out = self.bare_message_json(message);
        let answered = message
            .reply_to
            .and_then(|id| self.message(bot, message.chat_id, id))
            .map(|answered| self.bare_message_json(answered));
        put(&mut out, "reply_to_message", answered);
        out
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let mut out = json!({
            "message_id": message.message_id,
            "date": message.date,
            "chat": self.chat_json(message.chat_id),
        });
        if message.chat_id == self.channel.id {
            put(&mut out, "sender_chat", Some(self.channel.chat_json()));
        } else {
            put(&mut out, "from", self.user_json(message.from));
        }
        put(&mut out, "edit_date", message.edit_date);
        let (text_key, entities_key) = if message.has_media() {
            ("caption", "caption_entities")
        } else {
            ("text", "entities")
        };
        let text = Some(&message.text).filter(|text| !text.is_empty());
        put(&mut out, text_key, text);
        let entities = Some(&message.entities).filter(|entities| !entities.is_empty());
        put(&mut out, entities_key, entities);
        let markup = message.markup.as_ref();
        put(
            &mut out,
            "reply_markup",
            markup.filter(|m| m.inline().is_some_and(|rows| !rows.is_empty())),
        );
        if let Some(attachment) = &message.attachment {
            attach(&mut out, attachment);
        }
        out
    }
}

fn attach(out: &mut Value, attachment: &Attachment) {
    match attachment {
        Attachment::Media(file) => {
            let media = media_json(file);
            if file.kind == MediaKind::Animation {
                out["document"] = media.clone();
            }
            out[file.kind.field()] = media;
        }
        Attachment::Sticker { emoji, file } => {
            let mut sticker = media_json(file);
            put(&mut sticker, "emoji", Some(emoji));
            out["sticker"] = sticker;
        }
        Attachment::Contact { phone_number, first_name, user_id } => {
            let mut contact = json!({"phone_number": phone_number, "first_name": first_name});
            put(&mut contact, "user_id", *user_id);
            out["contact"] = contact;
        }
        Attachment::Raw { fields } => {
            for (name, value) in fields {
                out[name] = value.clone();
            }
        }
    }
}

fn media_json(file: &FileRef) -> Value {
    let mut out = json!({
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
    });
    if file.kind != MediaKind::Document {
        let side = if file.kind == MediaKind::Sticker { 512 } else { 800 };
        out["width"] = json!(side);
        out["height"] = json!(side);
    }
    match file.kind {
        MediaKind::Photo => return json!([out]),
        MediaKind::Sticker => {
            out["type"] = json!("regular");
            out["is_animated"] = json!(false);
            out["is_video"] = json!(false);
        }
        MediaKind::Video | MediaKind::Animation => {
            out["duration"] = json!(1);
            out["mime_type"] = json!(file.mime);
        }
        MediaKind::Document => {
            out["mime_type"] = json!(file.mime);
        }
    }
    if file.kind != MediaKind::Sticker {
        put(&mut out, "file_name", file.name.as_ref());
    }
    out
}
