//! Audit entries as changes build them, and audit rows as the log stores them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Kind of actor; column `audit_logs.actor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditActor {
    /// An admin, through the panel, the API or a bot.
    Admin,
    /// An operator, through `marmelad-cli`.
    Cli,
    /// The system itself, for example a scheduled job.
    System,
}

crate::kernel::text_enum!(AuditActor {
    Admin => "admin",
    Cli => "cli",
    System => "system",
});

/// Personal data and secrets: the log records that such a field changed, never its value.
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

/// An audit entry before it is stored. The store writes the entry in the same transaction as the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry(AuditRow);

impl AuditEntry {
    /// An entry for a change by an operator.
    pub fn cli(action: &str, entity: &str) -> Self {
        Self::new(AuditActor::Cli, None, action, entity)
    }

    /// An entry for a change by the system.
    pub fn system(action: &str, entity: &str) -> Self {
        Self::new(AuditActor::System, None, action, entity)
    }

    /// An entry for a change by an admin.
    pub fn admin(admin_id: i64, action: &str, entity: &str) -> Self {
        Self::new(AuditActor::Admin, Some(admin_id), action, entity)
    }

    fn new(actor: AuditActor, admin_id: Option<i64>, action: &str, entity: &str) -> Self {
        Self(AuditRow {
            // The store sets the time.
            created_at: DateTime::UNIX_EPOCH,
            actor,
            admin_id,
            action: action.to_owned(),
            entity: entity.to_owned(),
            entity_id: None,
            payload: json!({}),
            ip: None,
            request_id: None,
        })
    }

    /// Sets the id of the changed row. For a new row, the store sets the id.
    #[must_use]
    pub fn about(mut self, entity_id: i64) -> Self {
        self.0.entity_id = Some(entity_id);
        self
    }

    /// Sets the client's IP address and the HTTP request id.
    #[must_use]
    pub fn seen_from(mut self, ip: Option<String>, request_id: Option<String>) -> Self {
        (self.0.ip, self.0.request_id) = (ip, request_id);
        self
    }

    /// Adds a field with its old and new value. Values of personal data and secrets, also nested
    /// ones, are replaced by `{"changed": true}`.
    #[must_use]
    pub fn field<T: Serialize>(mut self, field: &str, old: Option<T>, new: Option<T>) -> Self {
        let change = if PERSONAL.contains(&field) {
            changed()
        } else {
            let plain = |value: Option<T>| without_personal(json!(value));
            json!({ "old": plain(old), "new": plain(new) })
        };
        self.0.payload[field] = change;
        self
    }

    /// Adds every field whose value differs between two versions of a row. A field that a version does not list
    /// has no value there; an absent version lists none.
    #[must_use]
    pub fn differences(self, old: &[(&str, Value)], new: &[(&str, Value)]) -> Self {
        let value = |version: &[(&str, Value)], name: &str| {
            let found = version.iter().find(|(field, _)| *field == name);
            found.map(|(_, value)| value.clone())
        };
        let names: BTreeSet<&str> = old.iter().chain(new).map(|(name, _)| *name).collect();
        names.into_iter().fold(self, |entry, name| {
            let (before, after) = (value(old, name), value(new, name));
            if before == after { entry } else { entry.field(name, before, after) }
        })
    }

    /// Adds the format of an exported list and the conditions that were given.
    #[must_use]
    pub fn exported<const N: usize>(
        self,
        format: &str,
        filter: [(&str, Option<Value>); N],
    ) -> Self {
        let given = filter.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let given: Map<String, Value> = given.collect();
        self.field("format", None, Some(format)).field("filter", None, Some(given))
    }

    /// The kind of change: `approve_cashier`, `update_setting`, …
    pub fn action(&self) -> &str {
        &self.0.action
    }

    /// The row to store; the store adds the id and the hashes.
    pub fn into_row(self, created_at: DateTime<Utc>) -> AuditRow {
        AuditRow { created_at, ..self.0 }
    }
}

fn changed() -> Value {
    json!({ "changed": true })
}

/// The value with everything under a personal key replaced by `{"changed": true}`.
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

/// The content of an audit row, as it is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Truncated to milliseconds, so that the hash survives storage.
    pub created_at: DateTime<Utc>,
    pub actor: AuditActor,
    /// Set when `actor` is an admin.
    pub admin_id: Option<i64>,
    /// The kind of change: `approve_cashier`, `update_setting`, …
    pub action: String,
    /// Kind of the changed thing: `user`, `setting`, …
    pub entity: String,
    pub entity_id: Option<i64>,
    /// Field name → `{"old", "new"}` or `{"changed": true}`.
    pub payload: Value,
    pub ip: Option<String>,
    pub request_id: Option<String>,
}

/// A stored row with its place in the hash chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    pub id: i64,
    pub row: AuditRow,
    /// The hash of the row before it.
    pub prev_hash: String,
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_personal_fields_are_not_logged() {
        let filter = |phone: &str| json!({ "all": [{ "phone": phone, "city": "Находка" }] });
        let text = AuditEntry::cli("update_user", "user")
            .field("phone", Some("+7900"), Some("+7901"))
            .field("filter", Some(filter("+7902")), Some(filter("+7903")))
            .into_row(DateTime::UNIX_EPOCH)
            .canonical_json();
        assert!(!text.contains("790") && text.contains("\"phone\":{\"changed\":true}"), "{text}");
        assert!(text.contains("Находка"), "{text}");
    }
}
