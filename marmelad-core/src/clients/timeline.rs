//! What happened with a client, the newest first.

use chrono::{DateTime, Utc};

use crate::kernel::{
    BroadcastId, CampaignId, CashierId, DiscountId, Money, NotificationId, OrderId, UsageLogId,
};

/// Something that happened with a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: TimelineEvent,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineEvent {
    /// The first contact.
    Joined,
    /// They came by a campaign's link.
    JoinedCampaign {
        /// Which.
        campaign_id: CampaignId,
        /// Its name.
        name: String,
        /// What it gave.
        discount_id: Option<DiscountId>,
    },
    /// They got a code.
    CodeIssued(CodeEvent),
    /// A code was withdrawn.
    CodeRevoked {
        /// Which.
        code: CodeEvent,
        /// Why.
        reason: Option<String>,
    },
    /// A code was redeemed.
    Redeemed {
        /// Which.
        code: CodeEvent,
        /// The log row.
        usage_log_id: UsageLogId,
        /// By whom, if by a cashier.
        cashier_id: Option<CashierId>,
        /// Where, if that is known.
        shop: Option<String>,
    },
    /// A redemption was taken back.
    Undone {
        /// Of which code.
        code: CodeEvent,
        /// The log row.
        usage_log_id: UsageLogId,
        /// By whom, if by a cashier.
        cashier_id: Option<CashierId>,
        /// Why.
        reason: Option<String>,
    },
    /// A purchase.
    Ordered {
        /// Which.
        order_id: OrderId,
        /// Before the discount.
        amount: Money,
        /// What was saved.
        discount_amount: Money,
        /// Where, if that is known.
        shop: Option<String>,
        /// Its redemption was taken back.
        is_undone: bool,
    },
    /// A broadcast reached them.
    BroadcastSent {
        /// Which.
        broadcast_id: BroadcastId,
        /// Its title.
        title: String,
    },
    /// A notice reached them.
    NoticeSent {
        /// Which.
        notification_id: NotificationId,
        /// `redeemed`, `birthday`, …
        kind: String,
    },
}

/// The code that something happened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEvent {
    /// Row id.
    pub discount_id: DiscountId,
    /// What the client shows.
    pub code: String,
    /// Whether it could be redeemed now.
    pub is_usable: bool,
}
