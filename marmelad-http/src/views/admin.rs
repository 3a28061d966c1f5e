//! Admins and their logins.

use marmelad_core::sessions::AccessToken;
use marmelad_core::{sessions, staff as domain};
use poem_openapi::Object;

use super::{Timestamp, words};

words! {
    /// Role of an admin, from least to most rights.
    Role mirrors domain::Role {
        /// Reads; phones and unused codes are hidden.
        Readonly = "readonly",
        /// Reads everything and changes clients, discounts, campaigns, segments and broadcasts.
        Marketing = "marketing",
        /// All rights, including admins, cashiers and settings.
        Owner = "owner",
    }
}

words! {
    /// A group of notifications that the auth bot sends to admins.
    NotificationGroup mirrors domain::NotificationGroup {
        /// New requests to become a cashier.
        CashierRequests = "cashier_requests",
        /// Results of broadcasts.
        Broadcasts = "broadcasts",
        /// Failures that need attention.
        Alerts = "alerts",
        /// The morning digest.
        DailyReport = "daily_report",
    }
}

/// A person with access to the panel, or one who asked for access.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Admin {
    /// Id of the admin.
    pub id: i64,
    /// Telegram id of the admin.
    pub telegram_id: i64,
    /// Name shown to other admins.
    pub display_name: String,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// Role of the admin.
    pub role: Role,
    /// `false` = no access at all.
    pub is_active: bool,
    /// Whether the admin may use `/broadcast` in the main bot.
    pub can_broadcast_from_chat: bool,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Vec<NotificationGroup>,
    /// When the admin was added.
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
            notification_groups: admin.notification_groups.into_iter().map(Into::into).collect(),
            created_at: admin.created_at.into(),
        }
    }
}

/// The logged-in admin, the time zone of the shops and the server time.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Me {
    /// The logged-in admin.
    #[oai(flatten)]
    pub admin: Admin,
    /// IANA name of the time zone of the shops, such as `Asia/Vladivostok`. Days, hours and reports are local to it.
    pub time_zone: String,
    /// Current time of the server.
    pub now: Timestamp,
}

/// A new session.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Login {
    /// Access token, for the header `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: String,
    /// Lifetime of the token in seconds.
    pub expires_in: i64,
    /// The logged-in admin.
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

/// A one-time login link to the panel.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct LoginLink {
    /// Address of the panel with the secret token.
    pub url: String,
    /// Lifetime of the link in seconds.
    pub expires_in: i64,
    /// The admin whom the link logs in.
    pub admin: Admin,
}

impl From<sessions::LoginLink> for LoginLink {
    fn from(link: sessions::LoginLink) -> Self {
        Self { url: link.url, expires_in: link.ttl.num_seconds(), admin: link.admin.into() }
    }
}
