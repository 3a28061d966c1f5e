//! One update through its bot's handler tree.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::Duration;
use dptree::di::DependencyMap;
use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::ids::TelegramId;
use marmelad_core::domain::texts::TextKey;
use marmelad_core::ports::{ClaimedUpdate, Handling, SendError};
use teloxide::types::{Update, UpdateKind};

use crate::shared::{Chat, DialogueStorage, HandlerError, Schema};
use crate::{auth_bot, main_bot};

/// After so many tries an update whose answer cannot be delivered is given up.
const TRIES: u32 = 6;

/// Hands updates of one bot to its tree.
pub struct Dispatcher {
    app: App,
    bot: BotKind,
    schema: Schema,
    storage: Arc<DialogueStorage>,
}

impl Dispatcher {
    /// The tree of one bot.
    pub fn new(app: App, bot: BotKind) -> Self {
        let schema = match bot {
            BotKind::Main => main_bot::schema(),
            BotKind::Auth => auth_bot::schema(),
        };
        let storage = DialogueStorage::new(app.clone(), bot);
        Self {
            app,
            bot,
            schema,
            storage,
        }
    }

    /// Handles an update. A failure is logged with the update's id and answered politely; whatever
    /// happens, there is an ending to record.
    pub async fn handle(&self, claimed: &ClaimedUpdate) -> Handling {
        let update_id = claimed.update.update_id;
        let update: Update = match serde_json::from_value(claimed.update.payload.clone()) {
            Ok(update) => update,
            Err(error) => {
                tracing::error!(bot = %self.bot, update_id, %error, "an update does not read");
                return Handling::Done;
            }
        };
        match self.dispatch(update.clone()).await {
            Ok(()) => Handling::Done,
            Err(HandlerError::Telegram(error)) => self.undelivered(claimed, &error),
            Err(HandlerError::Port(error)) => {
                let causes = causes(&error);
                tracing::error!(bot = %self.bot, update_id, %error, causes, "an update was not handled");
                self.apologise(&update).await;
                Handling::Done
            }
        }
    }

    async fn dispatch(&self, update: Update) -> Result<(), HandlerError> {
        let Some(chat) = private_chat(&update) else {
            return Ok(());
        };
        let mut dependencies = DependencyMap::new();
        dependencies.insert_container(dptree::deps![
            self.app.clone(),
            Chat::new(self.app.clone(), self.bot, chat),
            Arc::clone(&self.storage),
            update.clone()
        ]);
        match self.schema.dispatch(dependencies).await {
            ControlFlow::Break(result) => result,
            ControlFlow::Continue(_) if matches!(update.kind, UpdateKind::MyChatMember(_)) => {
                Ok(())
            }
            // The trees answer everything that comes in a private chat, unless its dialogue state
            // could not be read, which teloxide logs and steps over.
            ControlFlow::Continue(_) => {
                tracing::error!(bot = %self.bot, update_id = update.id.0, "nothing handled an update");
                self.apologise(&update).await;
                Ok(())
            }
        }
    }

    /// Says that something went wrong on our side.
    pub(super) async fn apologise(&self, update: &Update) {
        let Some(chat) = private_chat(update) else {
            return;
        };
        let text = match self.app.settings().await {
            Ok(settings) => self
                .app
                .wording(&settings)
                .text(TextKey::TEMPORARY_FAILURE, &[]),
            Err(_) => TextKey::TEMPORARY_FAILURE.spec().default.to_owned(),
        };
        if let Err(error) = Chat::new(self.app.clone(), self.bot, chat)
            .say(text, None)
            .await
        {
            tracing::warn!(bot = %self.bot, update_id = update.id.0, %error, "the apology was not delivered");
        }
    }

    fn undelivered(&self, claimed: &ClaimedUpdate, error: &SendError) -> Handling {
        let update_id = claimed.update.update_id;
        if !error.is_passing() || claimed.attempts + 1 >= TRIES {
            tracing::warn!(bot = %self.bot, update_id, %error, "an answer was given up");
            return Handling::Done;
        }
        let pause = match error {
            SendError::RetryAfter(wait) => {
                Duration::from_std(*wait).unwrap_or(Duration::seconds(60))
            }
            _ => Duration::seconds(3_i64.pow(claimed.attempts.min(4))),
        };
        tracing::warn!(bot = %self.bot, update_id, %error, "an answer is tried again later");
        Handling::Again(self.app.now() + pause)
    }
}

/// The person in whose private chat the update happened.
fn private_chat(update: &Update) -> Option<TelegramId> {
    let chat = match &update.kind {
        UpdateKind::CallbackQuery(query) => match &query.message {
            Some(message) if !message.chat().is_private() => return None,
            _ => return i64::try_from(query.from.id.0).ok().map(TelegramId),
        },
        _ => update.chat()?,
    };
    chat.is_private().then_some(TelegramId(chat.id.0))
}

fn causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |cause| cause.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
