//! Admins and their rights.

use chrono::{DateTime, Utc};

use crate::kernel::{Address, AdminId, TelegramId};

/// A person with access to the panel, or one who requested it: a row of `admins`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    pub id: AdminId,
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    pub role: Role,
    /// Inactive admins have no access.
    pub is_active: bool,
    /// Whether the admin may use `/broadcast`.
    pub can_broadcast_from_chat: bool,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Vec<NotificationGroup>,
    /// Counter of revocations; access tokens of an earlier epoch are invalid.
    pub auth_epoch: i64,
    pub created_at: DateTime<Utc>,
}

impl Admin {
    /// Where the admin is reached.
    pub fn address(&self) -> Address {
        self.telegram_id.into()
    }

    /// Whether the admin may decide cashier requests: active, in `cashier_requests`, and with a role that may write.
    pub fn may_decide_cashiers(&self) -> bool {
        self.is_active
            && self.role != Role::Readonly
            && self.is_in(NotificationGroup::CashierRequests)
    }

    /// Whether the admin may use `/broadcast`: active, permitted, and with a role that may change data.
    pub fn may_broadcast_from_chat(&self) -> bool {
        self.is_active && self.role != Role::Readonly && self.can_broadcast_from_chat
    }

    /// Whether the admin receives a group's notifications.
    pub fn is_in(&self, group: NotificationGroup) -> bool {
        self.notification_groups.contains(&group)
    }
}

/// Whether an admin who gets this role and activity was the last active owner and is one no longer. `owners` are the
/// active owners before the change.
pub fn removes_last_owner(owners: &[AdminId], admin: AdminId, role: Role, is_active: bool) -> bool {
    let stays_owner = is_active && role == Role::Owner;
    !stays_owner && owners == [admin]
}

/// `admins.role`, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May read, except phone numbers and unused codes.
    Readonly,
    /// May change what concerns marketing.
    Marketing,
    Owner,
}

crate::kernel::text_enum!(Role {
    Readonly => "readonly",
    Marketing => "marketing",
    Owner => "owner",
});

/// A group of notifications, stored in `admins.notification_groups`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationGroup {
    /// Requests for cashier access.
    CashierRequests,
    Broadcasts,
    Alerts,
    DailyReport,
}

crate::kernel::text_enum!(NotificationGroup {
    CashierRequests => "cashier_requests",
    Broadcasts => "broadcasts",
    Alerts => "alerts",
    DailyReport => "daily_report",
});
