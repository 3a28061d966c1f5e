//! Events of clients.

use marmelad_core::clients::{CodeEvent, TimelineEntry, TimelineEvent as Event};
use poem_openapi::{Enum, Object};

use super::{Decimal, Timestamp, Viewer};

/// Type of an event of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum TimelineEventType {
    /// First contact.
    Joined,
    /// Joined a campaign.
    CampaignJoined,
    /// Got a discount.
    DiscountIssued,
    /// A discount was revoked.
    DiscountRevoked,
    /// A code was redeemed.
    Redeemed,
    /// A redemption was undone.
    Undone,
    /// A purchase, also if undone later.
    Order,
    /// A broadcast was delivered.
    BroadcastSent,
    /// A notification was delivered.
    NotificationSent,
}

/// An event of a client. Fields that do not apply to its type are absent.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TimelineEvent {
    /// Time of the event.
    pub at: Timestamp,
    /// Type of the event.
    #[oai(rename = "type")]
    pub kind: TimelineEventType,
    /// Id of the discount.
    pub discount_id: Option<i64>,
    /// Code of the discount; masked for `readonly` admins while it can be redeemed.
    pub code: Option<String>,
    /// Id of the entry of the usage log.
    pub usage_log_id: Option<i64>,
    /// Id of the purchase.
    pub order_id: Option<i64>,
    /// Amount of the purchase before the discount, in roubles.
    pub amount: Option<Decimal>,
    /// Discount of the purchase, in roubles.
    pub discount_amount: Option<Decimal>,
    /// Whether the purchase was undone.
    pub is_undone: Option<bool>,
    /// Id of the cashier.
    pub cashier_id: Option<i64>,
    /// Shop of the event.
    pub shop: Option<String>,
    /// Reason given for a revocation or an undo.
    pub reason: Option<String>,
    /// Id of the campaign.
    pub campaign_id: Option<i64>,
    /// Id of the broadcast.
    pub broadcast_id: Option<i64>,
    /// Name of the campaign or title of the broadcast.
    pub title: Option<String>,
    /// Kind of the notification: `redeemed`, `birthday`, ….
    pub notification: Option<String>,
}

impl TimelineEvent {
    /// The event with the code redacted for the viewer.
    pub fn for_viewer(entry: TimelineEntry, viewer: Viewer) -> Self {
        let blank = |kind| Self::blank(entry.at.into(), kind);
        match entry.event {
            Event::Joined => blank(TimelineEventType::Joined),
            Event::JoinedCampaign { campaign_id, name, discount_id } => Self {
                campaign_id: Some(campaign_id.0),
                title: Some(name),
                discount_id: discount_id.map(|id| id.0),
                ..blank(TimelineEventType::CampaignJoined)
            },
            Event::CodeIssued(code) => {
                blank(TimelineEventType::DiscountIssued).about(&code, viewer)
            }
            Event::CodeRevoked { code, reason } => {
                Self { reason, ..blank(TimelineEventType::DiscountRevoked).about(&code, viewer) }
            }
            Event::Redeemed { code, usage_log_id, cashier_id, shop } => Self {
                usage_log_id: Some(usage_log_id.0),
                cashier_id: cashier_id.map(|id| id.0),
                shop,
                ..blank(TimelineEventType::Redeemed).about(&code, viewer)
            },
            Event::Undone { code, usage_log_id, cashier_id, reason } => Self {
                usage_log_id: Some(usage_log_id.0),
                cashier_id: cashier_id.map(|id| id.0),
                reason,
                ..blank(TimelineEventType::Undone).about(&code, viewer)
            },
            Event::Ordered { order_id, amount, discount_amount, shop, is_undone } => Self {
                order_id: Some(order_id.0),
                amount: Some(Decimal::of(amount)),
                discount_amount: Some(Decimal::of(discount_amount)),
                is_undone: Some(is_undone),
                shop,
                ..blank(TimelineEventType::Order)
            },
            Event::BroadcastSent { broadcast_id, title } => Self {
                broadcast_id: Some(broadcast_id.0),
                title: Some(title),
                ..blank(TimelineEventType::BroadcastSent)
            },
            Event::NoticeSent { kind, .. } => {
                Self { notification: Some(kind), ..blank(TimelineEventType::NotificationSent) }
            }
        }
    }

    fn about(self, code: &CodeEvent, viewer: Viewer) -> Self {
        Self {
            discount_id: Some(code.discount_id.0),
            code: Some(viewer.code(&code.code, !code.is_usable)),
            ..self
        }
    }

    const fn blank(at: Timestamp, kind: TimelineEventType) -> Self {
        Self {
            at,
            kind,
            discount_id: None,
            code: None,
            usage_log_id: None,
            order_id: None,
            amount: None,
            discount_amount: None,
            is_undone: None,
            cashier_id: None,
            shop: None,
            reason: None,
            campaign_id: None,
            broadcast_id: None,
            title: None,
            notification: None,
        }
    }
}
