//! Reports: what happened in a stretch of local days, in numbers.
//!
//! | module | what it holds |
//! |---|---|
//! | `period` | the days asked for, cut into buckets with exact instants |
//! | `numbers` | what is counted, and how it adds up |
//! | `lines` | who and what the numbers belong to |
//! | `attention` | what needs a look now |
//!
//! How things are counted, the same in every report and on every front end:
//!
//! - Test users and test codes never count.
//! - A redemption counts on the day of the redemption. One that was undone, whenever, is not among the redeemed:
//!   it is among the undone of its own day, and its purchase is in no sum. So an undo changes the day that it takes
//!   something from, and `redeemed + undone` is what was pressed on a day.
//! - A code for several uses counts with each use. The rate is redemptions to codes issued in the same stretch; codes
//!   of earlier days are redeemed too, so it may exceed 100 %.
//! - Blocked and opted out are clients who did so then and still are.

use crate::reports::{
    BroadcastLine, BroadcastNumbers, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, Needs, SourceLine, SummaryNumbers, TemplateLine,
};
use chrono::NaiveDate;

use super::Period;

/// The numbers of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point<N> {
    /// Its first local day.
    pub first: NaiveDate,
    /// Its last local day.
    pub last: NaiveDate,
    pub numbers: N,
}

/// The shop as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryReport {
    pub period: Period,
    /// All of them together.
    pub totals: SummaryNumbers,
    /// Bucket by bucket, empty ones too.
    pub series: Vec<Point<SummaryNumbers>>,
    /// Who redeemed most, at most five.
    pub top_cashiers: Vec<CashierLine>,
    /// Which campaigns brought most, at most five.
    pub top_campaigns: Vec<CampaignLine>,
    /// What needs a look now.
    pub attention: Needs,
}

/// What was given and used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountReport {
    pub period: Period,
    /// All of them together.
    pub totals: CodeNumbers,
    /// Bucket by bucket, empty ones too.
    pub series: Vec<Point<CodeNumbers>>,
    /// By template, most redeemed first.
    pub by_template: Vec<TemplateLine>,
    /// By what the codes were given for, most redeemed first.
    pub by_source: Vec<SourceLine>,
}

/// What cashiers did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierReport {
    pub period: Period,
    /// All of them together.
    pub totals: CashierNumbers,
    /// Bucket by bucket, empty ones too.
    pub series: Vec<Point<CashierNumbers>>,
    /// Those who did something, most redemptions first.
    pub cashiers: Vec<CashierLine>,
}

/// What campaigns brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignReport {
    pub period: Period,
    /// All of them together.
    pub totals: CampaignNumbers,
    /// Bucket by bucket, empty ones too.
    pub series: Vec<Point<CampaignNumbers>>,
    /// Those in which something happened, most joined first.
    pub campaigns: Vec<CampaignLine>,
}

/// What became of the broadcasts that were started in these days: everything up to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastReport {
    pub period: Period,
    /// All of them together.
    pub totals: BroadcastNumbers,
    /// By the bucket of their start, empty ones too.
    pub series: Vec<Point<BroadcastNumbers>>,
    pub broadcasts: Vec<BroadcastLine>,
}

/// One campaign from its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignStats {
    /// Which days the series is about.
    pub period: Period,
    /// Everything up to now.
    pub totals: CampaignNumbers,
    /// Bucket by bucket, empty ones too.
    pub series: Vec<Point<CampaignNumbers>>,
}

/// The points of a series: one per bucket, in their order; what is missing is zero.
pub fn points<N: Copy + Default>(period: &Period, numbers: &[N]) -> Vec<Point<N>> {
    let numbers = numbers
        .iter()
        .copied()
        .chain(std::iter::repeat(N::default()));
    let buckets = period.buckets.iter().zip(numbers);
    buckets
        .map(|(bucket, numbers)| Point {
            first: bucket.first,
            last: bucket.last,
            numbers,
        })
        .collect()
}
