//! The part of the world that is saved over a restart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::World;
use super::bots::{Profile, Webhook};
use super::dialog::Dialog;
use super::files::{Files, StoredFile};
use super::ids::Ids;
use super::members::MemberStatus;
use super::message::Message;
use super::people::{Group, Person};
use super::updates::UpdateQueue;
use crate::bot::BotKind;
use crate::clock::Jumped;

/// Saved state, as JSON in the state file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    bots: Vec<BotSnapshot>,
    people: Vec<Person>,
    groups: Vec<Group>,
    members: BTreeMap<i64, MemberStatus>,
    dialogs: Vec<DialogSnapshot>,
    files: Vec<StoredFile>,
    #[serde(default)]
    jumps: Vec<Jumped>,
}

#[derive(Debug, Serialize, Deserialize)]
struct BotSnapshot {
    kind: BotKind,
    ids: Ids,
    profile: Profile,
    queue: UpdateQueue,
    webhook: Option<Webhook>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DialogSnapshot {
    bot: BotKind,
    chat_id: i64,
    started: bool,
    blocked: bool,
    read_up_to: i32,
    messages: Vec<Message>,
}

impl World {
    /// The state as the bytes of a state file.
    pub(crate) fn save(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&Snapshot {
            bots: self.bots.iter().map(save_bot).collect(),
            people: self.people.values().cloned().collect(),
            groups: self.groups.values().cloned().collect(),
            members: self.channel.members.clone(),
            dialogs: self
                .dialogs
                .iter()
                .map(|((bot, chat_id), dialog)| DialogSnapshot {
                    bot: *bot,
                    chat_id: *chat_id,
                    started: dialog.started,
                    blocked: dialog.blocked,
                    read_up_to: dialog.read_up_to,
                    messages: dialog.messages.values().cloned().collect(),
                })
                .collect(),
            files: self.files.all(),
            jumps: self.jumps.clone(),
        })
    }

    /// Restores saved state. Tokens, usernames and the channel are those
    /// of the configuration; people added before this call win.
    pub(crate) fn restore(&mut self, saved: Snapshot, files: Option<std::path::PathBuf>) {
        for bot in saved.bots {
            let state = self.bot_mut(bot.kind);
            state.ids = Ids::after(&bot.ids);
            state.profile = bot.profile;
            state.queue = bot.queue;
            state.webhook = bot.webhook;
        }
        for person in saved.people {
            self.people.entry(person.id).or_insert(person);
        }
        for group in saved.groups {
            self.groups.entry(group.id).or_insert(group);
        }
        self.channel.members.extend(saved.members);
        for dialog in saved.dialogs {
            let messages = dialog.messages.into_iter().map(|m| (m.message_id, m));
            self.dialogs.insert(
                (dialog.bot, dialog.chat_id),
                Dialog {
                    messages: messages.collect(),
                    started: dialog.started,
                    blocked: dialog.blocked,
                    read_up_to: dialog.read_up_to,
                },
            );
        }
        self.files = Files::new(files, saved.files);
        self.jumps = saved.jumps;
    }
}

fn save_bot(bot: &super::bots::BotState) -> BotSnapshot {
    BotSnapshot {
        kind: bot.kind,
        ids: bot.ids.clone(),
        profile: bot.profile.clone(),
        queue: bot.queue.waiting_only(),
        webhook: bot.webhook.clone(),
    }
}
