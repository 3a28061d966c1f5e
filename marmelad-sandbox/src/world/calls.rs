//! The log of calls of the Bot API.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::bot::BotKind;

/// One call of a Bot API method.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Number of the call, starting at 1.
    pub id: u64,
    pub bot: BotKind,
    /// Method as Telegram spells it.
    pub method: String,
    /// Parameters; JSON inside strings is unfolded, uploads show their name.
    pub params: Value,
    /// HTTP status of the answer; `None` when the connection was cut.
    pub status: Option<u16>,
    /// `description` of a refusal.
    pub description: Option<String>,
    /// Unix time in milliseconds at the answer.
    pub at_ms: u64,
    /// From the call to its answer, in milliseconds.
    pub took_ms: u64,
    /// What was answered; `None` when the connection was cut, for `getUpdates`, and
    /// for what is too long to be kept.
    pub answer: Option<Value>,
    /// Whether an injected fault changed the answer.
    pub faulted: bool,
}

/// The last calls, and counters of all.
#[derive(Debug)]
pub(crate) struct Calls {
    kept: VecDeque<Entry>,
    limit: usize,
    last_id: u64,
    counters: BTreeMap<(BotKind, &'static str, u16), u64>,
}

/// A call with its parameters as received; they are parsed only when read.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) bot: BotKind,
    pub(crate) method: &'static str,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) status: Option<u16>,
    pub(crate) description: Option<String>,
    pub(crate) at_ms: u64,
    pub(crate) took_ms: u64,
    pub(crate) answer: Option<String>,
    pub(crate) faulted: bool,
}

/// How many calls of a method were answered with a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counter {
    pub bot: BotKind,
    /// Method as Telegram spells it.
    pub method: String,
    /// HTTP status; 0 for a cut connection.
    pub status: u16,
    pub count: u64,
}

impl Calls {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: VecDeque::new(), limit, last_id: 0, counters: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, entry: Entry) {
        self.last_id += 1;
        *self.counters.entry((entry.bot, entry.method, entry.status.unwrap_or(0))).or_default() +=
            1;
        if self.limit == 0 {
            return;
        }
        if self.kept.len() == self.limit {
            self.kept.pop_front();
        }
        self.kept.push_back(entry);
    }

    /// Kept calls after `after`, oldest first, with a filter on the entry.
    pub(crate) fn list(&self, after: u64, wanted: impl Fn(&Entry) -> bool) -> Vec<Call> {
        let first_id = self.last_id - self.kept.len() as u64 + 1;
        (first_id..)
            .zip(&self.kept)
            .filter(|(id, entry)| *id > after && wanted(entry))
            .map(|(id, entry)| entry.to_call(id))
            .collect()
    }

    /// Kept calls with their numbers, newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = (u64, &Entry)> {
        let ids = (1..=self.last_id).rev();
        ids.zip(self.kept.iter().rev())
    }

    pub(crate) fn counters(&self) -> Vec<Counter> {
        self.counters
            .iter()
            .map(|((bot, method, status), count)| Counter {
                bot: *bot,
                method: (*method).to_owned(),
                status: *status,
                count: *count,
            })
            .collect()
    }
}

impl Entry {
    /// Converts the entry for readers.
    pub(crate) fn to_call(&self, id: u64) -> Call {
        let answer = self.answer.as_deref();
        Call {
            id,
            bot: self.bot,
            method: self.method.to_owned(),
            params: unfold(&self.params),
            status: self.status,
            description: self.description.clone(),
            at_ms: self.at_ms,
            took_ms: self.took_ms,
            answer: answer.and_then(|answer| serde_json::from_str(answer).ok()),
            faulted: self.faulted,
        }
    }

    /// The raw value of a parameter.
    pub(crate) fn param(&self, wanted: &str) -> Option<&str> {
        let found = self.params.iter().find(|(key, _)| key == wanted);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the call contains these lower-case words.
    pub(crate) fn mentions(&self, words: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(words);
        has(self.method)
            || self.description.as_deref().is_some_and(has)
            || self.params.iter().any(|(key, value)| has(key) || has(value))
            || self.answer.as_deref().is_some_and(has)
    }

    /// Whether the call was refused, failed or cut.
    pub(crate) fn is_failure(&self) -> bool {
        self.faulted || self.status.is_none_or(|status| status >= 400)
    }
}

/// Parses strings that hold a JSON object, array, number or boolean.
fn unfold(params: &[(String, String)]) -> Value {
    let mut map = Map::new();
    for (key, text) in params {
        let folded = !matches!(key.as_str(), "text" | "caption" | "callback_query_id")
            && text.starts_with([
                '{', '[', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f',
            ]);
        let value = folded
            .then(|| serde_json::from_str(text).ok())
            .flatten()
            .unwrap_or_else(|| Value::String(text.clone()));
        map.insert(key.clone(), value);
    }
    Value::Object(map)
}
