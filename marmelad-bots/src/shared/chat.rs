//! Answering in one chat.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use marmelad_core::App;
use marmelad_core::delivery::{
    InlineButton, Keyboard, MessageEdit, OutgoingDelivery, OutgoingMessage, SendError,
};
use marmelad_core::kernel::{BotKind, MessageId, TelegramId};
use teloxide::types::CallbackQuery;

use super::HandlerError;

/// A wait that Telegram asks for is sat out in the chat's own task up to this long; a longer one puts
/// the update off.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// One private chat of one bot.
#[derive(Clone)]
pub struct Chat {
    app: App,
    bot: BotKind,
    /// Whose.
    pub id: TelegramId,
}

/// A pressed inline button.
#[derive(Debug, Clone)]
pub struct Press {
    /// By which the waiting is ended.
    pub callback_id: String,
    /// What the button sends.
    pub data: String,
    /// The message under which it stands; `None` when Telegram does not tell it any more.
    pub message: Option<MessageId>,
}

impl Chat {
    /// The chat with a person.
    pub fn new(app: App, bot: BotKind, id: TelegramId) -> Self {
        Self { app, bot, id }
    }

    /// Sends a message. An answer that got lost is sent again: saying something twice is better than
    /// leaving a person at the till without an answer.
    pub async fn say(
        &self,
        html: impl Into<String>,
        keyboard: Option<Keyboard>,
    ) -> Result<MessageId, HandlerError> {
        let message = OutgoingMessage {
            chat: self.id,
            html: html.into(),
            keyboard,
        };
        self.stubborn(|| self.app.ports.messenger.send(self.bot, &message))
            .await
    }

    /// Sends a message of any kind, as recipients of a broadcast get it.
    pub async fn deliver(&self, delivery: &OutgoingDelivery) -> Result<MessageId, HandlerError> {
        let delivered = self
            .stubborn(|| self.app.ports.messenger.deliver(self.bot, delivery))
            .await?;
        Ok(delivered.message)
    }

    /// Changes a message of the bot's.
    pub async fn edit(
        &self,
        message: MessageId,
        html: Option<String>,
        buttons: Vec<Vec<InlineButton>>,
    ) -> Result<(), HandlerError> {
        let edit = MessageEdit {
            chat: self.id,
            message,
            html,
            buttons,
        };
        self.stubborn(|| self.app.ports.messenger.edit(self.bot, &edit))
            .await
    }

    /// Puts a text with buttons in place of a message of the bot's; says it anew when that message
    /// cannot be changed any more (deleted, too old).
    pub async fn replace(
        &self,
        message: MessageId,
        html: String,
        buttons: Vec<Vec<InlineButton>>,
    ) -> Result<(), HandlerError> {
        match self
            .edit(message, Some(html.clone()), buttons.clone())
            .await
        {
            Err(HandlerError::Telegram(SendError::Rejected(reason))) => {
                tracing::debug!(bot = %self.bot, reason, "a message is gone; answering with another");
                let keyboard = (!buttons.is_empty()).then_some(Keyboard::Inline(buttons));
                self.say(html, keyboard).await.map(|_| ())
            }
            done => done,
        }
    }

    /// Takes the buttons under a message away. Nobody waits for it, so a failure is not told.
    pub async fn take_buttons_away(&self, message: MessageId) {
        if let Err(error) = self.edit(message, None, Vec::new()).await {
            tracing::debug!(bot = %self.bot, %error, "old buttons stay");
        }
    }

    /// Ends the waiting of a pressed button. Nobody's work hangs on it, so a failure is not told.
    pub async fn acknowledge(&self, press: &Press, text: Option<String>) {
        if let Err(error) = self
            .app
            .ports
            .messenger
            .answer_press(self.bot, &press.callback_id, text)
            .await
        {
            tracing::debug!(bot = %self.bot, %error, "a press was not acknowledged");
        }
    }

    /// Tries again a few times while that may help.
    async fn stubborn<T, F>(&self, call: impl Fn() -> F) -> Result<T, HandlerError>
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
                self.count(answer.as_ref().err());
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
            .map_err(HandlerError::from)
    }

    /// Has deliveries keep clear of what was said here. Beside the answer, which waits for none of it.
    fn count(&self, error: Option<&SendError>) {
        let (app, bot, chat) = (self.app.clone(), self.bot, self.id);
        match error {
            // Nothing that Telegram counts.
            Some(SendError::NotSent(_) | SendError::Unauthorized) => {}
            Some(SendError::RetryAfter(wait)) => app.delivery.pause_chat(bot, chat, *wait),
            _ => {
                tokio::spawn(async move { app.delivery.note_reply(bot, chat).await });
            }
        }
    }
}

impl Press {
    /// The press behind a callback query of a private chat.
    pub fn of(query: &CallbackQuery) -> Self {
        Self {
            callback_id: query.id.0.clone(),
            data: query.data.clone().unwrap_or_default(),
            message: query
                .message
                .as_ref()
                .map(|message| MessageId(i64::from(message.id().0))),
        }
    }
}
