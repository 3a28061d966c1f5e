//! Reports.

use marmelad_core::reports as domain;
use poem_openapi::Object;
use poem_openapi::types::{IsObjectType, ParseFromJSON, ToJSON};

use super::report_lines::{
    ReportBroadcast, ReportCampaign, ReportCashier, ReportSource, ReportTemplate,
};
use super::report_numbers::{
    BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers, SummaryNumbers,
};
use super::{Day, ReportAttention, words};

words! {
    /// What a point of a series stands for.
    GroupBy mirrors domain::GroupBy {
        /// A local day.
        Day = "day",
        /// An ISO week, from Monday.
        Week = "week",
        /// A calendar month.
        Month = "month",
    }
}

/// Some days in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportPoint<T: IsObjectType + ParseFromJSON + ToJSON> {
    /// Its first local day.
    pub from: Day,
    /// Its last local day, included.
    pub to: Day,
    /// What happened.
    #[oai(flatten)]
    pub numbers: T,
}

/// The days of a report.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportPeriod {
    /// The first local day.
    pub from: Day,
    /// The last local day, included.
    pub to: Day,
    /// What a point of the series stands for; the first and the last may be cut by `from` and `to`.
    pub group_by: GroupBy,
    /// The shops' zone, whose days these are.
    pub time_zone: String,
}

/// The shop in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SummaryReport {
    /// Which days.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// All days together.
    pub totals: SummaryNumbers,
    /// One point per day, week or month, empty ones too.
    pub series: Vec<ReportPoint<SummaryNumbers>>,
    /// Who redeemed most, at most five.
    pub top_cashiers: Vec<ReportCashier>,
    /// Which campaigns most clients joined, at most five.
    pub top_campaigns: Vec<ReportCampaign>,
    /// What needs a look now, whatever the days.
    pub attention: ReportAttention,
}

/// What was given and used.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct DiscountReport {
    /// Which days.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// All days together.
    pub totals: CodeNumbers,
    /// One point per day, week or month, empty ones too.
    pub series: Vec<ReportPoint<CodeNumbers>>,
    /// By template, most redeemed first.
    pub by_template: Vec<ReportTemplate>,
    /// By what the codes were given for, most redeemed first.
    pub by_source: Vec<ReportSource>,
}

/// What cashiers did.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CashierReport {
    /// Which days.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// All days and cashiers together.
    pub totals: CashierNumbers,
    /// One point per day, week or month, empty ones too.
    pub series: Vec<ReportPoint<CashierNumbers>>,
    /// Those who did something, most redemptions first.
    pub cashiers: Vec<ReportCashier>,
}

/// What campaigns brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignReport {
    /// Which days.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// All days and campaigns together.
    pub totals: CampaignNumbers,
    /// One point per day, week or month, empty ones too.
    pub series: Vec<ReportPoint<CampaignNumbers>>,
    /// Those in which something happened, most joined first.
    pub campaigns: Vec<ReportCampaign>,
}

/// What became of the broadcasts that were started in these days, up to now.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct BroadcastReport {
    /// Which days.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// All broadcasts together.
    pub totals: BroadcastNumbers,
    /// One point per day, week or month of their start, empty ones too.
    pub series: Vec<ReportPoint<BroadcastNumbers>>,
    /// Newest first.
    pub broadcasts: Vec<ReportBroadcast>,
}

/// One campaign in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignStats {
    /// Which days the series is about.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Since the campaign's beginning, whatever the days.
    pub totals: CampaignNumbers,
    /// One point per day, week or month, empty ones too.
    pub series: Vec<ReportPoint<CampaignNumbers>>,
}

impl From<&domain::Period> for ReportPeriod {
    fn from(period: &domain::Period) -> Self {
        Self {
            from: period.from.into(),
            to: period.to.into(),
            group_by: period.group_by.into(),
            time_zone: period.zone.name().to_owned(),
        }
    }
}

fn points<N, T>(series: Vec<domain::Point<N>>) -> Vec<ReportPoint<T>>
where
    T: From<N> + IsObjectType + ParseFromJSON + ToJSON,
{
    let points = series.into_iter().map(|point| ReportPoint {
        from: point.first.into(),
        to: point.last.into(),
        numbers: point.numbers.into(),
    });
    points.collect()
}

fn lines<L, T: From<L>>(lines: Vec<L>) -> Vec<T> {
    lines.into_iter().map(T::from).collect()
}

impl From<domain::SummaryReport> for SummaryReport {
    fn from(report: domain::SummaryReport) -> Self {
        Self {
            period: (&report.period).into(),
            totals: report.totals.into(),
            series: points(report.series),
            top_cashiers: lines(report.top_cashiers),
            top_campaigns: lines(report.top_campaigns),
            attention: report.attention.into(),
        }
    }
}

impl From<domain::DiscountReport> for DiscountReport {
    fn from(report: domain::DiscountReport) -> Self {
        Self {
            period: (&report.period).into(),
            totals: report.totals.into(),
            series: points(report.series),
            by_template: lines(report.by_template),
            by_source: lines(report.by_source),
        }
    }
}

impl From<domain::CashierReport> for CashierReport {
    fn from(report: domain::CashierReport) -> Self {
        Self {
            period: (&report.period).into(),
            totals: report.totals.into(),
            series: points(report.series),
            cashiers: lines(report.cashiers),
        }
    }
}

impl From<domain::CampaignReport> for CampaignReport {
    fn from(report: domain::CampaignReport) -> Self {
        Self {
            period: (&report.period).into(),
            totals: report.totals.into(),
            series: points(report.series),
            campaigns: lines(report.campaigns),
        }
    }
}

impl From<domain::BroadcastReport> for BroadcastReport {
    fn from(report: domain::BroadcastReport) -> Self {
        Self {
            period: (&report.period).into(),
            totals: report.totals.into(),
            series: points(report.series),
            broadcasts: lines(report.broadcasts),
        }
    }
}

impl From<domain::CampaignStats> for CampaignStats {
    fn from(stats: domain::CampaignStats) -> Self {
        Self {
            period: (&stats.period).into(),
            totals: stats.totals.into(),
            series: points(stats.series),
        }
    }
}
