//! Cashiers.

use marmelad_core::staff as domain;

use super::{Timestamp, view, words};

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

view! {
    /// A cashier, or a person who asked to become one.
    Cashier of cashier: domain::Cashier {
        /// Id of the cashier.
        id: i64,
        /// Telegram id of the cashier.
        telegram_id: i64,
        /// Name shown to admins.
        display_name: String,
        /// Telegram username without the @.
        username: Option<String>,
        /// Shop in which the cashier works.
        shop: Option<String>,
        /// State of the cashier.
        status: CashierStatus,
        /// Whether the cashier may redeem codes.
        is_active: bool = cashier.status == domain::CashierStatus::Active,
        /// The admin who approved the cashier.
        approved_by_admin_id: Option<i64>,
        /// When the cashier was approved.
        approved_at: Option<Timestamp>,
        /// When the cashier was last rejected.
        rejected_at: Option<Timestamp>,
        /// When access was withdrawn.
        deactivated_at: Option<Timestamp>,
        /// When the cashier first wrote to the auth bot.
        created_at: Timestamp,
    }
}
