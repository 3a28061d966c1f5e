//! Numbers of reports.

use marmelad_core::reports as domain;

use super::{Decimal, view};

view! {
    /// Discounts and purchases in numbers.
    CodeNumbers of numbers: domain::CodeNumbers {
        /// Codes issued, including those revoked later.
        issued: u64,
        /// Redemptions that were not undone, on the day of redemption. Each use of a multi-use code counts.
        redeemed: u64,
        /// Redemptions undone later, on the day of redemption.
        undone: u64,
        /// `redeemed` in percent of `issued`, with two decimal places. Can exceed 100, since codes issued earlier are
        /// redeemed too; absent if none was issued.
        redemption_rate: Option<Decimal> = numbers.redemption_rate().map(Decimal::of),
        /// Purchases with a known amount; in the summary also those without a code.
        orders: u64,
        /// Sum of these purchases before discounts, in roubles.
        revenue: Decimal,
        /// Sum of the discounts of these purchases, in roubles.
        discount: Decimal,
    }
}

view! {
    /// Clients, discounts and purchases in numbers.
    SummaryNumbers of numbers: domain::SummaryNumbers {
        /// New clients.
        new_clients: u64,
        /// New clients who were subscribed to the channel at the last check.
        subscribed: u64,
        /// Clients who blocked the bot in the period and still do.
        blocked: u64,
        /// Clients who opted out of marketing in the period and still do.
        opted_out: u64,
        /// Discounts and purchases.
        #[oai(flatten)]
        codes: CodeNumbers,
    }
}

view! {
    /// Work of cashiers in numbers.
    CashierNumbers of numbers: domain::CashierNumbers {
        /// Redemptions that were not undone, on the day of redemption.
        redeemed: u64,
        /// Redemptions undone later by anybody, on the day of redemption.
        undone: u64,
        /// Attempts with unknown codes.
        wrong_codes: u64,
        /// Purchases with a known amount.
        orders: u64,
        /// Sum of these purchases before discounts, in roubles.
        revenue: Decimal,
        /// Sum of the discounts of these purchases, in roubles.
        discount: Decimal,
    }
}

view! {
    /// Campaigns in numbers.
    CampaignNumbers of numbers: domain::CampaignNumbers {
        /// Clients who joined.
        joined: u64,
        /// Clients who joined as their first contact.
        new_clients: u64,
        /// Discounts of the campaigns.
        #[oai(flatten)]
        codes: CodeNumbers,
    }
}

view! {
    /// Broadcasts in numbers.
    BroadcastNumbers of numbers: domain::BroadcastNumbers {
        /// Recipients.
        audience: u64,
        /// Recipients who got the message.
        sent: u64,
        /// Codes issued with the broadcasts.
        issued: u64,
        /// Issued codes with at least one redemption that was not undone.
        redeemed: u64,
        /// `redeemed` in percent of `issued`, with two decimal places; absent if none was issued.
        redemption_rate: Option<Decimal> = numbers.redemption_rate().map(Decimal::of),
        /// Purchases with these codes and a known amount.
        orders: u64,
        /// Sum of these purchases before discounts, in roubles.
        revenue: Decimal,
        /// Sum of the discounts of these purchases, in roubles.
        discount: Decimal,
        /// `revenue` − `discount`, in roubles.
        net: Decimal = Decimal::of(numbers.net()),
    }
}
