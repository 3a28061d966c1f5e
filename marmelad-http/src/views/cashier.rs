//! Cashiers.

use marmelad_core::staff as domain;
use poem_openapi::Object;

use super::{Timestamp, words};

words! {
    /// Where a cashier's request is.
    CashierStatus mirrors domain::CashierStatus {
        /// Waits for a decision.
        Pending = "pending",
        /// May redeem.
        Active = "active",
        /// Refused.
        Rejected = "rejected",
        /// Access withdrawn.
        Inactive = "inactive",
    }
}

/// A cashier, or somebody who asked to be one.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cashier {
    /// Row id.
    pub id: i64,
    /// Their Telegram id.
    pub telegram_id: i64,
    /// What owners see.
    pub display_name: String,
    /// Without the @.
    pub username: Option<String>,
    /// Where they work.
    pub shop: Option<String>,
    /// Where their request is.
    pub status: CashierStatus,
    /// Whether they may redeem.
    pub is_active: bool,
    /// Who approved them.
    pub approved_by_admin_id: Option<i64>,
    /// When.
    pub approved_at: Option<Timestamp>,
    /// When they were last refused.
    pub rejected_at: Option<Timestamp>,
    /// When access was withdrawn.
    pub deactivated_at: Option<Timestamp>,
    /// First contact.
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
