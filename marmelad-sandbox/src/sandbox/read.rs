//! Reading what happened, and waiting for it.

use std::time::{Duration, Instant};

use super::{Sandbox, shown_keyboard};
use crate::bot::BotKind;
use crate::world::ActError;
use crate::world::callbacks::CallbackAnswer;
use crate::world::calls::{Call, Counter};
use crate::world::members::MemberStatus;
use crate::world::message::Message;
use crate::world::people::Person;

/// How long the waiting methods wait.
const PATIENCE: Duration = Duration::from_mins(1);

/// The awaited event did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WaitError {
    /// Nothing matched within a minute.
    #[error("nothing fitting came from the {bot} bot in chat {chat_id}; last messages: {last:#?}")]
    TimedOut {
        bot: BotKind,
        chat_id: i64,
        /// The last texts of the chat, oldest first.
        last: Vec<String>,
    },
    /// The person's action failed, so there is nothing to wait for.
    #[error(transparent)]
    Act(#[from] ActError),
}

impl Sandbox {
    /// The messages of a chat with a bot, oldest first, with the deleted ones.
    pub fn messages(&self, bot: BotKind, chat_id: i64) -> Vec<Message> {
        self.shared.read(|world| {
            world
                .dialog(bot, chat_id)
                .map(|dialog| dialog.messages.values().cloned().collect())
                .unwrap_or_default()
        })
    }

    /// Messages of the bot in the chat, oldest first.
    pub fn bot_messages(&self, bot: BotKind, chat_id: i64) -> Vec<Message> {
        let mut messages = self.messages(bot, chat_id);
        messages.retain(Message::is_from_bot);
        messages
    }

    /// One message as it stands now.
    pub fn message(&self, bot: BotKind, chat_id: i64, message_id: i32) -> Option<Message> {
        self.shared.read(|world| world.dialog(bot, chat_id)?.messages.get(&message_id).cloned())
    }

    /// All chats the bot has ever had a message in.
    pub fn chats(&self, bot: BotKind) -> Vec<i64> {
        let mut chats: Vec<i64> = self.shared.read(|world| {
            let known = world.dialogs.iter();
            known
                .filter(|((of, _), dialog)| *of == bot && !dialog.messages.is_empty())
                .map(|((_, chat_id), _)| *chat_id)
                .collect()
        });
        chats.sort_unstable();
        chats
    }

    /// All people added so far.
    pub fn people(&self) -> Vec<Person> {
        self.shared.read(|world| world.people.values().cloned().collect())
    }

    /// A person's place in the channel.
    pub fn member_status(&self, person: i64) -> MemberStatus {
        self.shared.read(|world| world.channel.status_of(person))
    }

    /// Labels of the reply keyboard that the person sees now.
    pub fn keyboard(&self, bot: BotKind, person: i64) -> Vec<String> {
        self.shared
            .read(|world| shown_keyboard(world, bot, person))
            .map(|shown| shown.labels())
            .unwrap_or_default()
    }

    /// Waits for the oldest message of the bot that `fits`.
    /// Deleted messages do not count; an edit may make a message fit.
    pub async fn wait_for(
        &self,
        bot: BotKind,
        chat_id: i64,
        fits: impl Fn(&Message) -> bool,
    ) -> Result<Message, WaitError> {
        self.wait_after(bot, chat_id, 0, fits).await
    }

    /// The next message of the bot after message `after`.
    pub async fn next_bot_message(
        &self,
        bot: BotKind,
        chat_id: i64,
        after: i32,
    ) -> Result<Message, WaitError> {
        self.wait_after(bot, chat_id, after, |_| true).await
    }

    /// Like [`wait_for`](Self::wait_for), among messages after `after`.
    pub async fn wait_after(
        &self,
        bot: BotKind,
        chat_id: i64,
        after: i32,
        fits: impl Fn(&Message) -> bool,
    ) -> Result<Message, WaitError> {
        let found = self
            .wait_until(|sandbox| {
                sandbox.shared.read(|world| {
                    world
                        .dialog(bot, chat_id)?
                        .messages
                        .range(after.saturating_add(1)..)
                        .map(|(_, message)| message)
                        .find(|message| message.is_from_bot() && !message.deleted && fits(message))
                        .cloned()
                })
            })
            .await;
        found.ok_or_else(|| self.timed_out(bot, chat_id))
    }

    /// Sends a text and waits for the bot's next message after it.
    pub async fn ask(
        &self,
        bot: BotKind,
        person: i64,
        text: impl Into<String>,
    ) -> Result<Message, WaitError> {
        let posted = self.send_text(bot, person, text)?;
        self.next_bot_message(bot, person, posted.message_id).await
    }

    /// Waits for the bot's answer to a press.
    pub async fn callback_answer(
        &self,
        callback_query_id: &str,
    ) -> Result<CallbackAnswer, WaitError> {
        let found = self
            .wait_until(|sandbox| {
                sandbox.shared.read(|world| world.callbacks.get(callback_query_id)?.answer.clone())
            })
            .await;
        found.ok_or_else(|| {
            let (bot, person) = self.shared.read(|world| {
                world
                    .callbacks
                    .get(callback_query_id)
                    .map_or((BotKind::Main, 0), |press| (press.bot, press.person))
            });
            self.timed_out(bot, person)
        })
    }

    /// Runs `check` after every change until it returns a value, for at most a minute.
    pub async fn wait_until<T>(&self, check: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + PATIENCE;
        let mut changes = self.shared.changes();
        loop {
            changes.mark_unchanged();
            if let Some(found) = check(self) {
                return Some(found);
            }
            tokio::select! {
                _ = changes.changed() => {}
                () = tokio::time::sleep_until(deadline.into()) => return check(self),
            }
        }
    }

    /// Logged calls of a bot, oldest first; of one method when given.
    pub fn calls(&self, bot: BotKind, method: Option<&str>) -> Vec<Call> {
        self.shared.read(|world| {
            world.calls.list(0, |entry| {
                entry.bot == bot && method.is_none_or(|m| entry.method.eq_ignore_ascii_case(m))
            })
        })
    }

    /// How often each method was answered with each status since the start.
    pub fn counters(&self) -> Vec<Counter> {
        self.shared.read(|world| world.calls.counters())
    }

    /// Calls of a bot answered with this HTTP status (0 = connection cut), over all
    /// methods or of one.
    pub fn count(&self, bot: BotKind, method: Option<&str>, status: u16) -> u64 {
        self.counters()
            .iter()
            .filter(|counter| {
                counter.bot == bot
                    && counter.status == status
                    && method.is_none_or(|m| counter.method.eq_ignore_ascii_case(m))
            })
            .map(|counter| counter.count)
            .sum()
    }

    /// Updates not yet taken by the bot.
    pub fn pending_updates(&self, bot: BotKind) -> usize {
        self.shared.read(|world| world.bot(bot).queue.len())
    }

    fn timed_out(&self, bot: BotKind, chat_id: i64) -> WaitError {
        let messages = self.messages(bot, chat_id);
        let skip = messages.len().saturating_sub(8);
        WaitError::TimedOut {
            bot,
            chat_id,
            last: messages[skip..]
                .iter()
                .map(|m| format!("{} {:?}: {}", m.message_id, m.direction, m.html()))
                .collect(),
        }
    }
}
