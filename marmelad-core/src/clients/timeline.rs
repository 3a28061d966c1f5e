//! The timeline of a client: events, newest first.

use chrono::{DateTime, Utc};

use crate::kernel::{
    BroadcastId, CampaignId, CashierId, DiscountId, Money, NotificationId, OrderId, UsageLogId,
};

/// An event of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    pub at: DateTime<Utc>,
    pub event: TimelineEvent,
}

/// What happened at the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineEvent {
    /// The client's first contact.
    Joined,
    /// The client joined a campaign through its link.
    JoinedCampaign {
        campaign_id: CampaignId,
        name: String,
        /// The discount given for joining.
        discount_id: Option<DiscountId>,
    },
    /// The client received a code.
    CodeIssued(CodeEvent),
    /// A code was revoked.
    CodeRevoked { code: CodeEvent, reason: Option<String> },
    Redeemed {
        code: CodeEvent,
        usage_log_id: UsageLogId,
        /// The redeeming cashier; `None` = an operator or admin.
        cashier_id: Option<CashierId>,
        /// The shop, if known.
        shop: Option<String>,
    },
    /// A redemption was undone.
    Undone {
        code: CodeEvent,
        usage_log_id: UsageLogId,
        /// The undoing cashier; `None` = an operator or admin.
        cashier_id: Option<CashierId>,
        reason: Option<String>,
    },
    Ordered {
        order_id: OrderId,
        /// Sum before the discount.
        amount: Money,
        discount_amount: Money,
        /// The shop, if known.
        shop: Option<String>,
        /// Whether the redemption of the purchase was undone.
        is_undone: bool,
    },
    /// A broadcast's message was delivered.
    BroadcastSent { broadcast_id: BroadcastId, title: String },
    /// A notification was delivered.
    NoticeSent {
        notification_id: NotificationId,
        /// Kind of notification: `redeemed`, `birthday`, …
        kind: String,
    },
}

/// The code of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEvent {
    pub discount_id: DiscountId,
    pub code: String,
    /// Whether the code could be redeemed now.
    pub is_usable: bool,
}
