//! The queue of updates of one bot.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Updates kept so that a test can deliver one of them again.
const REMEMBERED: usize = 10_000;

/// Kinds that Telegram sends only when asked by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// An update waiting to be taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Update {
    pub(crate) id: u32,
    /// Chat or user whose updates must stay in order.
    pub(crate) lane: i64,
    #[serde(with = "shared_body")]
    pub(crate) body: Arc<Value>,
    /// Time of the event, Unix time in milliseconds.
    #[serde(default)]
    pub(crate) at_ms: u64,
    /// Requeued by a test: an offset beyond the update does not drop it before it was delivered again.
    #[serde(default)]
    again: bool,
}

/// Updates in order, with the filter that the bot asked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct UpdateQueue {
    waiting: VecDeque<Update>,
    #[serde(skip)]
    past: VecDeque<Update>,
    /// `allowed_updates` as last given; `None` and empty mean the default.
    pub(crate) allowed: Option<Vec<String>>,
}

impl UpdateQueue {
    /// Queues an update of this kind unless the bot does not want the kind.
    pub(crate) fn push(&mut self, id: u32, kind: &str, lane: i64, content: Value, at_ms: u64) {
        if self.wants(kind) {
            let mut body = json!({"update_id": id});
            body[kind] = content;
            self.push_raw(id, lane, body, at_ms);
        }
    }

    /// Queues a whole update, whatever its kind.
    pub(crate) fn push_raw(&mut self, id: u32, lane: i64, body: Value, at_ms: u64) {
        let update = Update { id, lane, body: Arc::new(body), at_ms, again: false };
        if self.past.len() == REMEMBERED {
            self.past.pop_front();
        }
        self.past.push_back(update.clone());
        self.waiting.push_back(update);
    }

    /// Queues a known update once more, before all others.
    pub(crate) fn push_again(&mut self, id: u32) -> bool {
        let Some(mut update) = self.past.iter().rev().find(|u| u.id == id).cloned() else {
            return false;
        };
        update.again = true;
        self.waiting.push_front(update);
        true
    }

    /// Drops the updates that the offset confirms. A negative offset keeps that number of the latest updates.
    pub(crate) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let cut = self.waiting.len().saturating_sub(keep);
            self.waiting.drain(..cut);
        } else {
            self.waiting.retain(|update| update.again || i64::from(update.id) >= offset);
        }
    }

    /// The first `limit` updates; they stay until confirmed.
    pub(crate) fn peek(&mut self, limit: usize) -> Vec<Arc<Value>> {
        self.waiting
            .iter_mut()
            .take(limit)
            .map(|update| {
                update.again = false;
                Arc::clone(&update.body)
            })
            .collect()
    }

    /// Waiting updates in order.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Update> {
        self.waiting.iter()
    }

    /// Past updates, newest first, with whether each is still waiting.
    pub(crate) fn newest(&self) -> impl Iterator<Item = (&Update, bool)> {
        let waiting: HashSet<u32> = self.waiting.iter().map(|update| update.id).collect();
        self.past.iter().rev().map(move |update| (update, waiting.contains(&update.id)))
    }

    /// Takes out one delivered update.
    pub(crate) fn remove(&mut self, id: u32) {
        if let Some(at) = self.waiting.iter().position(|update| update.id == id) {
            self.waiting.remove(at);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// A copy without the memory of past updates.
    pub(crate) fn waiting_only(&self) -> Self {
        Self { waiting: self.waiting.clone(), past: VecDeque::new(), allowed: self.allowed.clone() }
    }

    fn wants(&self, kind: &str) -> bool {
        match self.allowed.as_deref() {
            None | Some([]) => !ON_REQUEST.contains(&kind),
            Some(kinds) => kinds.iter().any(|wanted| wanted == kind),
        }
    }
}

/// An `Arc` is saved as what it holds.
mod shared_body {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(body: &Arc<Value>, to: S) -> Result<S::Ok, S::Error> {
        body.as_ref().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Value>, D::Error> {
        Value::deserialize(from).map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(queue: &mut UpdateQueue) -> Vec<i64> {
        queue.peek(100).iter().filter_map(|body| body["update_id"].as_i64()).collect()
    }

    #[test]
    fn updates_stay_until_the_offset_passes_them() {
        let mut queue = UpdateQueue::default();
        for id in 1..=3 {
            queue.push(id, "message", 1, json!({}), 0);
        }
        assert_eq!(ids(&mut queue), [1, 2, 3]);
        queue.confirm(3);
        assert_eq!(ids(&mut queue), [3]);
        queue.confirm(4);
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn a_negative_offset_keeps_the_latest() {
        let mut queue = UpdateQueue::default();
        for id in 1..=5 {
            queue.push(id, "message", 1, json!({}), 0);
        }
        queue.confirm(-2);
        assert_eq!(ids(&mut queue), [4, 5]);
    }

    #[test]
    fn a_redelivered_update_comes_once_more_whatever_the_offset() {
        let mut queue = UpdateQueue::default();
        queue.push(1, "message", 1, json!({}), 0);
        queue.push(2, "message", 1, json!({}), 0);
        queue.confirm(3);
        assert!(queue.push_again(1));
        assert!(!queue.push_again(77));
        queue.confirm(3);
        assert_eq!(ids(&mut queue), [1]);
        queue.confirm(3);
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn only_wanted_kinds_are_queued() {
        let mut queue = UpdateQueue::default();
        queue.push(1, "chat_member", 1, json!({}), 0);
        queue.push(2, "my_chat_member", 1, json!({}), 0);
        assert_eq!(ids(&mut queue), [2]);
        queue.allowed = Some(vec!["message".to_owned()]);
        queue.push(3, "my_chat_member", 1, json!({}), 0);
        assert_eq!(ids(&mut queue), [2]);
    }
}
