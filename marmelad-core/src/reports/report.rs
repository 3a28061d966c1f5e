//! The results of reports, and the rules of counting.
//!
//! All reports and front ends count alike:
//!
//! - Test users and test codes never count.
//! - A redemption counts on its own day. An undone redemption, whenever it was undone, is counted as undone on the
//!   day of the redemption, and its purchase is in no sum. So an undo changes the numbers of a past day, and
//!   `redeemed + undone` is the number of redemptions made on a day.
//! - A multi-use code counts with each use. The rate is redemptions per code issued in the period; codes issued
//!   earlier are redeemed too, so the rate may exceed 100 %.
//! - Blocked and opted-out clients are counted on the day of the change, if the state still holds.

use crate::reports::{
    BroadcastLine, BroadcastNumbers, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, Needs, SourceLine, SummaryNumbers, TemplateLine,
};
use chrono::NaiveDate;

use super::Period;

/// The counters of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point<N> {
    /// Its first local day.
    pub first: NaiveDate,
    /// Its last local day.
    pub last: NaiveDate,
    pub numbers: N,
}

/// Counters of the whole shop, with top lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryReport {
    pub period: Period,
    pub totals: SummaryNumbers,
    /// One point per bucket, including empty buckets.
    pub series: Vec<Point<SummaryNumbers>>,
    /// The five cashiers with most redemptions.
    pub top_cashiers: Vec<CashierLine>,
    /// The five campaigns with most participants.
    pub top_campaigns: Vec<CampaignLine>,
    /// What needs attention now.
    pub attention: Needs,
}

/// Report on issued and redeemed codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountReport {
    pub period: Period,
    pub totals: CodeNumbers,
    /// One point per bucket, including empty buckets.
    pub series: Vec<Point<CodeNumbers>>,
    /// Codes by template, most redeemed first.
    pub by_template: Vec<TemplateLine>,
    /// Codes by source, most redeemed first.
    pub by_source: Vec<SourceLine>,
}

/// Report on the work of cashiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierReport {
    pub period: Period,
    pub totals: CashierNumbers,
    /// One point per bucket, including empty buckets.
    pub series: Vec<Point<CashierNumbers>>,
    /// Cashiers with any activity, most redemptions first.
    pub cashiers: Vec<CashierLine>,
}

/// Report on what campaigns brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignReport {
    pub period: Period,
    pub totals: CampaignNumbers,
    /// One point per bucket, including empty buckets.
    pub series: Vec<Point<CampaignNumbers>>,
    /// Campaigns with any activity, most participants first.
    pub campaigns: Vec<CampaignLine>,
}

/// Report on the broadcasts started in the period, with their results up to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastReport {
    pub period: Period,
    pub totals: BroadcastNumbers,
    /// One point per bucket, by the start of the broadcasts, including empty buckets.
    pub series: Vec<Point<BroadcastNumbers>>,
    pub broadcasts: Vec<BroadcastLine>,
}

/// Totals of one campaign since its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignStats {
    /// The period of the series.
    pub period: Period,
    /// Totals up to now.
    pub totals: CampaignNumbers,
    /// One point per bucket, including empty buckets.
    pub series: Vec<Point<CampaignNumbers>>,
}

/// Builds the points of a series, one per bucket in order; missing buckets are zero.
pub fn points<N: Copy + Default>(period: &Period, numbers: &[N]) -> Vec<Point<N>> {
    let numbers = numbers.iter().copied().chain(std::iter::repeat(N::default()));
    let buckets = period.buckets.iter().zip(numbers);
    buckets
        .map(|(bucket, numbers)| Point { first: bucket.first, last: bucket.last, numbers })
        .collect()
}
