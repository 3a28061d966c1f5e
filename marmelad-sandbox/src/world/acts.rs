//! Actions of people: write, press, join, block.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::World;
use super::files::{FileRef, FileSource, MediaKind};
use super::members::MemberStatus;
use super::message::{Attachment, Direction, Message};
use super::people::put;
use crate::bot::BotKind;
use crate::text::Formatted;

/// A message written by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// Update that carries the message to the bot.
    pub update_id: u32,
    /// Number of the message in the chat.
    pub message_id: i32,
}

/// A button press that was sent to the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pressed {
    /// Update that carries the press to the bot.
    pub update_id: u32,
    /// Id that the bot answers to.
    pub callback_query_id: String,
}

/// Why an action of a person failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    #[error("nobody has the id {0}")]
    UnknownPerson(i64),
    #[error("no group has the id {0}")]
    UnknownGroup(i64),
    /// No such message, or it was deleted.
    #[error("no message {0} in this chat")]
    UnknownMessage(i32),
    /// The person has blocked the bot and must unblock it first.
    #[error("the person has blocked this bot")]
    BotBlocked,
    /// No message of the chat has such a button.
    #[error("no button «{0}» in this chat")]
    NoButton(String),
    /// The button opens something instead of sending data.
    #[error("the button «{0}» sends no data")]
    NotACallback(String),
    /// No such update was made.
    #[error("no update {0} is remembered")]
    UnknownUpdate(u32),
    /// The JSON is no update.
    #[error("an update is a JSON object with at least one kind of content")]
    NotAnUpdate,
}

impl World {
    /// A message from a person in their private chat with the bot.
    pub(crate) fn write(
        &mut self,
        bot: BotKind,
        person: i64,
        content: Formatted,
        attachment: Option<Attachment>,
    ) -> Result<Posted, ActError> {
        self.person(person).ok_or(ActError::UnknownPerson(person))?;
        let dialog = self.dialog_mut(bot, person);
        if dialog.blocked {
            return Err(ActError::BotBlocked);
        }
        dialog.started = true;
        Ok(self.post(bot, person, person, content, attachment))
    }

    /// A message from a person in a group.
    pub(crate) fn write_to_group(
        &mut self,
        bot: BotKind,
        group: i64,
        person: i64,
        content: Formatted,
    ) -> Result<Posted, ActError> {
        self.person(person).ok_or(ActError::UnknownPerson(person))?;
        let known = self.groups.get_mut(&group).ok_or(ActError::UnknownGroup(group))?;
        known.members.insert(person);
        Ok(self.post(bot, group, person, content, None))
    }

    fn post(
        &mut self,
        bot: BotKind,
        chat_id: i64,
        from: i64,
        content: Formatted,
        attachment: Option<Attachment>,
    ) -> Posted {
        let message = Message {
            message_id: self.bot_mut(bot).ids.message(),
            chat_id,
            direction: Direction::FromPerson,
            from,
            date: self.clock.now(),
            edit_date: None,
            text: content.text,
            entities: content.entities,
            attachment,
            markup: None,
            reply_to: None,
            silent: false,
            edits: Vec::new(),
            deleted: false,
        };
        let wire = self.message_json(bot, &message);
        let message_id = message.message_id;
        self.store(bot, message);
        self.dialog_mut(bot, chat_id).read_up_to = message_id;
        Posted { update_id: self.bot_mut(bot).push_update("message", chat_id, wire), message_id }
    }

    /// Keeps a file and gives it an id for this bot.
    pub(crate) fn take_file(
        &mut self,
        bot: BotKind,
        kind: MediaKind,
        mime: &str,
        source: FileSource,
    ) -> FileRef {
        let unique = self.bot_mut(bot).unique_id();
        let (name, url, content) = match source {
            FileSource::Upload { name, content } => (name, None, content),
            FileSource::Url(url) => (None, Some(url), Vec::new()),
        };
        let file = FileRef {
            kind,
            file_id: format!("AgACAgIAAx{}{unique}", kind.title()),
            file_unique_id: format!("AQAD{unique}"),
            size: content.len(),
            name,
            mime: mime.to_owned(),
            url,
        };
        self.files.add(bot, &file, content);
        file
    }

    /// A press of a button with this data, whether or not it is still shown.
    pub(crate) fn press(
        &mut self,
        bot: BotKind,
        chat_id: i64,
        person: i64,
        message_id: i32,
        data: &str,
    ) -> Result<Pressed, ActError> {
        let user = self.person(person).ok_or(ActError::UnknownPerson(person))?.user_json();
        let message = self
            .dialog(bot, chat_id)
            .and_then(|dialog| dialog.messages.get(&message_id))
            .ok_or(ActError::UnknownMessage(message_id))?;
        let wire = if message.deleted {
            json!({"chat": self.chat_json(chat_id), "message_id": message_id, "date": 0})
        } else {
            self.message_json(bot, message)
        };
        let id = self.bot_mut(bot).unique_id();
        let now_ms = self.clock.now_ms();
        self.callbacks.add(id.clone(), bot, person, now_ms);
        let query = json!({
            "id": id,
            "from": user,
            "message": wire,
            "chat_instance": chat_id.to_string(),
            "data": data,
        });
        Ok(Pressed {
            update_id: self.bot_mut(bot).push_update("callback_query", chat_id, query),
            callback_query_id: id,
        })
    }

