//! Cashiers.

use marmelad_core::domain::cashier as domain;
use poem_openapi::{Enum, Object};

use super::Timestamp;

/// A cashier, or somebody who asked to be one.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cashier {
    /// Row id.
    pub id: i64,
    /// Telegram id.
    pub telegram_id: i64,
    /// What owners see.
    pub display_name: String,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// Where they work.
    pub shop: Option<String>,
    /// Where their request is.
    pub status: CashierStatus,
    /// Whether they may redeem.
    pub is_active: bool,
    /// The admin who approved them.
    pub approved_by_admin_id: Option<i64>,
    /// When they were approved.
    pub approved_at: Option<Timestamp>,
    /// When they were last refused.
    pub rejected_at: Option<Timestamp>,
    /// When access was withdrawn.
    pub deactivated_at: Option<Timestamp>,
    /// First contact.
    pub created_at: Timestamp,
}

/// Where a cashier's request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::CashierStatus")]
pub enum CashierStatus {
    /// Waits for a decision.
    Pending,
    /// May redeem.
    Active,
    /// Refused.
    Rejected,
    /// Access withdrawn.
    Inactive,
}

impl From<&domain::Cashier> for Cashier {
    fn from(cashier: &domain::Cashier) -> Self {
        Self {
            id: cashier.id.0,
            telegram_id: cashier.telegram_id.0,
            display_name: cashier.display_name.clone(),
            username: cashier.username.clone(),
            shop: cashier.shop.clone(),
            status: cashier.status.into(),
            is_active: cashier.status == domain::CashierStatus::Active,
            approved_by_admin_id: cashier.approved_by_admin_id.map(|id| id.0),
            approved_at: cashier.approved_at.map(Timestamp),
            rejected_at: cashier.rejected_at.map(Timestamp),
            deactivated_at: cashier.deactivated_at.map(Timestamp),
            created_at: cashier.created_at.into(),
        }
    }
}
