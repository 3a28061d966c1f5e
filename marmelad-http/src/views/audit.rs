//! The audit log.

use marmelad_core::audit as domain;
use poem_openapi::types::Any;
use serde_json::Value;

use super::{Timestamp, view, words};

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

view! {
    /// One change. Each record holds the hash of the record before it.
    AuditRecord of record: domain::AuditRecord {
        /// Id of the record.
        id: i64,
        /// When the change was made.
        created_at: Timestamp = record.row.created_at.into(),
        /// Author of the change.
        actor: AuditActor = record.row.actor.into(),
        /// The admin who made the change.
        admin_id: Option<i64> = record.row.admin_id,
        /// The action: `update_setting`, `approve_cashier`, ….
        action: String = record.row.action,
        /// Kind of the changed object: `setting`, `cashier`, ….
        entity: String = record.row.entity,
        /// Id of the changed object.
        entity_id: Option<i64> = record.row.entity_id,
        /// Changed fields: `{"field": {"old": …, "new": …}}`, or `{"field": {"changed": true}}` for personal data.
        payload: Any<Value> = Any(record.row.payload),
        /// Client address of the request.
        ip: Option<String> = record.row.ip,
        /// Id of the request.
        request_id: Option<String> = record.row.request_id,
        /// Hash of the previous record.
        prev_hash: String,
        /// Hash of this record.
        hash: String,
    }
}
