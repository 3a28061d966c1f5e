//! The audit log: what every change writes, and the hash chain that shows that nobody changed it since.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

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

crate::kernel::text_enum!(AuditActor {
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

#[cfg(test)]
mod tests {
    use super::*;

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
