//! Answering in one chat.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use marmelad_core::App;
use marmelad_core::delivery::{
    InlineButton, Keyboard, MessageEdit, OutgoingDelivery, OutgoingMessage, Reply, SendError,
    is_counted,
};
use marmelad_core::kernel::{BotKind, MessageId, TelegramId};
use teloxide::types::CallbackQuery;

/// The longest wait asked for by Telegram that is waited out here; a longer one puts the update off.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// One private chat of one bot. Sends are repeated while that may help.
#[derive(Clone)]
pub struct Chat {
    app: App,
    bot: BotKind,
    /// The person's Telegram id.
    pub id: TelegramId,
}

impl Chat {
    /// The bot's chat with a person.
    pub fn new(app: App, bot: BotKind, id: TelegramId) -> Self {
        Self { app, bot, id }
    }

    /// Sends a message. Sends it again when Telegram's answer is lost: twice is better than never.
    pub async fn send(
        &self,
        html: impl Into<String>,
        keyboard: Option<Keyboard>,
    ) -> Result<MessageId, SendError> {
        let message = OutgoingMessage { chat: self.id.into(), html: html.into(), keyboard };
        self.reply(Reply::Message(message)).await
    }

    /// Sends a message of any kind, as recipients of a broadcast get it.
    pub async fn deliver(&self, delivery: OutgoingDelivery) -> Result<MessageId, SendError> {
        self.reply(Reply::Delivery(delivery)).await
    }

    /// Changes a message of the bot; without `html` only its buttons.
    async fn edit(
        &self,
        message: MessageId,
        html: Option<String>,
        buttons: Vec<Vec<InlineButton>>,
    ) -> Result<(), SendError> {
        let edit = MessageEdit { chat: self.id.into(), message, html, buttons };
        self.reply(Reply::Edit(edit)).await.map(|_| ())
    }

    /// Puts a text with buttons in place of a message of the bot. Sends a new message when the old one cannot be changed
    /// any more: deleted, too old, or unknown.
    pub async fn replace(
        &self,
        message: Option<MessageId>,
        html: String,
        buttons: Vec<Vec<InlineButton>>,
    ) -> Result<(), SendError> {
        if let Some(message) = message {
            let edited = self.edit(message, Some(html.clone()), buttons.clone());
            match edited.await {
                Err(SendError::Rejected(reason)) => {
                    tracing::debug!(bot = %self.bot, reason, "a message is gone; answering with another");
                }
                done => return done,
            }
        }
        let keyboard = (!buttons.is_empty()).then_some(Keyboard::Inline(buttons));
        self.send(html, keyboard).await.map(|_| ())
    }

    /// Changes the buttons under a message. Buttons are a convenience, so a failure is only logged.
    pub async fn set_buttons(&self, message: Option<MessageId>, buttons: Vec<Vec<InlineButton>>) {
        let Some(message) = message else { return };
        if let Err(error) = self.edit(message, None, buttons).await {
            tracing::debug!(bot = %self.bot, chat = %self.id, %error, "old buttons stay");
        }
    }

    /// Ends the waiting of a pressed button, with a toast or without. A failure is only logged.
    pub async fn acknowledge(&self, query_id: &str, toast: Option<String>) {
        let answered = self.app.delivery.answer_callback_query(self.bot, query_id, toast).await;
        if let Err(error) = answered {
            tracing::debug!(bot = %self.bot, %error, "a callback query was not answered");
        }
    }

    async fn reply(&self, reply: Reply) -> Result<MessageId, SendError> {
        let backoff = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_factor(4.0)
            .with_max_times(3)
            .with_jitter();
        let attempt = || async {
            let answer = self.app.delivery.reply(self.bot, &reply).await;
            if is_counted(&answer) {
                // In a task of its own: the reply does not wait for the rate limiter.
                let (app, bot, chat) = (self.app.clone(), self.bot, self.id.into());
                tokio::spawn(async move { app.delivery.note_reply(bot, chat).await });
            }
            answer
        };
        attempt
            .retry(backoff)
            .when(|error| match error {
                SendError::RetryAfter(wait) => *wait <= LONGEST_WAIT,
                error => error.is_passing(),
            })
            .adjust(|error, planned| match (error, planned) {
                (SendError::RetryAfter(wait), Some(planned)) => Some(planned.max(*wait)),
                (_, planned) => planned,
            })
            .await
    }
}

/// The message under which a button was pressed; `None` when Telegram does not tell it any more.
pub fn message_of(query: &CallbackQuery) -> Option<MessageId> {
    let message = query.message.as_ref()?;
    Some(MessageId(i64::from(message.id().0)))
}
