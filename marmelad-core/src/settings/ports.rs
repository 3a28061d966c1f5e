//! The port of settings.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, PortError};
use crate::settings::{SettingChange, Settings};

/// Stores settings and serves a cached snapshot.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SettingsRepo: Send + Sync {
    /// Returns the settings in force. Changes by other processes are seen within 5 s, own changes at once.
    async fn current(&self) -> Result<Arc<Settings>, PortError>;

    /// Stores checked changes, all or none, with an audit entry for each value that differs from the stored one
    /// under the lock. Returns the keys of those values.
    async fn change(&self, command: ChangeSettings) -> Result<Vec<String>, PortError>;

    /// Last author and time of each setting that was ever set.
    async fn touches(&self) -> Result<Vec<SettingTouch>, PortError>;

    /// Stores a value that the system found out by itself (the bot's name), without an audit entry.
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
    /// Audit entry for each changed value; the store adds the old and the new value.
    pub audit: AuditEntry,
    /// The changing admin; `None` for an operator.
    pub admin_id: Option<AdminId>,
    pub now: DateTime<Utc>,
}

/// The last change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingTouch {
    pub key: String,
    /// The admin; `None` for an operator or the system.
    pub admin_id: Option<AdminId>,
    pub at: DateTime<Utc>,
}
