//! Settings as stored.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, PortError};
use crate::settings::{SettingChange, Settings};

/// Stores settings.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SettingsRepo: Send + Sync {
    /// The settings in force, at most 5 s old; a change made by this process is in force at once.
    async fn current(&self) -> Result<Arc<Settings>, PortError>;

    /// Makes checked changes, all or none, with one audit entry for each that differs from what is stored under the
    /// lock. Answers with the keys of those.
    async fn change(&self, command: ChangeSettings) -> Result<Vec<String>, PortError>;

    /// Who set each setting last, and when; those that nobody ever set are not in it.
    async fn touches(&self) -> Result<Vec<SettingTouch>, PortError>;

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
    pub changes: Vec<SettingChange>,
    /// Written for each that differs; the store fills in the old and the new value.
    pub audit: AuditEntry,
    /// Who, if an admin.
    pub admin_id: Option<AdminId>,
    pub now: DateTime<Utc>,
}

/// The last change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingTouch {
    pub key: String,
    /// The admin; `None` = an operator, or the system by itself.
    pub admin_id: Option<AdminId>,
    pub at: DateTime<Utc>,
}
