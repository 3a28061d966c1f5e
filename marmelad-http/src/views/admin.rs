//! Admins and their logins.

use marmelad_core::sessions::AccessToken;
use marmelad_core::{sessions, staff as domain};
use poem_openapi::Object;

use super::{Timestamp, words};

words! {
    /// What an admin may do, from least to most.
    Role mirrors domain::Role {
        /// Looks, without phones and unused codes.
        Readonly = "readonly",
        /// Changes what concerns marketing.
        Marketing = "marketing",
        /// Everything.
        Owner = "owner",
    }
}

words! {
    /// What an admin is told of.
    NotificationGroup mirrors domain::NotificationGroup {
        /// New cashiers to approve.
        CashierRequests = "cashier_requests",
        /// How broadcasts ended.
        Broadcasts = "broadcasts",
        /// Something is wrong.
        Alerts = "alerts",
        /// The morning digest.
        DailyReport = "daily_report",
    }
}

/// A person with access to the panel, or one who asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Admin {
    /// Row id.
    pub id: i64,
    /// Their Telegram id.
    pub telegram_id: i64,
    /// What others see.
    pub display_name: String,
    /// Without the @.
    pub username: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Inactive ones may nothing.
    pub is_active: bool,
    /// Whether `/broadcast` works for them.
    pub can_broadcast_from_chat: bool,
    /// What they are told of.
    pub notification_groups: Vec<NotificationGroup>,
    /// When they were added.
    pub created_at: Timestamp,
}

impl From<domain::Admin> for Admin {
    fn from(admin: domain::Admin) -> Self {
        Self {
            id: admin.id.0,
            telegram_id: admin.telegram_id.0,
            display_name: admin.display_name,
            username: admin.username,
            role: admin.role.into(),
            is_active: admin.is_active,
            can_broadcast_from_chat: admin.can_broadcast_from_chat,
            notification_groups: admin
                .notification_groups
                .into_iter()
                .map(Into::into)
                .collect(),
            created_at: admin.created_at.into(),
        }
    }
}

/// Who is logged in, and where the shops are.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Me {
    /// Who.
    #[oai(flatten)]
    pub admin: Admin,
    /// The shops' time zone by its IANA name, such as `Asia/Vladivostok`: days, hours and reports are meant in it.
    pub time_zone: String,
    /// What the server's clock shows: a browser's may be wrong, and the demo's is moved on.
    pub now: Timestamp,
}

/// An admin who has just logged in.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Login {
    /// For the header `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: String,
    /// Seconds that the token holds.
    pub expires_in: i64,
    /// Who.
    pub admin: Admin,
}

impl Login {
    /// The answer to a login.
    pub fn new(access: AccessToken, admin: domain::Admin) -> Self {
        Self {
            expires_in: access.ttl.num_seconds(),
            access_token: access.token,
            token_type: "bearer".into(),
            admin: admin.into(),
        }
    }
}

/// A one-time link into the panel.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct LoginLink {
    /// The whole address, with its secret.
    pub url: String,
    /// Seconds that it holds.
    pub expires_in: i64,
    /// Whose.
    pub admin: Admin,
}

impl From<sessions::LoginLink> for LoginLink {
    fn from(link: sessions::LoginLink) -> Self {
        Self {
            url: link.url,
            expires_in: link.ttl.num_seconds(),
            admin: link.admin.into(),
        }
    }
}
