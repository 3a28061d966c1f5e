//! Admins.

use marmelad_core::domain::admin as domain;
use poem_openapi::{Enum, Object};

use super::Timestamp;

/// A person with access to the panel.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Admin {
    /// Row id.
    pub id: i64,
    /// Telegram id.
    pub telegram_id: i64,
    /// What others see.
    pub display_name: String,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Inactive admins may do nothing.
    pub is_active: bool,
    /// Whether `/broadcast` in the main bot works for them.
    pub can_broadcast_from_chat: bool,
    /// What they are told in Telegram.
    pub notification_groups: Vec<NotificationGroup>,
    /// When they were added.
    pub created_at: Timestamp,
}

/// What an admin may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::Role")]
pub enum Role {
    /// Looks, without phones and unused codes.
    Readonly,
    /// Changes what concerns marketing.
    Marketing,
    /// Everything.
    Owner,
}

/// What an admin is told in Telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::NotificationGroup")]
pub enum NotificationGroup {
    /// New cashiers to approve.
    CashierRequests,
    /// How broadcasts ended.
    Broadcasts,
    /// Something is wrong.
    Alerts,
    /// The morning digest.
    DailyReport,
}

impl From<&domain::Admin> for Admin {
    fn from(admin: &domain::Admin) -> Self {
        Self {
            id: admin.id.0,
            telegram_id: admin.telegram_id.0,
            display_name: admin.display_name.clone(),
            username: admin.username.clone(),
            role: admin.role.into(),
            is_active: admin.is_active,
            can_broadcast_from_chat: admin.can_broadcast_from_chat,
            notification_groups: admin
                .notification_groups
                .iter()
                .map(|group| (*group).into())
                .collect(),
            created_at: admin.created_at.into(),
        }
    }
}
