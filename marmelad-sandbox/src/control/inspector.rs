//! The inspector: updates and calls in one list.

use std::cmp::Reverse;
use std::sync::Arc;

use poem::web::{Data, Query};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;
use crate::world::World;
use crate::world::calls::Entry;

/// Default and greatest number of entries in one answer.
const SHOWN: usize = 100;
const MOST: usize = 500;

/// The filter of the inspector; absent fields do not restrict it.
#[derive(Deserialize)]
struct Wanted {
    bot: Option<BotKind>,
    chat: Option<i64>,
    kind: Option<Kind>,
    /// Words anywhere in it, in any case.
    #[serde(default)]
    q: String,
    /// `getUpdates` too: bots that poll ask all the time.
    #[serde(default)]
    polls: bool,
    limit: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Update,
    Call,
    /// Calls that were refused, failed or cut.
    Failure,
}

#[handler]
pub(super) fn inspector(Data(sandbox): Data<&Sandbox>, Query(wanted): Query<Wanted>) -> Response {
    let limit = wanted.limit.unwrap_or(SHOWN).min(MOST);
    let words = wanted.q.trim().to_lowercase();
    let (updates, mut found) = sandbox
        .shared()
        .read(|world| (updates(world, &wanted), calls(world, &wanted, &words, limit)));
    // Search updates outside the lock, since every request waits for that lock.
    let updates = updates.into_iter().filter(|update| words.is_empty() || update.mentions(&words));
    found.extend(updates.take(limit).map(|update| (update.at_ms, update.json())));
    found.sort_by_key(|(at_ms, _)| Reverse(*at_ms));
    found.truncate(limit);
    answer::ok(&found.into_iter().map(|(_, json)| json).collect::<Vec<Value>>())
}

/// An update, taken out of the world.
struct Seen {
    bot: BotKind,
    id: u32,
    chat: i64,
    at_ms: u64,
    is_waiting: bool,
    body: Arc<Value>,
}

impl Seen {
    fn mentions(&self, words: &str) -> bool {
        self.body.to_string().to_lowercase().contains(words)
    }

    fn json(&self) -> Value {
        let kind =
            self.body.as_object().and_then(|body| body.keys().find(|key| *key != "update_id"));
        json!({
            "what": "update",
            "key": format!("update-{}-{}-{}", self.bot, self.id, self.at_ms),
            "bot": self.bot,
            "chat": self.chat,
            "name": kind,
            "at_ms": self.at_ms,
            "waiting": self.is_waiting,
            "body": *self.body,
        })
    }
}

fn updates(world: &World, wanted: &Wanted) -> Vec<Seen> {
    if wanted.kind.is_some_and(|kind| kind != Kind::Update) {
        return Vec::new();
    }
    let mut seen = Vec::new();
    for bot in &world.bots {
        if wanted.bot.is_some_and(|wanted| wanted != bot.kind) {
            continue;
        }
        let found = bot
            .queue
            .newest()
            .filter(|(update, _)| wanted.chat.is_none_or(|chat| chat == update.lane));
        seen.extend(found.map(|(update, is_waiting)| Seen {
            bot: bot.kind,
            id: update.id,
            chat: update.lane,
            at_ms: update.at_ms,
            is_waiting,
            body: Arc::clone(&update.body),
        }));
    }
    seen.sort_by_key(|update| Reverse(update.at_ms));
    seen
}

fn calls(world: &World, wanted: &Wanted, words: &str, limit: usize) -> Vec<(u64, Value)> {
    if wanted.kind == Some(Kind::Update) {
        return Vec::new();
    }
    let fits = |entry: &Entry| {
        (wanted.polls || entry.method != "getUpdates")
            && wanted.bot.is_none_or(|bot| bot == entry.bot)
            && (wanted.kind != Some(Kind::Failure) || entry.is_failure())
            && wanted.chat.is_none_or(|chat| chat_of(world, entry) == Some(chat))
            && (words.is_empty() || entry.mentions(words))
    };
    let found = world.calls.newest().filter(|(_, entry)| fits(entry));
    found.take(limit).map(|(id, entry)| (entry.at_ms, call_json(world, id, entry))).collect()
}

fn call_json(world: &World, id: u64, entry: &Entry) -> Value {
    let call = entry.to_call(id);
    json!({
        "what": "call",
        "key": format!("call-{id}"),
        "bot": call.bot,
        "chat": chat_of(world, entry),
        "name": call.method,
        "at_ms": call.at_ms,
        "took_ms": call.took_ms,
        "status": call.status,
        "description": call.description,
        "faulted": call.faulted,
        "params": call.params,
        "answer": call.answer,
    })
}

/// The chat of a call. The answer to a callback query names no chat; then the chat of the person who pressed.
fn chat_of(world: &World, entry: &Entry) -> Option<i64> {
    let number = |key| entry.param(key).and_then(|text| text.parse().ok());
    number("chat_id")
        .or_else(|| number("user_id"))
        .or_else(|| world.callbacks.person(entry.param("callback_query_id")?))
}
