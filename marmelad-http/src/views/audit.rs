//! The audit log.

use marmelad_core::audit as domain;
use poem_openapi::Object;
use poem_openapi::types::Any;
use serde_json::Value;

use super::{Timestamp, words};

words! {
    /// Who made a change.
    AuditActor mirrors domain::AuditActor {
        /// An admin, by panel, API or chat.
        Admin = "admin",
        /// An operator, by the command line.
        Cli = "cli",
        /// The system by itself.
        System = "system",
    }
}

/// One change, in its chain.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AuditRecord {
    /// Row id.
    pub id: i64,
    /// When.
    pub created_at: Timestamp,
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
    /// Field → `{"old", "new"}`, or `{"changed": true}` for personal data.
    pub payload: Any<Value>,
    /// From which address.
    pub ip: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// The hash of the record before it.
    pub prev_hash: String,
    /// Its own.
    pub hash: String,
}

impl From<domain::AuditRecord> for AuditRecord {
    fn from(
        domain::AuditRecord {
            id,
            row,
            prev_hash,
            hash,
        }: domain::AuditRecord,
    ) -> Self {
        Self {
            id,
            created_at: row.created_at.into(),
            actor: row.actor.into(),
            admin_id: row.admin_id,
            action: row.action,
            entity: row.entity,
            entity_id: row.entity_id,
            payload: Any(row.payload),
            ip: row.ip,
            request_id: row.request_id,
            prev_hash,
            hash,
        }
    }
}
