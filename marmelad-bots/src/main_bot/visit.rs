//! Who is writing, and the way to answer.

use std::borrow::Cow;

use marmelad_core::App;
use marmelad_core::delivery::{InlineButton, Keyboard};
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::TelegramId;
use marmelad_core::messages::{TextKey, truncate_utf16};
use marmelad_core::people::{TelegramProfile, User};
use teloxide::types::Update;

use crate::shared::{Chat, HandlerError, HandlerResult, Press, profile_of};

/// The longest `{first_name}`, in UTF-16 units.
const LONGEST_NAME: usize = 64;

/// One update of one client.
#[derive(Clone)]
pub(super) struct Visit {
    /// The application.
    pub(super) app: App,
    /// Their private chat.
    pub(super) chat: Chat,
    /// What Telegram says of them.
    pub(super) profile: TelegramProfile,
}

impl Visit {
    /// The sender's; `None` for what nobody sends.
    pub(super) fn of(app: App, chat: Chat, update: &Update) -> Option<Self> {
        let profile = profile_of(update.from()?);
        Some(Self { app, chat, profile })
    }

    /// The client: created at the first contact.
    pub(super) async fn client(&self) -> Result<User, HandlerError> {
        Ok(self.app.clients.meet(self.profile.clone()).await?)
    }

    /// Their Telegram id, known to us or not.
    pub(super) fn telegram_id(&self) -> TelegramId {
        self.profile.telegram_id
    }

    /// Answers with a text.
    pub(super) async fn say(
        &self,
        key: TextKey,
        values: &[(&str, &str)],
        keyboard: impl Into<Option<Keyboard>>,
    ) -> HandlerResult {
        let text = self.text(key, values).await?;
        self.chat.say(text, keyboard.into()).await?;
        Ok(())
    }

    /// Answers with a text about a discount; see `Wording::about`.
    pub(super) async fn say_about(
        &self,
        key: TextKey,
        discount: &Discount,
        more: &[(&str, &str)],
        keyboard: Keyboard,
    ) -> HandlerResult {
        let settings = self.app.settings().await?;
        let text = self.app.wording(&settings).about(key, discount, more);
        self.chat.say(text, Some(keyboard)).await?;
        Ok(())
    }

    /// Changes the message whose button was pressed; one that cannot be changed any more is answered
    /// with a new one.
    pub(super) async fn replace(
        &self,
        press: &Press,
        key: TextKey,
        values: &[(&str, &str)],
    ) -> HandlerResult {
        let text = self.text(key, values).await?;
        match press.message {
            Some(message) => self.chat.replace(message, text, Vec::new()).await,
            None => self.chat.say(text, None).await.map(|_| ()),
        }
    }

    /// Changes the buttons of the message whose button was pressed. They are a convenience: that it
    /// did not work is not told.
    pub(super) async fn rebutton(&self, press: &Press, buttons: Vec<Vec<InlineButton>>) {
        let Some(message) = press.message else {
            return;
        };
        if let Err(error) = self.chat.edit(message, None, buttons).await {
            tracing::debug!(chat = %self.chat.id, %error, "buttons were left as they were");
        }
    }

    /// A text by itself.
    pub(super) async fn text(
        &self,
        key: TextKey,
        values: &[(&str, &str)],
    ) -> Result<String, HandlerError> {
        let settings = self.app.settings().await?;
        Ok(self.app.wording(&settings).text(key, values))
    }
}

/// `{first_name}`.
pub(super) fn first_name(user: &User) -> Cow<'_, str> {
    truncate_utf16(
        user.first_name.as_deref().unwrap_or_default().trim(),
        LONGEST_NAME,
    )
}
