//! The state of the simulated Telegram: bots, people, chats, messages.
//!
//! [`World`] is plain data behind one lock; what a person does is in
//! [`acts`], what a bot may do is checked in [`access`], and how a message
//! looks in the Bot API is in [`wire`].

mod access;
mod acts;
pub(crate) mod bots;
pub(crate) mod callbacks;
pub(crate) mod calls;
pub(crate) mod dialog;
pub(crate) mod faults;
pub(crate) mod files;
mod ids;
pub(crate) mod keyboard;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod message;
pub(crate) mod people;
pub(crate) mod snapshot;
pub(crate) mod updates;
mod wire;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

pub(crate) use access::Peer;
pub use acts::{ActError, Posted, Pressed};

use crate::bot::BotKind;
use crate::clock::{Clock, Jumped};
use bots::BotState;
use callbacks::Callbacks;
use calls::Calls;
use dialog::Dialog;
use faults::Faults;
use files::Files;
use limits::Limits;
use members::Channel;
use message::Message;
use people::{Group, Person};

/// Number of clock moves kept for the chats.
const JUMPS_KEPT: usize = 200;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    /// Moves of the clock, oldest first.
    pub(crate) jumps: Vec<Jumped>,
    pub(crate) bots: [BotState; 2],
    pub(crate) people: BTreeMap<i64, Person>,
    pub(crate) groups: BTreeMap<i64, Group>,
    pub(crate) channel: Channel,
    pub(crate) dialogs: HashMap<(BotKind, i64), Dialog>,
    pub(crate) files: Files,
    pub(crate) callbacks: Callbacks,
    pub(crate) calls: Calls,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    /// Every positive id is a person who has started both bots.
    pub(crate) open: bool,
    /// Messages kept per chat; 0 keeps none.
    pub(crate) history_limit: usize,
}

impl World {
    /// Notes that the clock was moved on.
    pub(crate) fn note_jump(&mut self, jumped: Jumped) {
        if self.jumps.len() == JUMPS_KEPT {
            self.jumps.remove(0);
        }
        self.jumps.push(jumped);
    }

    pub(crate) fn bot(&self, kind: BotKind) -> &BotState {
        &self.bots[kind as usize]
    }

    pub(crate) fn bot_mut(&mut self, kind: BotKind) -> &mut BotState {
        &mut self.bots[kind as usize]
    }

    /// The person; in an open world every positive id is a person.
    pub(crate) fn person(&self, id: i64) -> Option<Cow<'_, Person>> {
        match self.people.get(&id) {
            Some(person) => Some(Cow::Borrowed(person)),
            None if self.open && id > 0 && self.bots.iter().all(|bot| bot.id != id) => {
                Some(Cow::Owned(Person::new(id, format!("Клиент {id}"))))
            }
            None => None,
        }
    }

    pub(crate) fn dialog(&self, bot: BotKind, chat_id: i64) -> Option<&Dialog> {
        self.dialogs.get(&(bot, chat_id))
    }

    pub(crate) fn dialog_mut(&mut self, bot: BotKind, chat_id: i64) -> &mut Dialog {
        self.dialogs.entry((bot, chat_id)).or_default()
    }

    /// A message that was not deleted.
    pub(crate) fn message(&self, bot: BotKind, chat_id: i64, id: i32) -> Option<&Message> {
        self.dialog(bot, chat_id)?.messages.get(&id).filter(|message| !message.deleted)
    }

    pub(crate) fn message_mut(
        &mut self,
        bot: BotKind,
        chat_id: i64,
        id: i32,
    ) -> Option<&mut Message> {
        self.dialogs
            .get_mut(&(bot, chat_id))?
            .messages
            .get_mut(&id)
            .filter(|message| !message.deleted)
    }

    /// Puts a message into the history, within its limit.
    pub(crate) fn store(&mut self, bot: BotKind, message: Message) {
        let limit = self.history_limit;
        if limit == 0 {
            return;
        }
        let dialog = self.dialog_mut(bot, message.chat_id);
        dialog.messages.insert(message.message_id, message);
        while dialog.messages.len() > limit {
            dialog.messages.pop_first();
        }
    }
}
