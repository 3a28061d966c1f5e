//! Settings as stored.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::AdminId;
use crate::domain::settings::Settings;

/// Stores settings.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SettingsRepo: Send + Sync {
    /// The settings in force, at most 5 s old; a change made by this process is in force at once.
    async fn current(&self) -> Result<Arc<Settings>, PortError>;

    /// Changes checked values, all or none, with one audit entry each.
    async fn change(&self, command: ChangeSettings) -> Result<(), PortError>;

    /// Keeps a value that the system found out by itself (the bot's name), unaudited, if it changed.
    async fn learn(
        &self,
        key: &str,
        value: serde_json::Value,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}

/// A change of settings, checked against the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSettings {
    /// Key, new value (`None` = back to the default) and audit entry of each.
    pub changes: Vec<(String, Option<serde_json::Value>, AuditEntry)>,
    /// Who, if an admin.
    pub admin_id: Option<AdminId>,
    /// Now.
    pub now: DateTime<Utc>,
}
