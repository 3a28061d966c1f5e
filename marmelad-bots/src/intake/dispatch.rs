//! One update through its bot's handler tree.

use std::error::Error;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use chrono::Duration;
use dptree::di::DependencyMap;
use marmelad_adapters::metrics::UpdateEnding;
use marmelad_core::App;
use marmelad_core::delivery::SendError;
use marmelad_core::intake::{ClaimedUpdate, Handling};
use marmelad_core::kernel::{BotKind, PortError, TelegramId};
use marmelad_core::messages::TextKey;
use teloxide::types::{Update, UpdateKind};

use crate::shared::{Chat, DialogueStorage, HandlerError, Schema};
use crate::{auth_bot, main_bot};

/// After so many tries, and about two minutes, an update that cannot be answered is given up.
const TRIES: u32 = 11;
/// The longest pause between two tries: so long somebody may wait after everything is well again.
const LONGEST_PAUSE_SECONDS: i64 = 16;

/// How the handling of an update ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// What is recorded.
    pub handling: Handling,
    /// What it counts as.
    pub counted_as: UpdateEnding,
}

impl Ended {
    const HANDLED: Self = Self {
        handling: Handling::Done,
        counted_as: UpdateEnding::Handled,
    };
    pub(super) const FAILED: Self = Self {
        handling: Handling::Done,
        counted_as: UpdateEnding::Failed,
    };
}

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

    /// Handles an update. A failure is logged and answered politely; whatever happens, there is an ending
    /// to record, and before the claim runs out.
    pub async fn handle(&self, claimed: &ClaimedUpdate) -> Ended {
        let handled = tokio::time::timeout(self.patience, self.handle_now(claimed)).await;
        handled.unwrap_or_else(|_| {
            tracing::warn!("an update takes too long");
            match self.put_off(claimed, None) {
                Some(later) => later,
                None => Ended::FAILED,
            }
        })
    }

    async fn handle_now(&self, claimed: &ClaimedUpdate) -> Ended {
        let Some(chat) = private_chat(claimed) else {
            // Groups and channels get no answer.
            return Ended::HANDLED;
        };
        let handled = match read(&claimed.update.payload) {
            Ok(update) => self.dispatch(chat, update).await,
            Err(error) => {
                // Not the error's own words: they may quote what the person wrote.
                let (line, column) = (error.line(), error.column());
                tracing::error!(line, column, "an update does not read");
                self.apologise(claimed).await;
                return Ended::FAILED;
            }
        };
        match handled {
            Ok(()) => Ended::HANDLED,
            Err(HandlerError::Telegram(error)) => self.undelivered(claimed, chat, &error).await,
            Err(HandlerError::Port(error @ PortError::Unavailable { .. })) => {
                self.unavailable(claimed, &error).await
            }
            Err(HandlerError::Port(error)) => self.broken(claimed, &error).await,
            Err(HandlerError::Dialogue(error)) => self.broken(claimed, &error).await,
        }
    }

    async fn dispatch(&self, chat: TelegramId, update: Update) -> Result<(), HandlerError> {
        let is_message = !is_about_membership(&update);
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
                tracing::error!("nothing handled an update");
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
        if let Some(press) = pressed(claimed) {
            let messenger = &self.app.ports.messenger;
            // A button must not look as if something still happened.
            let _ = messenger.answer_press(self.bot, press, None).await;
        }
        let chat = Chat::new(self.app.clone(), self.bot, chat);
        if let Err(error) = chat.say(self.apology().await, None).await {
            tracing::warn!(%error, "the apology was not delivered");
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

    /// Something that the handler needs is away for now, most likely the database. It is tried again by
    /// itself; whoever still waits after the second try is told, once.
    async fn unavailable(&self, claimed: &ClaimedUpdate, error: &PortError) -> Ended {
        let causes = causes(error);
        let later = self.put_off(claimed, None);
        tracing::warn!(%error, causes, attempts = claimed.attempts, "an update could not be handled now");
        if claimed.attempts == 1 || later.is_none() {
            self.apologise(claimed).await;
        }
        later.unwrap_or(Ended::FAILED)
    }

    /// Nothing is gained by trying again.
    async fn broken(&self, claimed: &ClaimedUpdate, error: &(dyn Error + Sync)) -> Ended {
        let causes = causes(error);
        tracing::error!(%error, causes, "an update was not handled");
        self.apologise(claimed).await;
        Ended::FAILED
    }

    async fn undelivered(
        &self,
        claimed: &ClaimedUpdate,
        chat: TelegramId,
        error: &SendError,
    ) -> Ended {
        let wait = match error {
            SendError::RetryAfter(wait) => Some(*wait),
            _ => None,
        };
        if error.is_passing()
            && let Some(later) = self.put_off(claimed, wait)
        {
            tracing::warn!(%error, "an answer is tried again later");
            return later;
        }
        tracing::warn!(%error, "an answer was given up");
        match error {
            SendError::Blocked(_) if self.bot == BotKind::Main => self.lose(chat).await,
            // Most likely a text that its owner broke: the apology is another one.
            SendError::BodyRejected(_) | SendError::Rejected(_) => self.apologise(claimed).await,
            _ => {}
        }
        Ended::FAILED
    }

    /// Until when an update is put off; `None` when it was tried often enough.
    fn put_off(&self, claimed: &ClaimedUpdate, wait: Option<StdDuration>) -> Option<Ended> {
        let doubled = 1_i64 << claimed.attempts.min(10);
        let pause = match wait.map(Duration::from_std) {
            Some(asked) => asked.unwrap_or(Duration::seconds(60)),
            None => Duration::seconds(doubled.min(LONGEST_PAUSE_SECONDS)),
        };
        (claimed.attempts + 1 < TRIES).then(|| Ended {
            handling: Handling::Again(self.app.now() + pause),
            counted_as: UpdateEnding::PutOff,
        })
    }

    /// Telegram delivers nothing to this client any more.
    async fn lose(&self, client: TelegramId) {
        if let Err(error) = self.app.clients.set_reachable(client, false).await {
            tracing::warn!(%client, %error, "a client who blocked the bot was not marked");
        }
    }
}

/// The private chat in which the update happened; its id is its person's, those of groups are negative.
fn private_chat(claimed: &ClaimedUpdate) -> Option<TelegramId> {
    let chat = claimed.update.chat_id?;
    (chat > 0).then_some(TelegramId(chat))
}

/// The id of the press that the update tells of, if it does.
fn pressed(claimed: &ClaimedUpdate) -> Option<&str> {
    claimed
        .update
        .payload
        .pointer("/callback_query/id")?
        .as_str()
}

/// By way of text: from a JSON value teloxide reads every update as one of no known kind.
fn read(payload: &serde_json::Value) -> Result<Update, serde_json::Error> {
    serde_json::from_str(&payload.to_string())
}

fn is_about_membership(update: &Update) -> bool {
    matches!(update.kind, UpdateKind::MyChatMember(_))
}

fn causes(error: &dyn Error) -> String {
    std::iter::successors(error.source(), |&cause| cause.source())
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
