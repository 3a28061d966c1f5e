//! Somebody who wants an answer.

use std::time::{Duration, Instant};

use marmelad_sandbox::{BotKind, Message};

use super::{GIVE_UP, Surroundings};

/// How long people think before they write.
const THINKING: Duration = Duration::from_millis(100);
/// What a bot says when something does not work. People do the same again a moment later.
const APOLOGIES: [&str; 2] = ["Что-то пошло не так", "временно недоступна"];
const BREATH: Duration = Duration::from_millis(500);

/// A person's chat with a bot.
pub(super) struct Chat {
    around: Surroundings,
    bot: BotKind,
    pub(super) id: i64,
}

impl Chat {
    pub(super) fn new(around: &Surroundings, bot: BotKind, id: i64) -> Self {
        let messages = around.telegram.bot_messages(bot, id).len();
        around.journal.entered(bot, id, messages);
        Self { around: around.clone(), bot, id }
    }

    /// Writes until there is an answer.
    pub(super) async fn asks<T>(&self, text: &str, answer: impl Fn(&Message) -> Option<T>) -> T {
        let write = || {
            let posted = self.around.telegram.send_text(self.bot, self.id, text);
            self.around.journal.wrote(self.bot, self.id, posted.unwrap());
        };
        self.insists(text, self.newest(), write, answer).await
    }

    /// Presses a button under a message until that message, or a later one, is an answer.
    pub(super) async fn presses<T>(
        &self,
        card: i32,
        data: &str,
        answer: impl Fn(&Message) -> Option<T>,
    ) -> T {
        let press = || {
            let pressed = self.around.telegram.press(self.bot, self.id, card, data);
            self.around.journal.pressed(self.bot, pressed.unwrap());
        };
        self.insists(data, card - 1, press, answer).await
    }

    /// What this person and everybody else do and see.
    pub(super) fn around(&self) -> &Surroundings {
        &self.around
    }

    /// Acts, and acts again when nothing or an apology comes, until a message after `after` is an answer.
    async fn insists<T>(
        &self,
        what: &str,
        after: i32,
        act: impl Fn(),
        answer: impl Fn(&Message) -> Option<T>,
    ) -> T {
        let begun = Instant::now();
        loop {
            tokio::time::sleep(THINKING).await;
            let before = self.newest();
            act();
            let says_something = |message: &Message| {
                answer(message).is_some() || message.message_id > before && is_apology(message)
            };
            let telegram = &self.around.telegram;
            let waiting = telegram.wait_after(self.bot, self.id, after, says_something);
            let seen = tokio::time::timeout(self.around.patience, waiting).await;
            let seen = seen.ok().and_then(Result::ok);
            if let Some(answer) = seen.as_ref().and_then(&answer) {
                return answer;
            }
            let why = seen.map_or("silence".to_owned(), |message| message.text);
            let told = format!("{} {}, {what}: {why}", self.bot, self.id);
            assert!(begun.elapsed() < GIVE_UP, "no answer: {told}\n{}", self.history());
            self.around.journal.repeated(told);
            tokio::time::sleep(BREATH).await;
        }
    }

    fn newest(&self) -> i32 {
        let messages = self.around.telegram.messages(self.bot, self.id);
        messages.last().map_or(0, |message| message.message_id)
    }

    /// The end of the chat, for whoever looks into a failure.
    pub(super) fn history(&self) -> String {
        let messages = self.around.telegram.messages(self.bot, self.id);
        let lines = messages.iter().rev().take(8).rev();
        let shown = lines.map(|it| format!("{} {:?}: {}\n", it.message_id, it.direction, it.text));
        shown.collect()
    }
}

fn is_apology(message: &Message) -> bool {
    APOLOGIES.iter().any(|apology| message.text.contains(apology))
}
