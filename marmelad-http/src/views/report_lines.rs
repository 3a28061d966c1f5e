//! Who and what the numbers of a report belong to.

use marmelad_core::reports as domain;
use poem_openapi::Object;

use super::report_numbers::{BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers};
use super::{BroadcastStatus, DiscountSource, Timestamp};

/// Discounts of one template.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportTemplate {
    /// Id of the template; absent for codes imported without one.
    pub template_id: Option<i64>,
    /// Name of the template.
    pub name: Option<String>,
    /// Numbers of the discounts.
    #[oai(flatten)]
    pub numbers: CodeNumbers,
}

/// Discounts issued for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportSource {
    /// Reason of issue.
    pub source: DiscountSource,
    /// Numbers of the discounts.
    #[oai(flatten)]
    pub numbers: CodeNumbers,
}

/// Work of one cashier.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportCashier {
    /// Id of the cashier.
    pub cashier_id: i64,
    /// Name of the cashier.
    pub name: String,
    /// Present shop of the cashier.
    pub shop: Option<String>,
    /// Numbers of the cashier.
    #[oai(flatten)]
    pub numbers: CashierNumbers,
}

/// Results of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportCampaign {
    /// Id of the campaign.
    pub campaign_id: i64,
    /// Unique word in the link of the campaign.
    pub slug: String,
    /// Name of the campaign.
    pub name: String,
    /// Numbers of the campaign.
    #[oai(flatten)]
    pub numbers: CampaignNumbers,
}

/// Results of one broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportBroadcast {
    /// Id of the broadcast.
    pub broadcast_id: i64,
    /// Title of the broadcast.
    pub title: String,
    /// State of the broadcast.
    pub status: BroadcastStatus,
    /// When sending started.
    pub started_at: Timestamp,
    /// Numbers of the broadcast.
    #[oai(flatten)]
    pub numbers: BroadcastNumbers,
}

impl From<domain::TemplateLine> for ReportTemplate {
    fn from(line: domain::TemplateLine) -> Self {
        Self {
            template_id: line.template_id.map(|id| id.0),
            name: line.name,
            numbers: line.numbers.into(),
        }
    }
}

impl From<domain::SourceLine> for ReportSource {
    fn from(line: domain::SourceLine) -> Self {
        Self { source: line.source.into(), numbers: line.numbers.into() }
    }
}

impl From<domain::CashierLine> for ReportCashier {
    fn from(line: domain::CashierLine) -> Self {
        Self {
            cashier_id: line.cashier_id.0,
            name: line.name,
            shop: line.shop,
            numbers: line.numbers.into(),
        }
    }
}

impl From<domain::CampaignLine> for ReportCampaign {
    fn from(line: domain::CampaignLine) -> Self {
        Self {
            campaign_id: line.campaign_id.0,
            slug: line.slug,
            name: line.name,
            numbers: line.numbers.into(),
        }
    }
}

impl From<domain::BroadcastLine> for ReportBroadcast {
    fn from(line: domain::BroadcastLine) -> Self {
        Self {
            broadcast_id: line.broadcast_id.0,
            title: line.title,
            status: line.status.into(),
            started_at: line.started_at.into(),
            numbers: line.numbers.into(),
        }
    }
}
