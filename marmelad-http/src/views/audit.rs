//! The audit log.

use marmelad_core::audit as domain;
use poem_openapi::Object;
use poem_openapi::types::Any;
use serde_json::Value;

use super::{Timestamp, words};

words! {
    /// Author of a change.
    AuditActor mirrors domain::AuditActor {
        /// An admin, through the panel, the API or a bot.
        Admin = "admin",
        /// An operator, through the command line.
        Cli = "cli",
        /// The system itself.
        System = "system",
    }
}

/// One change. Each record holds the hash of the record before it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AuditRecord {
    /// Id of the record.
    pub id: i64,
    /// When the change was made.
    pub created_at: Timestamp,
    /// Author of the change.
    pub actor: AuditActor,
    /// The admin who made the change.
    pub admin_id: Option<i64>,
    /// The action: `update_setting`, `approve_cashier`, ….
    pub action: String,
    /// Kind of the changed object: `setting`, `cashier`, ….
    pub entity: String,
    /// Id of the changed object.
    pub entity_id: Option<i64>,
    /// Changed fields: `{"field": {"old": …, "new": …}}`, or `{"field": {"changed": true}}` for personal data.
    pub payload: Any<Value>,
    /// Client address of the request.
    pub ip: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
    /// Hash of the previous record.
    pub prev_hash: String,
    /// Hash of this record.
    pub hash: String,
}

impl From<domain::AuditRecord> for AuditRecord {
    fn from(domain::AuditRecord { id, row, prev_hash, hash }: domain::AuditRecord) -> Self {
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
