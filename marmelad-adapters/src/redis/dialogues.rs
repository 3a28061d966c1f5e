//! `marmelad:dialogue:{bot}:{chat}`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::Cmd;
use marmelad_core::intake::DialogueStore;
use marmelad_core::kernel::{BotKind, PortError, TelegramId, to_millis};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::link::Link;

pub(super) struct Dialogues(pub(super) Arc<Link>);

/// What is kept. The end stands in it too: Redis's clock need not be ours to the second.
#[derive(Serialize, Deserialize)]
struct Kept {
    state: Value,
    #[serde(with = "chrono::serde::ts_milliseconds")]
    expires_at: DateTime<Utc>,
}

#[async_trait]
impl DialogueStore for Dialogues {
    async fn get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>, PortError> {
        let kept: Option<String> = self.0.query(&Cmd::get(key(bot, chat))).await?;
        // What another version wrote and this one cannot read is as good as gone.
        let kept: Option<Kept> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
        Ok(kept.filter(|kept| kept.expires_at > now).map(|kept| kept.state))
    }

    async fn put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let expires_at = to_millis(expires_at);
        let Ok(millis @ 1..) = u64::try_from((expires_at - now).num_milliseconds()) else {
            return self.remove(bot, chat).await;
        };
        let kept = serde_json::to_string(&Kept { state, expires_at }).map_err(|error| {
            PortError::Broken { what: "writing a dialogue state", source: error.into() }
        })?;
        self.0.query(&Cmd::pset_ex(key(bot, chat), kept, millis)).await
    }

    async fn remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError> {
        self.0.query(&Cmd::del(key(bot, chat))).await
    }
}

fn key(bot: BotKind, chat: TelegramId) -> String {
    format!("marmelad:dialogue:{bot}:{chat}")
}
