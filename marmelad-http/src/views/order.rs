//! Purchases.

use marmelad_core::orders as domain;

use super::{Client, Decimal, Timestamp, view, words};

words! {
    /// Where a purchase was entered.
    OrderSource mirrors domain::OrderSource {
        /// In the auth bot.
        Bot = "bot",
        /// Through the REST API.
        Api = "api",
        /// Through the command line.
        Cli = "cli",
        /// By an import.
        Import = "import",
    }
}

words! {
    /// State of a purchase.
    OrderStatus mirrors domain::OrderStatus {
        /// Completed.
        Completed = "completed",
        /// Undone together with its redemption.
        Undone = "undone",
    }
}

view! {
    /// A purchase.
    Order of order: domain::Order {
        /// Id of the purchase.
        id: i64,
        /// Id of the client who bought.
        user_id: i64 = order.client.user_id.0,
        /// The client who bought.
        user: Client = order.client.into(),
        /// Discount that was redeemed with the purchase.
        discount_id: Option<i64>,
        /// Cashier who entered the purchase.
        cashier_id: Option<i64>,
        /// Shop of the purchase.
        shop: Option<String>,
        /// Amount before the discount, in roubles.
        amount: Decimal,
        /// Discount, in roubles.
        discount_amount: Decimal,
        /// Id of the purchase in the till; unique.
        external_id: Option<String>,
        /// Where the purchase was entered.
        source: OrderSource,
        /// State of the purchase.
        status: OrderStatus,
        /// Whether the client is a test user.
        is_test: bool,
        /// When the purchase was entered.
        created_at: Timestamp,
    }
}
