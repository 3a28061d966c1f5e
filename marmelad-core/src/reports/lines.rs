//! The lines of a report: counters by template, source, cashier, campaign or broadcast.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::broadcasts::BroadcastStatus;
use crate::discounts::DiscountSource;
use crate::kernel::{BroadcastId, CampaignId, CashierId, TemplateId};
use crate::reports::{BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers};

/// Codes of one template and one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferLine {
    /// The template; `None` for codes imported without one.
    pub template_id: Option<TemplateId>,
    pub template: Option<String>,
    /// Why the codes were issued.
    pub source: DiscountSource,
    /// Counters of codes and their purchases.
    pub numbers: CodeNumbers,
}

/// Counters of the codes of one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// The template; `None` for codes imported without one.
    pub template_id: Option<TemplateId>,
    pub name: Option<String>,
    /// Counters of codes and their purchases.
    pub numbers: CodeNumbers,
}

/// Codes of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    pub source: DiscountSource,
    /// Counters of codes and their purchases.
    pub numbers: CodeNumbers,
}

/// Counters of one cashier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierLine {
    pub cashier_id: CashierId,
    pub name: String,
    /// The cashier's current shop.
    pub shop: Option<String>,
    pub numbers: CashierNumbers,
}

/// Counters of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignLine {
    pub campaign_id: CampaignId,
    /// The word in the campaign's link.
    pub slug: String,
    pub name: String,
    pub numbers: CampaignNumbers,
}

/// Counters of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastLine {
    pub broadcast_id: BroadcastId,
    pub title: String,
    pub status: BroadcastStatus,
    /// When the broadcast was started.
    pub started_at: DateTime<Utc>,
    pub numbers: BroadcastNumbers,
}

/// Sums the lines by template, most redeemed first.
pub(crate) fn by_template(offers: &[OfferLine]) -> Vec<TemplateLine> {
    let mut sums: BTreeMap<Option<TemplateId>, TemplateLine> = BTreeMap::new();
    for offer in offers {
        let line = sums.entry(offer.template_id).or_insert_with(|| TemplateLine {
            template_id: offer.template_id,
            name: offer.template.clone(),
            numbers: CodeNumbers::default(),
        });
        line.numbers += offer.numbers;
    }
    let mut lines: Vec<_> = sums.into_values().collect();
    lines.sort_by_key(|line| Reverse((line.numbers.redeemed, line.numbers.issued)));
    lines
}

/// Sums the lines by source, most redeemed first.
pub(crate) fn by_source(offers: &[OfferLine]) -> Vec<SourceLine> {
    let lines = DiscountSource::ALL.iter().map(|source| SourceLine {
        source: *source,
        numbers: offers
            .iter()
            .filter(|offer| offer.source == *source)
            .map(|offer| offer.numbers)
            .sum(),
    });
    let mut lines: Vec<_> = lines.filter(|line| line.numbers != CodeNumbers::default()).collect();
    lines.sort_by_key(|line| Reverse((line.numbers.redeemed, line.numbers.issued)));
    lines
}

pub(crate) fn rank_cashiers(lines: &mut [CashierLine]) {
    lines.sort_by_key(|line| {
        let numbers = line.numbers;
        (Reverse((numbers.redeemed, numbers.revenue, numbers.undone)), line.cashier_id)
    });
}

pub(crate) fn rank_campaigns(lines: &mut [CampaignLine]) {
    lines.sort_by_key(|line| {
        let numbers = line.numbers;
        (Reverse((numbers.joined, numbers.codes.redeemed, numbers.codes.revenue)), line.campaign_id)
    });
}
