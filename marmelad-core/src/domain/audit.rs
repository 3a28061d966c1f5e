//! The audit log: what every change writes, and the hash chain that shows that nobody changed it since.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// `audit_logs.actor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditActor {
    /// An admin, by panel, API or chat.
    Admin,
    /// An operator, by the command line.
    Cli,
    /// The system by itself.
    System,
}

super::text_enum!(AuditActor {
    Admin => "admin",
    Cli => "cli",
    System => "system",
});

/// Fields whose values never stand in the log, only that they changed.
const PERSONAL: &[&str] = &[
    "name",
    "first_name",
    "last_name",
    "display_name",
    "username",
    "phone",
    "phone_digits",
    "birthday",
    "birthday_md",
    "token",
    "secret",
    "password",
    "code",
];

/// An entry as a change carries it into its transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    actor: AuditActor,
    admin_id: Option<i64>,
    action: String,
    entity: String,
    entity_id: Option<i64>,
    payload: Map<String, Value>,
    ip: Option<String>,
    request_id: Option<String>,
}

impl AuditEntry {
    /// By an operator.
    pub fn cli(action: &str, entity: &str) -> Self {
        Self::new(AuditActor::Cli, None, action, entity)
    }

    /// By the system.
    pub fn system(action: &str, entity: &str) -> Self {
        Self::new(AuditActor::System, None, action, entity)
    }

    /// By an admin.
    pub fn admin(admin_id: i64, action: &str, entity: &str) -> Self {
        Self::new(AuditActor::Admin, Some(admin_id), action, entity)
    }

    fn new(actor: AuditActor, admin_id: Option<i64>, action: &str, entity: &str) -> Self {
        let (action, entity) = (action.to_owned(), entity.to_owned());
        Self {
            actor,
            admin_id,
            action,
            entity,
            entity_id: None,
            payload: Map::new(),
            ip: None,
            request_id: None,
        }
    }

    /// About which row. A store that creates the row fills it in.
    #[must_use]
    pub fn about(mut self, entity_id: i64) -> Self {
        self.entity_id = Some(entity_id);
        self
    }

    /// From which address, in which request.
    #[must_use]
    pub fn seen_from(mut self, ip: Option<String>, request_id: Option<String>) -> Self {
        (self.ip, self.request_id) = (ip, request_id);
        self
    }

    /// One field with its old and new value. Of personal data and secrets only that they changed, however deep
    /// they stand.
    #[must_use]
    pub fn field<T: Serialize>(mut self, field: &str, old: Option<T>, new: Option<T>) -> Self {
        let change = if PERSONAL.contains(&field) {
            changed()
        } else {
            let plain = |value: Option<T>| without_personal(json!(value));
            json!({ "old": plain(old), "new": plain(new) })
        };
        self.payload.insert(field.to_owned(), change);
        self
    }

    /// What was done: `approve_cashier`, `update_setting`, …
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The row as it is stored, but for its id and its place in the chain.
    pub fn into_row(self, created_at: DateTime<Utc>) -> AuditRow {
        AuditRow {
            created_at,
            actor: self.actor,
            admin_id: self.admin_id,
            action: self.action,
            entity: self.entity,
            entity_id: self.entity_id,
            payload: Value::Object(self.payload),
            ip: self.ip,
            request_id: self.request_id,
        }
    }
}

fn changed() -> Value {
    json!({ "changed": true })
}

/// The value with what stands under a personal key replaced.
fn without_personal(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, inner)| {
                let inner = if PERSONAL.contains(&key.as_str()) {
                    changed()
                } else {
                    without_personal(inner)
                };
                (key, inner)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(without_personal).collect(),
        plain => plain,
    }
}

/// What a stored row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When, to the millisecond.
    pub created_at: DateTime<Utc>,
    /// Who.
    pub actor: AuditActor,
    /// Which admin.
    pub admin_id: Option<i64>,
    /// What was done.
    pub action: String,
    /// To which kind of thing.
    pub entity: String,
    /// To which one.
    pub entity_id: Option<i64>,
    /// Field → `{"old", "new"}` or `{"changed": true}`.
    pub payload: Value,
    /// From which address.
    pub ip: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
}

/// A stored row in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Row id.
    pub id: i64,
    /// What it says.
    pub row: AuditRow,
    /// The hash of the row before it.
    pub prev_hash: String,
    /// Its own.
    pub hash: String,
}

/// What the first row's `prev_hash` is, and the head of an empty log.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl AuditRow {
    /// One line of JSON: keys sorted, no spaces, times as `2026-03-05T10:00:00.000Z`.
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
        hasher
            .finalize()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                hex.extend(
                    [byte >> 4, byte & 15]
                        .into_iter()
                        .filter_map(|half| char::from_digit(half.into(), 16)),
                );
                hex
            })
    }
}

/// Keys are sorted here, so that the text does not hang on how a JSON map orders them.
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

