//! Answering in one chat.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use marmelad_core::App;
use marmelad_core::delivery::{
    InlineButton, Keyboard, MessageEdit, OutgoingDelivery, OutgoingMessage, SendError,
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
        let message = OutgoingMessage { chat: self.id, html: html.into(), keyboard };
        self.retried(|| self.app.ports.messenger.send(self.bot, &message)).await
    }

    /// Sends a message of any kind, as recipients of a broadcast get it.
    pub async fn deliver(&self, delivery: &OutgoingDelivery) -> Result<MessageId, SendError> {
        let delivered =
            self.retried(|| self.app.ports.messenger.deliver(self.bot, delivery)).await?;
        Ok(delivered.message)
    }

    /// Changes a message of the bot; without `html` only its buttons.
    async fn edit(
        &self,
        message: MessageId,
        html: Option<String>,
        buttons: Vec<Vec<InlineButton>>,
    ) -> Result<(), SendError> {
        let edit = MessageEdit { chat: self.id, message, html, buttons };
        self.retried(|| self.app.ports.messenger.edit(self.bot, &edit)).await
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
    pub async fn acknowledge(&self, query: &CallbackQuery, toast: Option<String>) {
        let messenger = &self.app.ports.messenger;
        let answered = messenger.answer_callback_query(self.bot, &query.id.0, toast).await;
        if let Err(error) = answered {
            tracing::debug!(bot = %self.bot, %error, "a callback query was not answered");
        }
    }

    async fn retried<T, F>(&self, call: impl Fn() -> F) -> Result<T, SendError>
    where
        F: Future<Output = Result<T, SendError>>,
    {
        let backoff = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_factor(4.0)
            .with_max_times(3)
            .with_jitter();
        let call = || {
            let answer = call();
            async {
                let answer = answer.await;
                self.apply_to_pace(answer.as_ref().err());
                answer
            }
        };
        call.retry(backoff)
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

    /// Makes deliveries take account of this reply, in a task of its own: the reply does not wait for the limiter.
    fn apply_to_pace(&self, error: Option<&SendError>) {
        let (app, bot, chat) = (self.app.clone(), self.bot, self.id);
        match error {
            // Telegram does not count these.
            Some(SendError::NotSent(_) | SendError::Unauthorized) => {}
            Some(SendError::RetryAfter(wait)) => {
                app.delivery.pause_chat(bot, chat, *wait);
            }
            _ => {
                tokio::spawn(async move { app.delivery.note_reply(bot, chat).await });
            }
        }
    }
}

/// The message under which a button was pressed; `None` when Telegram does not tell it any more.
pub fn message_of(query: &CallbackQuery) -> Option<MessageId> {
    let message = query.message.as_ref()?;
    Some(MessageId(i64::from(message.id().0)))
}
