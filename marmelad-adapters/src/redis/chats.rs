//! `marmelad:chat:{bot}:{chat}`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::{Script, ScriptInvocation};
use marmelad_core::delivery::{CHAT_SPACING, ChatPace, ChatTurn};
use marmelad_core::kernel::{BotKind, PortError, TelegramId, to_millis};

use super::link::Link;

/// While Redis is away chats have no pace: each call says so, and its caller goes on without.
pub(super) struct SharedChats {
    link: Arc<Link>,
    script: Script,
}

impl SharedChats {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            link,
            script: Script::new(include_str!("chats.lua")),
        }
    }

    fn call(
        &self,
        what: &str,
        bot: BotKind,
        chat: TelegramId,
        at: DateTime<Utc>,
    ) -> ScriptInvocation<'_> {
        let mut call = self.script.key(format!("marmelad:chat:{bot}:{chat}"));
        call.arg(what)
            .arg(at.timestamp_millis())
            .arg(CHAT_SPACING.num_milliseconds());
        call
    }

    async fn run(&self, call: &ScriptInvocation<'_>) -> Result<(), PortError> {
        self.link.invoke::<i64>(call).await.map(|_| ())
    }
}

#[async_trait]
impl ChatPace for SharedChats {
    async fn take(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<ChatTurn, PortError> {
        let call = self.call("take", bot, chat, now);
        let ask_again = self.link.invoke(&call).await?;
        let ask_again = DateTime::from_timestamp_millis(ask_again).filter(|at| *at > now);
        Ok(ask_again.map_or(ChatTurn::Taken, ChatTurn::At))
    }

    async fn give_back(
        &self,
        bot: BotKind,
        chat: TelegramId,
        taken_at: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.run(&self.call("give_back", bot, chat, taken_at)).await
    }

    async fn note(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.run(&self.call("note", bot, chat, now)).await
    }

    async fn pause(
        &self,
        bot: BotKind,
        chat: TelegramId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let mut call = self.call("pause", bot, chat, now);
        call.arg(to_millis(until).timestamp_millis());
        self.run(&call).await
    }
}
