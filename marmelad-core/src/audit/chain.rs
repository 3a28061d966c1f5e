//! The hash chain over the audit log.
//! Each row stores the previous row's hash, so a later change of any row is found.

use chrono::SecondsFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::audit::{AuditRecord, AuditRow};

/// `prev_hash` of the first row, and the head of an empty log.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl AuditRow {
    /// The row as one line of JSON: keys sorted, no spaces, times as `2026-03-05T10:00:00.000Z`.
    pub fn canonical_json(&self) -> String {
        let mut text = String::new();
        write_canonical(
            &json!({
                "action": self.action,
                "actor": self.actor.as_str(),
                "admin_id": self.admin_id,
                "created_at": self.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
                "entity": self.entity,
                "entity_id": self.entity_id,
                "ip": self.ip,
                "payload": self.payload,
                "request_id": self.request_id,
            }),
            &mut text,
        );
        text
    }

    /// SHA-256 over the previous hash and the canonical JSON, as 64 lower-case hex digits.
    pub fn hash_after(&self, prev_hash: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(prev_hash.as_bytes());
        hasher.update(self.canonical_json().as_bytes());
        hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            hex.extend(
                [byte >> 4, byte & 15]
                    .into_iter()
                    .filter_map(|half| char::from_digit(half.into(), 16)),
            );
            hex
        })
    }
}

/// Sorts the keys itself, so that the text does not depend on the order in a JSON map.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.keys().collect();
            keys.sort_unstable();
            write_all(text, '{', '}', keys.into_iter(), |text, key| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write_canonical(&map[key], text);
            });
        }
        Value::Array(items) => write_all(text, '[', ']', items.iter(), |text, item| {
            write_canonical(item, text);
        }),
        plain => text.push_str(&plain.to_string()),
    }
}

fn write_all<T>(
    text: &mut String,
    open: char,
    close: char,
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    text.push(open);
    for (place, item) in items.enumerate() {
        if place > 0 {
            text.push(',');
        }
        write(text, item);
    }
    text.push(close);
}

/// Where and how the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    /// The row's `prev_hash` is not the hash of the row before: a row was removed, inserted or moved.
    #[error("row {id} does not follow the row before it: a row was removed, inserted or moved")]
    NotTheNext { id: i64 },
    /// A row was changed after it was written.
    #[error("row {id} was changed after it was written")]
    Changed { id: i64 },
    /// The last row is not the one that the stored head names: rows were removed at the end.
    #[error("the last row is not the one that the head names: rows were cut off the end")]
    CutOff,
}

/// Verifies a chain row by row, oldest first.
#[derive(Debug)]
pub struct ChainVerifier {
    last: String,
    count: u64,
}

impl Default for ChainVerifier {
    fn default() -> Self {
        Self::new()
    }
}

impl ChainVerifier {
    /// Starts before the first row.
    pub fn new() -> Self {
        Self { last: GENESIS_HASH.to_owned(), count: 0 }
    }

    /// Checks the next row: its `prev_hash` and its own hash.
    pub fn push(&mut self, record: &AuditRecord) -> Result<(), ChainBreak> {
        if record.prev_hash != self.last {
            return Err(ChainBreak::NotTheNext { id: record.id });
        }
        if record.row.hash_after(&record.prev_hash) != record.hash {
            return Err(ChainBreak::Changed { id: record.id });
        }
        self.last.clone_from(&record.hash);
        self.count += 1;
        Ok(())
    }

    /// Number of rows verified so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Compares the last verified hash with the stored head. Returns the number of verified rows.
    pub fn finish(&self, head: &str) -> Result<u64, ChainBreak> {
        if self.last == head { Ok(self.count) } else { Err(ChainBreak::CutOff) }
    }
}

#[cfg(test)]
mod tests;
