//! One update through its bot's handler tree.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration as StdDuration;

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
    patience: StdDuration,
}

impl Dispatcher {
    /// The tree of one bot. What is not handled within `patience` is taken up again later.
    pub fn new(app: App, bot: BotKind, patience: StdDuration) -> Self {
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
            patience,
        }
    }

    /// Handles an update. A failure is logged with the update's id and answered politely; whatever
    /// happens, there is an ending to record, and before the claim runs out.
    pub async fn handle(&self, claimed: &ClaimedUpdate) -> Handling {
        let handled = tokio::time::timeout(self.patience, self.handle_now(claimed)).await;
        handled.unwrap_or_else(|_| {
            let update_id = claimed.update.update_id;
            tracing::warn!(bot = %self.bot, update_id, "an update takes too long");
            self.put_off(claimed, None).unwrap_or(Handling::Done)
        })
    }

    async fn handle_now(&self, claimed: &ClaimedUpdate) -> Handling {
        let Some(chat) = private_chat(claimed) else {
            // Groups and channels get no answer.
            return Handling::Done;
        };
        let update_id = claimed.update.update_id;
        let handled = match read(&claimed.update.payload) {
            Ok(update) => self.dispatch(chat, update).await,
            Err(error) => {
                // Not the error's own words: they may quote what the person wrote.
                let (line, column) = (error.line(), error.column());
                tracing::error!(bot = %self.bot, update_id, line, column, "an update does not read");
                self.apologise(claimed).await;
                Ok(())
            }
        };
        match handled {
            Ok(()) => Handling::Done,
            Err(HandlerError::Telegram(error)) => self.undelivered(claimed, chat, &error).await,
            Err(HandlerError::Port(error)) => {
                let causes = causes(&error);
                tracing::error!(bot = %self.bot, update_id, %error, causes, "an update was not handled");
                self.apologise(claimed).await;
                Handling::Done
            }
        }
    }

    async fn dispatch(&self, chat: TelegramId, update: Update) -> Result<(), HandlerError> {
        let (update_id, is_message) = (update.id.0, !is_about_membership(&update));
        let chat = Chat::new(self.app.clone(), self.bot, chat);
        let mut dependencies = DependencyMap::new();
        dependencies.insert_container(dptree::deps![
            self.app.clone(),
            chat.clone(),
            Arc::clone(&self.storage),
            update
        ]);
        match self.schema.dispatch(dependencies).await {
            ControlFlow::Break(result) => return result,
            // The trees answer everything that comes in a private chat, unless its dialogue state
            // could not be read, which teloxide logs and steps over.
            ControlFlow::Continue(_) if is_message => {
                tracing::error!(bot = %self.bot, update_id, "nothing handled an update");
                chat.say(self.apology().await, None).await?;
            }
            ControlFlow::Continue(_) => {}
        }
        Ok(())
    }

    /// Says that something went wrong on our side.
    pub(super) async fn apologise(&self, claimed: &ClaimedUpdate) {
        let Some(chat) = private_chat(claimed) else {
            return;
        };
        let chat = Chat::new(self.app.clone(), self.bot, chat);
        if let Err(error) = chat.say(self.apology().await, None).await {
            let update_id = claimed.update.update_id;
            tracing::warn!(bot = %self.bot, update_id, %error, "the apology was not delivered");
        }
    }

    async fn apology(&self) -> String {
        match self.app.settings().await {
            Ok(settings) => self
                .app
                .wording(&settings)
                .text(TextKey::TEMPORARY_FAILURE, &[]),
            Err(_) => TextKey::TEMPORARY_FAILURE.spec().default.to_owned(),
        }
    }

    async fn undelivered(
        &self,
        claimed: &ClaimedUpdate,
        chat: TelegramId,
        error: &SendError,
    ) -> Handling {
        let update_id = claimed.update.update_id;
        let wait = match error {
            SendError::RetryAfter(wait) => Some(*wait),
            _ => None,
        };
        if error.is_passing()
            && let Some(again) = self.put_off(claimed, wait)
        {
            tracing::warn!(bot = %self.bot, update_id, %error, "an answer is tried again later");
            return again;
        }
        tracing::warn!(bot = %self.bot, update_id, %error, "an answer was given up");
        match error {
            SendError::Blocked(_) if self.bot == BotKind::Main => self.lose(chat).await,
            // Most likely a text that its owner broke: the apology is another one.
            SendError::BodyRejected(_) | SendError::Rejected(_) => self.apologise(claimed).await,
            _ => {}
        }
        Handling::Done
    }

    /// Until when an update is put off; `None` when it was tried often enough.
    fn put_off(&self, claimed: &ClaimedUpdate, wait: Option<StdDuration>) -> Option<Handling> {
        let pause = match wait {
            Some(wait) => Duration::from_std(wait).unwrap_or(Duration::seconds(60)),
            None => Duration::seconds(3_i64.pow(claimed.attempts.min(4))),
        };
        (claimed.attempts + 1 < TRIES).then(|| Handling::Again(self.app.now() + pause))
    }

    /// Telegram delivers nothing to this client any more.
    async fn lose(&self, client: TelegramId) {
        if let Err(error) = self.app.set_reachable(client, false).await {
            tracing::warn!(%client, %error, "a client who blocked the bot was not marked");
        }
    }
}

/// The private chat in which the update happened; its id is its person's, those of groups are negative.
fn private_chat(claimed: &ClaimedUpdate) -> Option<TelegramId> {
    let chat = claimed.update.chat_id?;
    (chat > 0).then_some(TelegramId(chat))
}

/// By way of text: from a JSON value teloxide reads every update as one of no known kind.
fn read(payload: &serde_json::Value) -> Result<Update, serde_json::Error> {
    serde_json::from_str(&payload.to_string())
}

fn is_about_membership(update: &Update) -> bool {
    matches!(update.kind, UpdateKind::MyChatMember(_))
}

fn causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |cause| cause.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_stored_update_is_read_as_what_it_is() {
        let payload = json!({
            "update_id": 7,
            "message": {
                "message_id": 1,
                "date": 1_772_676_000,
                "chat": { "id": 101, "type": "private", "first_name": "Анна" },
                "from": { "id": 101, "is_bot": false, "first_name": "Анна" },
                "text": "/start",
            },
        });
        let update = read(&payload).unwrap();
        assert!(
            matches!(&update.kind, UpdateKind::Message(message) if message.text() == Some("/start"))
        );
    }
}
