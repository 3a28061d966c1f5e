//! Admins: who may see and change what.

use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, TelegramId};

/// A person with access to the panel, or one who asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    pub id: AdminId,
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Inactive ones may nothing.
    pub is_active: bool,
    /// Whether `/broadcast` works for them.
    pub can_broadcast_from_chat: bool,
    /// What they are told.
    pub notification_groups: Vec<NotificationGroup>,
    /// Raised when their tokens must stop working.
    pub auth_epoch: i64,
    /// When they were added.
    pub created_at: DateTime<Utc>,
}

impl Admin {
    /// Whether they may decide on cashiers' requests: active, in the group, and allowed to change things.
    pub fn may_decide_cashiers(&self) -> bool {
        self.is_active
            && self.role != Role::Readonly
            && self.is_in(NotificationGroup::CashierRequests)
    }

    /// Whether `/broadcast` works for them: active, allowed to, and allowed to change things.
    pub fn may_broadcast_from_chat(&self) -> bool {
        self.is_active && self.role != Role::Readonly && self.can_broadcast_from_chat
    }

    /// Whether they are told of a group's news.
    pub fn is_in(&self, group: NotificationGroup) -> bool {
        self.notification_groups.contains(&group)
    }
}

/// `admins.role`, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks, without phones and unused codes.
    Readonly,
    /// Changes what concerns marketing.
    Marketing,
    Owner,
}

crate::kernel::text_enum!(Role {
    Readonly => "readonly",
    Marketing => "marketing",
    Owner => "owner",
});

/// One word of `admins.notification_groups`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationGroup {
    /// New cashiers to approve.
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
