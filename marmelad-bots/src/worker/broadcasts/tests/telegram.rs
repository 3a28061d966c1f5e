//! A Telegram that answers when a test lets it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use marmelad_core::delivery::{
    BotCommand, BotIdentity, Deleted, Delivered, Membership, MessageEdit, Messenger,
    OutgoingDelivery, OutgoingMessage, SendError,
};
use marmelad_core::kernel::{Address, BotKind, MessageId, WebhookInfo};
use tokio::sync::Notify;

#[derive(Debug, Clone, Default)]
pub(super) struct Telegram {
    /// How long every call takes.
    pub(super) takes: Duration,
    /// Calls into these chats are answered when `answer` is told.
    pub(super) hang: Arc<Mutex<BTreeSet<i64>>>,
    pub(super) answer: Arc<Notify>,
}

#[async_trait]
impl Messenger for Telegram {
    async fn deliver(
        &self,
        _: BotKind,
        delivery: &OutgoingDelivery,
    ) -> Result<Delivered, SendError> {
        let chat = delivery.chat.telegram_id().0;
        tokio::time::sleep(self.takes).await;
        let hangs = self.hang.lock().unwrap().contains(&chat);
        if hangs {
            self.answer.notified().await;
        }
        Ok(Delivered { message: MessageId(chat), file: None })
    }

    async fn me(&self, _: BotKind) -> Result<BotIdentity, SendError> {
        unreachable!()
    }

    async fn webhook(&self, _: BotKind) -> Result<WebhookInfo, SendError> {
        unreachable!()
    }

    async fn set_webhook(&self, _: BotKind) -> Result<String, SendError> {
        unreachable!()
    }

    async fn delete_webhook(&self, _: BotKind) -> Result<(), SendError> {
        unreachable!()
    }

    async fn send(&self, _: BotKind, _: &OutgoingMessage) -> Result<MessageId, SendError> {
        unreachable!()
    }

    async fn delete(&self, _: BotKind, _: Address, _: MessageId) -> Result<Deleted, SendError> {
        unreachable!()
    }

    async fn edit(&self, _: BotKind, _: &MessageEdit) -> Result<(), SendError> {
        unreachable!()
    }

    async fn answer_callback_query(
        &self,
        _: BotKind,
        _: &str,
        _: Option<String>,
    ) -> Result<(), SendError> {
        unreachable!()
    }

    async fn membership(&self, _: BotKind, _: &str, _: Address) -> Result<Membership, SendError> {
        unreachable!()
    }

    async fn set_commands(&self, _: BotKind, _: &[BotCommand]) -> Result<(), SendError> {
        unreachable!()
    }
}