    /// The data of the newest button with this label, and its message.
    pub(crate) fn find_button(
        &self,
        bot: BotKind,
        chat_id: i64,
        label: &str,
    ) -> Result<(i32, String), ActError> {
        let (id, button) = self
            .dialog(bot, chat_id)
            .into_iter()
            .flat_map(|dialog| dialog.messages.iter().rev())
            .filter(|(_, message)| !message.deleted)
            .find_map(|(id, message)| Some((*id, message.button(label)?)))
            .ok_or_else(|| ActError::NoButton(label.to_owned()))?;
        match &button.callback_data {
            Some(data) => Ok((id, data.clone())),
            None => Err(ActError::NotACallback(label.to_owned())),
        }
    }

    /// Blocks or unblocks a bot; `None` when nothing changes.
    pub(crate) fn set_blocked(
        &mut self,
        bot: BotKind,
        person: i64,
        blocked: bool,
    ) -> Result<Option<u32>, ActError> {
        let user = self.person(person).ok_or(ActError::UnknownPerson(person))?.user_json();
        let dialog = self.dialog_mut(bot, person);
        if dialog.blocked == blocked {
            return Ok(None);
        }
        dialog.blocked = blocked;
        dialog.started = true;
        let bot_user = self.bot(bot).user_json();
        let member = MemberStatus::Member.member_json(&bot_user);
        let kicked = MemberStatus::Kicked.member_json(&bot_user);
        let (old, new) = if blocked { (member, kicked) } else { (kicked, member) };
        let change = json!({
            "chat": self.chat_json(person),
            "from": user,
            "date": self.clock.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        Ok(Some(self.bot_mut(bot).push_update("my_chat_member", person, change)))
    }

    /// Changes a person's place in the channel; its admin bots that asked for
    /// `chat_member` updates are told.
    pub(crate) fn set_member(&mut self, person: i64, status: MemberStatus) -> Result<(), ActError> {
        let user = self.person(person).ok_or(ActError::UnknownPerson(person))?.user_json();
        let old = self.channel.status_of(person);
        self.channel.members.insert(person, status);
        if old == status {
            return Ok(());
        }
        let change = json!({
            "chat": self.channel.chat_json(),
            "from": user,
            "date": self.clock.now(),
            "old_chat_member": old.member_json(&user),
            "new_chat_member": status.member_json(&user),
        });
        let admins: Vec<BotKind> = self.channel.admin_bots.iter().copied().collect();
        for bot in admins {
            let lane = self.channel.id;
            self.bot_mut(bot).push_update("chat_member", lane, change.clone());
        }
        Ok(())
    }

    /// Queues a raw update; an absent `update_id` is filled in.
    pub(crate) fn inject(&mut self, bot: BotKind, mut body: Value) -> Result<u32, ActError> {
        let fields = body.as_object().map_or(0, Map::len);
        let given = body.get("update_id").cloned();
        if fields <= usize::from(given.is_some()) {
            return Err(ActError::NotAnUpdate);
        }
        let state = self.bot_mut(bot);
        let id = match given {
            None => state.ids.update(),
            Some(id) => {
                id.as_u64().and_then(|id| u32::try_from(id).ok()).ok_or(ActError::NotAnUpdate)?
            }
        };
        put(&mut body, "update_id", Some(id));
        state.ids.update_seen(id);
        let lane = lane_of(&body);
        state.push_raw(id, lane, body);
        Ok(id)
    }

    /// Queues a known update once more under its old id.
    pub(crate) fn redeliver(&mut self, bot: BotKind, update_id: u32) -> Result<(), ActError> {
        let state = self.bot_mut(bot);
        if !state.queue.push_again(update_id) {
            return Err(ActError::UnknownUpdate(update_id));
        }
        state.wake();
        Ok(())
    }
}

/// Chat of an update whatever its kind; 0 when it names none.
fn lane_of(body: &Value) -> i64 {
    body.as_object()
        .into_iter()
        .flat_map(Map::values)
        .find_map(|content| {
            content
                .pointer("/chat/id")
                .or_else(|| content.pointer("/message/chat/id"))
                .or_else(|| content.pointer("/from/id"))
                .and_then(Value::as_i64)
        })
        .unwrap_or(0)
}
