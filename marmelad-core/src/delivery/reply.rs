//! Direct replies in a chat, each one attempt: whether to try again is for the caller to decide.

use crate::delivery::{
    DeliveryService, MessageEdit, OutgoingDelivery, OutgoingMessage, SendError, retry_after,
};
use crate::kernel::{Address, BotKind, MessageId};

/// A direct reply.
#[derive(Debug, Clone)]
pub enum Reply {
    Message(OutgoingMessage),
    /// A message of any kind, as recipients of a broadcast get it.
    Delivery(OutgoingDelivery),
    Edit(MessageEdit),
}

impl Reply {
    /// The chat of the reply.
    pub fn chat(&self) -> Address {
        match self {
            Self::Message(message) => message.chat,
            Self::Delivery(delivery) => delivery.chat,
            Self::Edit(edit) => edit.chat,
        }
    }
}

impl DeliveryService {
    /// Sends a reply at once, and returns its message. After a 429 deliveries into that chat wait; all others go on.
    /// [`Self::note_reply`] counts the attempt if [`is_counted`] says so.
    pub async fn reply(&self, bot: BotKind, reply: &Reply) -> Result<MessageId, SendError> {
        let answer = match reply {
            Reply::Message(message) => self.messenger.send(bot, message).await,
            Reply::Delivery(delivery) => {
                self.messenger.deliver(bot, delivery).await.map(|delivered| delivered.message)
            }
            Reply::Edit(edit) => self.messenger.edit(bot, edit).await.map(|()| edit.message),
        };
        if let Err(SendError::RetryAfter(wait)) = answer {
            let until = self.context.now() + retry_after(wait);
            self.rate_limiter.pause_chat(bot, reply.chat(), until);
        }
        answer
    }

    /// Counts a direct reply, so that deliveries make room for it. Reaches the store of the rate limiter: the reply need
    /// not wait for it.
    pub async fn note_reply(&self, bot: BotKind, chat: Address) {
        if let Ok(Some(rate)) = self.telegram_rate().await {
            let limiter = &self.rate_limiter;
            limiter.debit(bot, chat, rate, self.context.now()).await;
        }
    }

    /// Ends the waiting of a pressed button, with a short text or none.
    pub async fn answer_callback_query(
        &self,
        bot: BotKind,
        query_id: &str,
        text: Option<String>,
    ) -> Result<(), SendError> {
        self.messenger.answer_callback_query(bot, query_id, text).await
    }
}

/// Whether Telegram counts an attempt with this answer toward its limits.
pub fn is_counted(answer: &Result<MessageId, SendError>) -> bool {
    !matches!(
        answer,
        Err(SendError::NotSent(_) | SendError::Unauthorized | SendError::RetryAfter(_))
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration as StdDuration;

    use chrono::{DateTime, Duration, Utc};

    use super::*;
    use crate::Ports;
    use crate::delivery::{MockMessenger, MockRateLimiter};
    use crate::kernel::TelegramId;
    use crate::testing::{NOW, app_at};

    #[tokio::test]
    async fn a_429_to_a_reply_holds_up_deliveries_into_its_chat() {
        let mut messenger = MockMessenger::new();
        let wait = StdDuration::from_secs(7);
        messenger.expect_send().return_const(Err(SendError::RetryAfter(wait)));
        let mut limiter = MockRateLimiter::new();
        let until = NOW.parse::<DateTime<Utc>>().unwrap() + Duration::seconds(7);
        limiter
            .expect_pause_chat()
            .once()
            .withf(move |bot, chat, at| {
                (*bot, *chat, *at) == (BotKind::Auth, Address::Telegram(TelegramId(100)), until)
            })
            .return_const(());
        let ports = Ports {
            messenger: Arc::new(messenger),
            rate_limiter: Arc::new(limiter),
            ..Ports::mocked()
        };
        let message = OutgoingMessage {
            chat: TelegramId(100).into(),
            html: "Здравствуйте".into(),
            keyboard: None,
        };
        let answer =
            app_at(NOW, ports).delivery.reply(BotKind::Auth, &Reply::Message(message)).await;
        assert!(!is_counted(&answer), "{answer:?}");
    }
}
