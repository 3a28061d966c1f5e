//! Admins and their logins.

use marmelad_core::sessions::AccessToken;
use marmelad_core::{sessions, staff as domain};
use poem_openapi::Object;

use super::{Timestamp, view, words};

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

view! {
    /// A person with access to the panel, or one who asked for access.
    Admin of admin: domain::Admin {
        /// Id of the admin.
        id: i64,
        /// Telegram id of the admin.
        telegram_id: i64,
        /// Name shown to other admins.
        display_name: String,
        /// Telegram username without the @.
        username: Option<String>,
        /// Role of the admin.
        role: Role,
        /// `false` = no access at all.
        is_active: bool,
        /// Whether the admin may use `/broadcast` in the main bot.
        can_broadcast_from_chat: bool,
        /// Groups of notifications that the admin receives.
        notification_groups: Vec<NotificationGroup>,
        /// When the admin was added.
        created_at: Timestamp,
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

view! {
    /// A one-time login link to the panel.
    LoginLink of link: sessions::LoginLink {
        /// Address of the panel with the secret token.
        url: String,
        /// Lifetime of the link in seconds.
        expires_in: i64 = link.ttl.num_seconds(),
        /// The admin whom the link logs in.
        admin: Admin,
    }
}
