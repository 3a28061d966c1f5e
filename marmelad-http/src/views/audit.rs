//! The audit log.

use marmelad_core::domain::audit as domain;
use poem_openapi::types::Any;
use poem_openapi::{Enum, Object};
use serde_json::Value;

use super::Timestamp;

/// One change that somebody made.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AuditLog {
    /// Row id.
    pub id: i64,
    /// Who.
    pub actor: AuditActor,
    /// Which admin.
    pub admin_id: Option<i64>,
    /// What was done: `approve_cashier`, `update_setting`, …
    pub action: String,
    /// To which kind of thing.
    pub entity: String,
    /// To which one.
    pub entity_id: Option<i64>,
    /// Field → `{"old", "new"}`, or `{"changed": true}` for personal data.
    pub payload: Any<Value>,
    /// From which address.
    pub ip: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// SHA-256 over the previous row's hash and this row, 64 hex digits.
    pub hash: String,
    /// When.
    pub created_at: Timestamp,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::AuditActor")]
pub enum AuditActor {
    /// An admin, by panel, API or chat.
    Admin,
    /// An operator, by the command line.
    Cli,
    /// The system by itself.
    System,
}

impl From<&domain::AuditRecord> for AuditLog {
    fn from(record: &domain::AuditRecord) -> Self {
        let row = &record.row;
        Self {
            id: record.id,
            actor: row.actor.into(),
            admin_id: row.admin_id,
            action: row.action.clone(),
            entity: row.entity.clone(),
            entity_id: row.entity_id,
            payload: Any(row.payload.clone()),
            ip: row.ip.clone(),
            request_id: row.request_id.clone(),
            hash: record.hash.clone(),
            created_at: row.created_at.into(),
        }
    }
}
