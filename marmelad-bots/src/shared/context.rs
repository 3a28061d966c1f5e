//! What every handler works with.

use marmelad_core::App;
use marmelad_core::delivery::{Keyboard, SendError};
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{PortError, TelegramId};
use marmelad_core::messages::TextKey;
use marmelad_core::people::TelegramProfile;
use teloxide::dispatching::{UpdateHandler, dialogue};
use teloxide::prelude::Dialogue;
use teloxide::types::{CallbackQuery, Update, User};

use super::chat::{Chat, message_of};
use super::dialogue::{DialogueError, DialogueState, DialogueStorage};

/// A handler's failure. The person has not been answered yet.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// Something behind a port does not work. If it is unavailable, the update is tried again later; if it is broken, the
    /// person gets an apology.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A question cannot be asked, because its answer could not be recognised. Refused at once: trying again would hold
    /// up everything else that the person writes.
    #[error(transparent)]
    Dialogue(#[from] DialogueError),
    /// The answer did not reach Telegram. The update is handled again later when that may help.
    #[error("the answer was not delivered: {0}")]
    Telegram(#[from] SendError),
}

/// What a handler returns.
pub type HandlerResult = Result<(), HandlerError>;

/// The short text with which the waiting of a pressed button ends, if any.
pub type Toast = Option<String>;

/// The handler tree of a bot.
pub type Schema = UpdateHandler<HandlerError>;

/// One update of one person, in the private chat with a bot whose dialogue state is `S`.
#[derive(Clone)]
pub struct Context<S> {
    /// The application with its use cases.
    pub app: App,
    /// The private chat with the sender.
    pub chat: Chat,
    /// The sender, as Telegram describes them.
    pub sender: TelegramProfile,
    /// The dialogue state when the update came.
    pub state: S,
    dialogue: Dialogue<S, DialogueStorage>,
}

/// The beginning of a handler tree: gives the handlers behind it their [`Context`]. Passes over an update without a sender.
pub fn context<S: DialogueState>() -> Schema {
    dialogue::enter::<Update, DialogueStorage, S, HandlerResult>().filter_map(
        |app: App, chat: Chat, update: Update, state: S, dialogue| {
            Some(Context::<S> { app, chat, sender: profile_of(update.from()?), state, dialogue })
        },
    )
}

impl<S: DialogueState> Context<S> {
    /// Waits for the answer to a question. Called before the question is asked, so that its answer can be recognised.
    pub async fn enter(&self, state: S) -> Result<(), DialogueError> {
        self.dialogue.update(state).await
    }

    /// Ends the dialogue. `false`, with a log entry, when that could not be stored: an answer that was given is not given
    /// again for it, and the state ends by itself, or with the next command or button.
    pub async fn exit(&self) -> bool {
        self.state == S::default() || super::dialogue::exit(self.dialogue.clone()).await
    }

    /// Sends a text of the registry.
    pub async fn say(
        &self,
        key: TextKey,
        values: &[(&str, &str)],
        keyboard: impl Into<Option<Keyboard>>,
    ) -> HandlerResult {
        let html = self.text(key, values).await?;
        self.chat.send(html, keyboard.into()).await?;
        Ok(())
    }

    /// Sends a text about a discount; see `Wording::about`.
    pub async fn say_about(
        &self,
        key: TextKey,
        discount: &Discount,
        more: &[(&str, &str)],
        keyboard: impl Into<Option<Keyboard>>,
    ) -> HandlerResult {
        let settings = self.app.settings().await?;
        let html = self.app.wording(&settings).about(key, discount, more);
        self.chat.send(html, keyboard.into()).await?;
        Ok(())
    }

    /// Puts a text without buttons in place of the message whose button was pressed.
    pub async fn replace(
        &self,
        query: &CallbackQuery,
        key: TextKey,
        values: &[(&str, &str)],
    ) -> HandlerResult {
        let html = self.text(key, values).await?;
        let message = message_of(query);
        Ok(self.chat.replace(message, html, Vec::new()).await?)
    }

    /// «Эта кнопка больше не действует».
    pub async fn stale_toast(&self) -> Result<Toast, HandlerError> {
        Ok(Some(self.text(TextKey::BUTTON_STALE, &[]).await?))
    }

    /// A text of the registry with its values.
    pub async fn text(
        &self,
        key: TextKey,
        values: &[(&str, &str)],
    ) -> Result<String, HandlerError> {
        let settings = self.app.settings().await?;
        Ok(self.app.wording(&settings).text(key, values))
    }
}

fn profile_of(user: &User) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(i64::try_from(user.id.0).unwrap_or(i64::MAX)),
        username: user.username.clone(),
        first_name: Some(user.first_name.clone()).filter(|name| !name.is_empty()),
        last_name: user.last_name.clone(),
    }
}
