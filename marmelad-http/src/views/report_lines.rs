//! Who and what the numbers of a report belong to.

use marmelad_core::reports as domain;
use poem_openapi::Object;

use super::report_numbers::{BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers};
use super::{BroadcastStatus, DiscountSource, Timestamp};

/// A template's codes.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportTemplate {
    /// Which; left out of codes imported without one.
    pub template_id: Option<i64>,
    /// Its name.
    pub name: Option<String>,
    /// Codes and what they brought.
    #[oai(flatten)]
    pub numbers: CodeNumbers,
}

/// Codes that were given for the same.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportSource {
    /// What for.
    pub source: DiscountSource,
    /// Codes and what they brought.
    #[oai(flatten)]
    pub numbers: CodeNumbers,
}

/// A cashier's work.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReportCashier {
    /// Who.
    pub cashier_id: i64,
    /// Their name.
    pub name: String,
    /// Where they work now.
    pub shop: Option<String>,
    /// What they did.
    #[oai(flatten)]
    pub numbers: CashierNumbers,
}

/// What a campaign brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportCampaign {
    /// Which.
    pub campaign_id: i64,
    /// The word in its link.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it brought.
    #[oai(flatten)]
    pub numbers: CampaignNumbers,
}

/// What a broadcast brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportBroadcast {
    /// Which.
    pub broadcast_id: i64,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: BroadcastStatus,
    /// When it was started.
    pub started_at: Timestamp,
    /// What it brought.
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
        Self {
            source: line.source.into(),
            numbers: line.numbers.into(),
        }
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
