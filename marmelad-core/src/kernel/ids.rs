//! Typed row ids: the compiler rejects a user id where a cashier id is expected.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $name {
            fn from(raw: i64) -> Self {
                Self(raw)
            }
        }
    )*};
}

ids! {
    /// `users.id`.
    ClientId;
    /// `admins.id`.
    AdminId;
    /// `cashiers.id`.
    CashierId;
    /// `discount_templates.id`.
    TemplateId;
    /// `discounts.id`.
    DiscountId;
    /// `discount_usage_logs.id`.
    UsageLogId;
    /// `orders.id`.
    OrderId;
    /// `campaigns.id`.
    CampaignId;
    /// `segments.id`.
    SegmentId;
    /// `broadcasts.id`.
    BroadcastId;
    /// `broadcast_logs.id`.
    BroadcastLogId;
    /// `media.id`.
    MediaId;
    /// `notifications.id`.
    NotificationId;
    /// `audit_logs.id`.
    AuditLogId;
    /// Telegram's user id, which is also the id of the private chat with that user. Negative for anonymised
    /// clients.
    TelegramId;
    /// A message inside one Telegram chat.
    MessageId;
}
