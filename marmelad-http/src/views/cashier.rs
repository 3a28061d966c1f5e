//! Cashiers.

use marmelad_core::staff as domain;
use poem_openapi::Object;

use super::{Timestamp, words};

words! {
    /// State of a cashier.
    CashierStatus mirrors domain::CashierStatus {
        /// Asked for access; waits for a decision.
        Pending = "pending",
        /// May redeem codes.
        Active = "active",
        /// The request was rejected.
        Rejected = "rejected",
        /// Access was withdrawn.
        Inactive = "inactive",
    }
}

/// A cashier, or a person who asked to become one.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cashier {
    /// Id of the cashier.
    pub id: i64,
    /// Telegram id of the cashier.
    pub telegram_id: i64,
    /// Name shown to admins.
    pub display_name: String,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// Shop in which the cashier works.
    pub shop: Option<String>,
    /// State of the cashier.
    pub status: CashierStatus,
    /// Whether the cashier may redeem codes.
    pub is_active: bool,
    /// The admin who approved the cashier.
    pub approved_by_admin_id: Option<i64>,
    /// When the cashier was approved.
    pub approved_at: Option<Timestamp>,
    /// When the cashier was last rejected.
    pub rejected_at: Option<Timestamp>,
    /// When access was withdrawn.
    pub deactivated_at: Option<Timestamp>,
    /// When the cashier first wrote to the auth bot.
    pub created_at: Timestamp,
}

impl From<domain::Cashier> for Cashier {
    fn from(cashier: domain::Cashier) -> Self {
        Self {
            id: cashier.id.0,
            telegram_id: cashier.telegram_id.0,
            display_name: cashier.display_name,
            username: cashier.username,
            shop: cashier.shop,
            status: cashier.status.into(),
            is_active: cashier.status == domain::CashierStatus::Active,
            approved_by_admin_id: cashier.approved_by_admin_id.map(|id| id.0),
            approved_at: cashier.approved_at.map(Into::into),
            rejected_at: cashier.rejected_at.map(Into::into),
            deactivated_at: cashier.deactivated_at.map(Into::into),
            created_at: cashier.created_at.into(),
        }
    }
}
