//! Callback queries that wait for `answerCallbackQuery`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bot::BotKind;

/// How long a press may be answered, milliseconds.
const LIFETIME_MS: u64 = 15 * 60 * 1000;
const REMEMBERED: usize = 10_000;

/// What the bot answered to a press.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallbackAnswer {
    /// Text of the toast or alert; empty when the bot only confirmed.
    pub text: String,
    /// An alert to be closed by hand instead of a toast.
    pub show_alert: bool,
    pub url: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) bot: BotKind,
    pub(crate) person: i64,
    at_ms: u64,
    pub(crate) answer: Option<CallbackAnswer>,
}

/// The last presses by id.
#[derive(Debug, Default)]
pub(crate) struct Callbacks {
    known: BTreeMap<String, Callback>,
}

impl Callbacks {
    pub(crate) fn add(&mut self, id: String, bot: BotKind, person: i64, now_ms: u64) {
        if self.known.len() == REMEMBERED {
            self.known.pop_first();
        }
        self.known.insert(id, Callback { bot, person, at_ms: now_ms, answer: None });
    }

    /// Records the answer; false when the press is unknown or too old.
    pub(crate) fn answer(
        &mut self,
        id: &str,
        bot: BotKind,
        answer: CallbackAnswer,
        now_ms: u64,
    ) -> bool {
        let oldest = now_ms.saturating_sub(LIFETIME_MS);
        match self.known.get_mut(id) {
            Some(press) if press.bot == bot && press.at_ms > oldest => {
                press.answer.get_or_insert(answer);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn person(&self, id: &str) -> Option<i64> {
        self.known.get(id).map(|press| press.person)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Callback> {
        self.known.get(id)
    }

    /// Makes every press up to now too old to be answered.
    pub(crate) fn expire(&mut self) {
        for press in self.known.values_mut() {
            press.at_ms = 0;
        }
    }
}
