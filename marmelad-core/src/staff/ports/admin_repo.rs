//! The port of admins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, Page, PageRequest, PortError, TelegramId};
use crate::staff::{Admin, AdminChange, NotificationGroup, Role};

/// Stores admins (`admins`).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait AdminRepo: Send + Sync {
    /// Finds an admin by Telegram id.
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Admin>, PortError>;

    /// Finds an admin by row id.
    async fn find(&self, id: AdminId) -> Result<Option<Admin>, PortError>;

    /// Returns all admins, oldest first. The table is small.
    async fn list(&self) -> Result<Vec<Admin>, PortError>;

    /// Returns a page of admins, oldest first: all of them, or only active (`true`) or inactive (`false`) ones.
    async fn page(
        &self,
        is_active: Option<bool>,
        page: PageRequest,
    ) -> Result<Page<Admin>, PortError>;

    /// Adds an admin, or activates and changes the one with this Telegram id.
    async fn save(&self, command: SaveAdmin) -> Result<ChangeAdminOutcome, PortError>;

    /// Adds an admin unless the person is or was an active admin. A person who only requested access is promoted;
    /// `keeps_name` preserves the name of the request.
    async fn add_if_absent(
        &self,
        command: SaveAdmin,
        keeps_name: bool,
    ) -> Result<AddAdminOutcome, PortError>;

    /// Changes the given fields. The store adds the changed fields to the audit entry.
    async fn change(&self, command: ChangeAdmin) -> Result<ChangeAdminOutcome, PortError>;
}

/// The wanted state of an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAdmin {
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    pub role: Role,
    pub is_active: bool,
    /// Whether the admin may use `/broadcast`; `None` leaves it unchanged (`false` for a new admin).
    pub can_broadcast_from_chat: Option<bool>,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Vec<NotificationGroup>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: Option<AuditEntry>,
    pub now: DateTime<Utc>,
}

/// Result of adding an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddAdminOutcome {
    Added(Admin),
    /// An admin with this Telegram id exists; nothing changed.
    Exists(Admin),
}

/// An admin to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeAdmin {
    pub id: AdminId,
    pub change: AdminChange,
    /// Audit entry of the change; not written when nothing changed.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of changing an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeAdminOutcome {
    /// The admin after the change.
    Changed(Admin),
    NotFound,
    /// The change would remove the last active owner.
    LastOwner,
}
