//! What happened with a client.

use marmelad_core::domain::timeline::{CodeEvent, TimelineEntry, TimelineEvent as Event};
use poem_openapi::{Enum, Object};

use super::{Timestamp, Viewer};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum TimelineEventType {
    /// The first contact.
    Joined,
    /// They came by a campaign's link.
    CampaignJoined,
    /// They got a code.
    DiscountIssued,
    /// A code was withdrawn.
    DiscountRevoked,
    /// A code was redeemed.
    Redeemed,
    /// A redemption was taken back.
    Undone,
    /// A purchase; one that was taken back stays.
    Order,
    /// A broadcast reached them.
    BroadcastSent,
    /// A notice reached them.
    NotificationSent,
}

/// Something that happened with a client. What does not belong to its type is left out.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TimelineEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    #[oai(rename = "type")]
    pub kind: TimelineEventType,
    /// The code it was about: row id.
    pub discount_id: Option<i64>,
    /// The code itself; one that could be redeemed is masked for `readonly` admins.
    pub code: Option<String>,
    /// The row of the usage log.
    pub usage_log_id: Option<i64>,
    /// The purchase.
    pub order_id: Option<i64>,
    /// What it came to, before the discount.
    pub amount: Option<String>,
    /// What was saved.
    pub discount_amount: Option<String>,
    /// The purchase was taken back.
    pub is_undone: Option<bool>,
    /// The cashier.
    pub cashier_id: Option<i64>,
    /// Where.
    pub shop: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The campaign.
    pub campaign_id: Option<i64>,
    /// The broadcast.
    pub broadcast_id: Option<i64>,
    /// What the campaign or broadcast is called.
    pub title: Option<String>,
    /// Which notice: `redeemed`, `birthday`, ….
    pub notification: Option<String>,
}

impl TimelineEvent {
    /// As a viewer sees it.
    pub fn for_viewer(entry: TimelineEntry, viewer: Viewer) -> Self {
        let blank = |kind| Self::blank(entry.at.into(), kind);
        match entry.event {
            Event::Joined => blank(TimelineEventType::Joined),
            Event::JoinedCampaign {
                campaign_id,
                name,
                discount_id,
            } => Self {
                campaign_id: Some(campaign_id.0),
                title: Some(name),
                discount_id: discount_id.map(|id| id.0),
                ..blank(TimelineEventType::CampaignJoined)
            },
            Event::CodeIssued(code) => {
                blank(TimelineEventType::DiscountIssued).about(&code, viewer)
            }
            Event::CodeRevoked { code, reason } => Self {
                reason,
                ..blank(TimelineEventType::DiscountRevoked).about(&code, viewer)
            },
            Event::Redeemed {
                code,
                usage_log_id,
                cashier_id,
                shop,
            } => Self {
                usage_log_id: Some(usage_log_id.0),
                cashier_id: cashier_id.map(|id| id.0),
                shop,
                ..blank(TimelineEventType::Redeemed).about(&code, viewer)
            },
            Event::Undone {
                code,
                usage_log_id,
                cashier_id,
                reason,
            } => Self {
                usage_log_id: Some(usage_log_id.0),
                cashier_id: cashier_id.map(|id| id.0),
                reason,
                ..blank(TimelineEventType::Undone).about(&code, viewer)
            },
            Event::Ordered {
                order_id,
                amount,
                discount_amount,
                shop,
                is_undone,
            } => Self {
                order_id: Some(order_id.0),
                amount: Some(amount.to_string()),
                discount_amount: Some(discount_amount.to_string()),
                is_undone: Some(is_undone),
                shop,
                ..blank(TimelineEventType::Order)
            },
            Event::BroadcastSent {
                broadcast_id,
                title,
            } => Self {
                broadcast_id: Some(broadcast_id.0),
                title: Some(title),
                ..blank(TimelineEventType::BroadcastSent)
            },
            Event::NoticeSent { kind, .. } => Self {
                notification: Some(kind),
                ..blank(TimelineEventType::NotificationSent)
            },
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
