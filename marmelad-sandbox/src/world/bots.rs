//! One bot as Telegram knows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::ids::Ids;
use super::limits::Limiter;
use super::updates::UpdateQueue;
use crate::bot::BotKind;
use crate::clock::Clock;

/// A bot's account, settings and queue.
#[derive(Debug)]
pub(crate) struct BotState {
    pub(crate) kind: BotKind,
    pub(crate) id: i64,
    pub(crate) token: String,
    pub(crate) username: String,
    pub(crate) profile: Profile,
    pub(crate) ids: Ids,
    pub(crate) queue: UpdateQueue,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) limiter: Limiter,
    /// Grows with every getUpdates; an older waiting call then ends with 409.
    pub(crate) poll_epoch: u64,
    /// Wakes long polls and the webhook sender.
    pub(crate) signal: watch::Sender<u64>,
    clock: Clock,
}

/// The profile that the bot has set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) short_description: String,
    /// Command lists by scope and language, as `<scope json>|<language>`.
    #[serde(default)]
    pub(crate) commands: BTreeMap<String, Value>,
}

/// A webhook as set by `setWebhook`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) max_connections: u32,
    #[serde(default)]
    pub(crate) last_error: Option<(i64, String)>,
}

impl BotState {
    pub(crate) fn new(
        kind: BotKind,
        id: i64,
        token: String,
        username: String,
        name: &str,
        clock: Clock,
    ) -> Self {
        Self {
            kind,
            id,
            token,
            username,
            profile: Profile { name: name.to_owned(), ..Profile::default() },
            ids: Ids::from_clock(),
            queue: UpdateQueue::default(),
            webhook: None,
            limiter: Limiter::default(),
            poll_epoch: 0,
            signal: watch::Sender::new(0),
            clock,
        }
    }

    /// Queues an update and wakes whoever takes it; returns its id.
    pub(crate) fn push_update(&mut self, kind: &str, lane: i64, content: Value) -> u32 {
        let id = self.ids.update();
        self.queue.push(id, kind, lane, content, self.clock.now_ms());
        self.wake();
        id
    }

    /// Queues a whole update, whatever its kind.
    pub(crate) fn push_raw(&mut self, id: u32, lane: i64, body: Value) {
        self.queue.push_raw(id, lane, body, self.clock.now_ms());
        self.wake();
    }

    /// A new id for a press or a file, unique over both bots.
    pub(crate) fn unique_id(&mut self) -> String {
        format!("{}{}", self.kind as u8 + 1, self.ids.unique())
    }

    pub(crate) fn wake(&self) {
        self.signal.send_modify(|version| *version += 1);
    }

    /// The Bot API's `User` object.
    pub(crate) fn user_json(&self) -> Value {
        json!({
            "id": self.id,
            "is_bot": true,
            "first_name": self.profile.name,
            "username": self.username,
        })
    }
}