/// Where and why the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    /// A row does not follow the row before it: one was removed, inserted or moved.
    #[error("row {id} does not follow the row before it: a row was removed, inserted or moved")]
    NotTheNext {
        /// The row.
        id: i64,
    },
    /// A row was changed after it was written.
    #[error("row {id} was changed after it was written")]
    Changed {
        /// The row.
        id: i64,
    },
    /// The last row is not the one that the head names: rows were cut off the end.
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
    /// At the beginning of the log.
    pub fn new() -> Self {
        Self {
            last: GENESIS_HASH.to_owned(),
            count: 0,
        }
    }

    /// Takes the next row.
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

    /// How many rows hold so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Compares with the head: how many rows hold.
    pub fn finish(&self, head: &str) -> Result<u64, ChainBreak> {
        if self.last == head {
            Ok(self.count)
        } else {
            Err(ChainBreak::CutOff)
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn chain(length: i64) -> Vec<AuditRecord> {
        let mut prev_hash = GENESIS_HASH.to_owned();
        (1..=length)
            .map(|id| {
                let entry = AuditEntry::admin(1, "update_setting", "setting").field(
                    "reminder_hour",
                    Some(id),
                    Some(id + 1),
                );
                let row = entry.into_row(DateTime::from_timestamp_millis(id).unwrap());
                let hash = row.hash_after(&prev_hash);
                let prev = std::mem::replace(&mut prev_hash, hash.clone());
                AuditRecord {
                    id,
                    row,
                    prev_hash: prev,
                    hash,
                }
            })
            .collect()
    }

    fn verify(records: &[AuditRecord], head: &str) -> Result<u64, ChainBreak> {
        let mut verifier = ChainVerifier::new();
        records
            .iter()
            .try_for_each(|record| verifier.push(record))?;
        verifier.finish(head)
    }

    #[test]
    fn an_untouched_chain_holds() {
        let records = chain(5);
        assert_eq!(verify(&records, &records[4].hash), Ok(5));
        assert_eq!(verify(&[], GENESIS_HASH), Ok(0));
    }

    #[rstest]
    #[case::changed(|records: &mut Vec<AuditRecord>| records[2].row.action = "x".into(), ChainBreak::Changed { id: 3 })]
    #[case::payload(|records: &mut Vec<AuditRecord>| records[2].row.payload = json!({}), ChainBreak::Changed { id: 3 })]
    #[case::time(
        |records: &mut Vec<AuditRecord>| records[2].row.created_at += chrono::Duration::milliseconds(1),
        ChainBreak::Changed { id: 3 })]
    #[case::removed(|records: &mut Vec<AuditRecord>| { records.remove(2); }, ChainBreak::NotTheNext { id: 4 })]
    #[case::first_removed(|records: &mut Vec<AuditRecord>| { records.remove(0); }, ChainBreak::NotTheNext { id: 2 })]
    #[case::moved(|records: &mut Vec<AuditRecord>| records.swap(1, 2), ChainBreak::NotTheNext { id: 3 })]
    #[case::inserted(|records: &mut Vec<AuditRecord>| records.insert(2, records[1].clone()), ChainBreak::NotTheNext { id: 2 })]
    #[case::cut(|records: &mut Vec<AuditRecord>| records.truncate(4), ChainBreak::CutOff)]
    fn any_tampering_is_found(
        #[case] tamper: fn(&mut Vec<AuditRecord>),
        #[case] expected: ChainBreak,
    ) {
        let mut records = chain(5);
        let head = records[4].hash.clone();
        tamper(&mut records);
        assert_eq!(verify(&records, &head), Err(expected));
    }

    #[test]
    fn canonical_json_is_sorted_and_has_no_spaces() {
        let entry = AuditEntry::cli("update_setting", "setting")
            .field("б", None, Some(1))
            .field("а", Some("x"), None);
        let row = entry.into_row(DateTime::from_timestamp_millis(1_500).unwrap());
        assert_eq!(
            row.canonical_json(),
            "{\"action\":\"update_setting\",\"actor\":\"cli\",\"admin_id\":null,\"created_at\":\"1970-01-01T00:00:01.500Z\",\
             \"entity\":\"setting\",\"entity_id\":null,\"ip\":null,\"payload\":{\"а\":{\"new\":null,\"old\":\"x\"},\
             \"б\":{\"new\":1,\"old\":null}},\"request_id\":null}"
        );
    }

    #[test]
    fn personal_data_never_stands_in_a_payload() {
        let filter = |phone: &str| json!({ "all": [{ "phone": phone, "city": "Находка" }] });
        let text = AuditEntry::cli("update_user", "user")
            .field("phone", Some("+7900"), Some("+7901"))
            .field("filter", Some(filter("+7902")), Some(filter("+7903")))
            .into_row(DateTime::UNIX_EPOCH)
            .canonical_json();
        assert!(
            !text.contains("790") && text.contains("\"phone\":{\"changed\":true}"),
            "{text}"
        );
        assert!(text.contains("Находка"), "{text}");
    }
}
