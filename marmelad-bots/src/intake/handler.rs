//! One update through its bot's handler tree.

use std::error::Error;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Utc};
use dptree::di::DependencyMap;
use marmelad_core::App;
use marmelad_core::delivery::SendError;
use marmelad_core::intake::ClaimedUpdate;
use marmelad_core::kernel::{BotKind, PortError, TelegramId};
use marmelad_core::messages::TextKey;
use teloxide::types::{Update, UpdateKind};

use crate::shared::{Chat, DialogueStorage, HandlerError, Schema};
use crate::{auth_bot, main_bot};

/// How the handling of an update ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Handled,
    /// Given up, or pointless to try again.
    Failed,
    /// Tried again at this instant.
    PutOff(DateTime<Utc>),
}

/// Hands the updates of one bot to its handler tree.
pub(super) struct Handler {
    app: App,
    bot: BotKind,
    schema: Schema,
    storage: Arc<DialogueStorage>,
    time_limit: StdDuration,
}

impl Handler {
    /// An update that takes longer than `time_limit` is put off.
    pub(super) fn new(app: App, bot: BotKind, time_limit: StdDuration) -> Self {
        let schema = match bot {
            BotKind::Main => main_bot::schema(),
            BotKind::Auth => auth_bot::schema(),
        };
        let storage = DialogueStorage::new(app.clone(), bot);
        Self { app, bot, schema, storage, time_limit }
    }

    /// Handles an update. A failure is logged and answered politely. Ends before the claim does.
    pub(super) async fn handle(&self, claimed: &ClaimedUpdate) -> Outcome {
        let handled = tokio::time::timeout(self.time_limit, self.handle_now(claimed)).await;
        handled.unwrap_or_else(|_| {
            tracing::warn!("an update takes too long");
            self.put_off(claimed, None).unwrap_or(Outcome::Failed)
        })
    }

    async fn handle_now(&self, claimed: &ClaimedUpdate) -> Outcome {
        let Some(chat) = private_chat(claimed) else {
            // Groups and channels get no answer.
            return Outcome::Handled;
        };
        let handled = match read(&claimed.update.payload) {
            Ok(update) => self.dispatch(chat, update).await,
            Err(error) => {
                // The error's own words may quote what the person wrote.
                let (line, column) = (error.line(), error.column());
                tracing::error!(line, column, "an update cannot be read");
                self.apologise(claimed).await;
                return Outcome::Failed;
            }
        };
        match handled {
            Ok(()) => Outcome::Handled,
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
            // The trees answer everything in a private chat; a message without a sender ends here.
            ControlFlow::Continue(_) if is_message => {
                tracing::error!("nothing handled an update");
                chat.send(self.apology().await, None).await?;
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
        if let Some(query_id) = callback_query_id(claimed) {
            // The button must not look as if something still happened.
            chat.acknowledge(query_id, None).await;
        }
        if let Err(error) = chat.send(self.apology().await, None).await {
            tracing::warn!(%error, "the apology was not delivered");
        }
    }

    async fn apology(&self) -> String {
        match self.app.settings().await {
            Ok(settings) => self.app.wording(&settings).text(TextKey::TEMPORARY_FAILURE, &[]),
            Err(_) => TextKey::TEMPORARY_FAILURE.spec().default.to_owned(),
        }
    }

    /// Something that the handler needs is away, most likely the database. The update is tried again; after the second
    /// failed try the person is told, once.
    async fn unavailable(&self, claimed: &ClaimedUpdate, error: &PortError) -> Outcome {
        let causes = causes(error);
        let later = self.put_off(claimed, None);
        tracing::warn!(%error, causes, attempts = claimed.attempts, "an update could not be handled now");
        if claimed.attempts == 1 || later.is_none() {
            self.apologise(claimed).await;
        }
        later.unwrap_or(Outcome::Failed)
    }

    /// Trying again would not help.
    async fn broken(&self, claimed: &ClaimedUpdate, error: &(dyn Error + Sync)) -> Outcome {
        let causes = causes(error);
        tracing::error!(%error, causes, "an update was not handled");
        self.apologise(claimed).await;
        Outcome::Failed
    }

    async fn undelivered(
        &self,
        claimed: &ClaimedUpdate,
        chat: TelegramId,
        error: &SendError,
    ) -> Outcome {
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
            SendError::Blocked(_) if self.bot == BotKind::Main => self.mark_unreachable(chat).await,
            // Most likely an edited text with broken HTML: the apology is another text.
            SendError::BodyRejected(_) | SendError::Rejected(_) => self.apologise(claimed).await,
            _ => {}
        }
        Outcome::Failed
    }

    /// `wait` is what Telegram asked for. `None` when the update was tried often enough.
    fn put_off(&self, claimed: &ClaimedUpdate, wait: Option<StdDuration>) -> Option<Outcome> {
        self.app.intake.retry_at(claimed, wait).map(Outcome::PutOff)
    }

    async fn mark_unreachable(&self, client: TelegramId) {
        if let Err(error) = self.app.clients.set_reachable(client, false).await {
            tracing::warn!(%client, %error, "a client who blocked the bot was not marked");
        }
    }
}

/// The private chat of the update. Its id is that of its person; ids of groups and channels are negative.
fn private_chat(claimed: &ClaimedUpdate) -> Option<TelegramId> {
    let chat = claimed.update.chat_id?;
    (chat > 0).then_some(TelegramId(chat))
}

fn callback_query_id(claimed: &ClaimedUpdate) -> Option<&str> {
    claimed.update.payload.pointer("/callback_query/id")?.as_str()
}

/// Goes through text: from a JSON value teloxide reads every update as one of an unknown kind.
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
    fn the_trees_get_everything_that_their_handlers_ask_for() {
        let given = [
            dptree::Type::of::<App>(),
            dptree::Type::of::<Chat>(),
            dptree::Type::of::<Arc<DialogueStorage>>(),
            dptree::Type::of::<Update>(),
        ];
        for schema in [main_bot::schema(), auth_bot::schema()] {
            let dptree::HandlerSignature::Other { obligations, .. } = schema.sig() else {
                panic!("an empty tree")
            };
            let missing: Vec<_> =
                obligations.keys().filter(|wanted| !given.contains(wanted)).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

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
