//! Admins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::domain::admin::{Admin, NotificationGroup, Role};
use crate::domain::audit::AuditEntry;
use crate::domain::ids::{AdminId, TelegramId};

/// Stores admins.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait AdminRepo: Send + Sync {
    /// By Telegram id.
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Admin>, PortError>;

    /// By row id.
    async fn find(&self, id: AdminId) -> Result<Option<Admin>, PortError>;

    /// All, oldest first. The table is small.
    async fn list(&self) -> Result<Vec<Admin>, PortError>;

    /// Adds an admin, or activates and changes the one with this Telegram id.
    async fn save(&self, command: SaveAdmin) -> Result<Admin, PortError>;

    /// Adds an admin unless there is one with this Telegram id who is active or ever was. Whoever only
    /// asked for access is raised and keeps their name. Answers whether anything changed.
    async fn add_if_absent(&self, command: SaveAdmin) -> Result<bool, PortError>;
}

/// An admin as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAdmin {
    /// Whom.
    pub telegram_id: TelegramId,
    /// What others see.
    pub display_name: String,
    /// Without the @.
    pub username: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Whether they may anything.
    pub is_active: bool,
    /// What they are told.
    pub notification_groups: Vec<NotificationGroup>,
    /// Written with it; `entity_id` is filled in by the store.
    pub audit: Option<AuditEntry>,
    /// Now.
    pub now: DateTime<Utc>,
}
