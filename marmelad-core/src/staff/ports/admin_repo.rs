//! Admins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, Page, PageRequest, PortError, TelegramId};
use crate::staff::{Admin, NotificationGroup, Role};

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

    /// A part of them, oldest first: all, or only the active (`true`) or inactive (`false`) ones.
    async fn page(
        &self,
        is_active: Option<bool>,
        page: PageRequest,
    ) -> Result<Page<Admin>, PortError>;

    /// Adds an admin, or activates and changes the one with this Telegram id.
    async fn save(&self, command: SaveAdmin) -> Result<ChangeAdminOutcome, PortError>;

    /// Adds an admin unless there is one with this Telegram id who is active or ever was. Whoever only
    /// asked for access is raised; `keeps_name` leaves them the name under which they asked.
    async fn add_if_absent(
        &self,
        command: SaveAdmin,
        keeps_name: bool,
    ) -> Result<AddAdminOutcome, PortError>;

    /// Changes what is given. The store adds the fields that changed to the audit entry.
    async fn change(&self, command: ChangeAdmin) -> Result<ChangeAdminOutcome, PortError>;
}

/// An admin as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAdmin {
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Whether they may anything.
    pub is_active: bool,
    /// Whether `/broadcast` works for them; `None` leaves it as it is, which is `false` for a new one.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Vec<NotificationGroup>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: Option<AuditEntry>,
    pub now: DateTime<Utc>,
}

/// What came of adding an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddAdminOutcome {
    Added(Admin),
    /// There is one with this Telegram id; nothing changed.
    Exists(Admin),
}

/// A change of an admin; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeAdmin {
    pub id: AdminId,
    pub display_name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may anything. Who loses access loses their tokens for good.
    pub is_active: Option<bool>,
    /// Whether `/broadcast` works for them.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Option<Vec<NotificationGroup>>,
    /// Written with it, unless nothing changed.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of changing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeAdminOutcome {
    /// As they are now.
    Changed(Admin),
    NotFound,
    /// They are the last active owner, and would be one no more.
    LastOwner,
}
