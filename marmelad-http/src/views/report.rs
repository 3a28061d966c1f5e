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
    /// Length of one point of a report's series.
    GroupBy mirrors domain::GroupBy {
        /// One local day.
        Day = "day",
        /// One week, from Monday.
        Week = "week",
        /// One calendar month.
        Month = "month",
    }
}

/// One point of a series.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportPoint<T: IsObjectType + ParseFromJSON + ToJSON> {
    /// First local day of the point.
    pub from: Day,
    /// Last local day of the point, included.
    pub to: Day,
    /// The numbers of these days.
    #[oai(flatten)]
    pub numbers: T,
}

/// Period of a report.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportPeriod {
    /// First local day.
    pub from: Day,
    /// Last local day, included.
    pub to: Day,
    /// Length of one point of the series. The first and the last point may be cut by `from` and `to`.
    pub group_by: GroupBy,
    /// IANA name of the time zone of the shops, to which days are local.
    pub time_zone: String,
}

/// Summary of all shops.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SummaryReport {
    /// Period of the report.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals of the period.
    pub totals: SummaryNumbers,
    /// One point per day, week or month, including empty ones.
    pub series: Vec<ReportPoint<SummaryNumbers>>,
    /// Up to five cashiers with the most redemptions.
    pub top_cashiers: Vec<ReportCashier>,
    /// Up to five campaigns with the most clients who joined.
    pub top_campaigns: Vec<ReportCampaign>,
    /// What needs attention now, whatever the period.
    pub attention: ReportAttention,
}

/// Discounts issued and redeemed.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct DiscountReport {
    /// Period of the report.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals of the period.
    pub totals: CodeNumbers,
    /// One point per day, week or month, including empty ones.
    pub series: Vec<ReportPoint<CodeNumbers>>,
    /// Numbers by template, most redeemed first.
    pub by_template: Vec<ReportTemplate>,
    /// Numbers by reason of issue, most redeemed first.
    pub by_source: Vec<ReportSource>,
}

/// Redemptions by cashier.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CashierReport {
    /// Period of the report.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals of all cashiers.
    pub totals: CashierNumbers,
    /// One point per day, week or month, including empty ones.
    pub series: Vec<ReportPoint<CashierNumbers>>,
    /// Cashiers with activity in the period, most redemptions first.
    pub cashiers: Vec<ReportCashier>,
}

/// Results of campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignReport {
    /// Period of the report.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals of all campaigns.
    pub totals: CampaignNumbers,
    /// One point per day, week or month, including empty ones.
    pub series: Vec<ReportPoint<CampaignNumbers>>,
    /// Campaigns with activity in the period, most clients first.
    pub campaigns: Vec<ReportCampaign>,
}

/// Results up to now of the broadcasts that started in the period.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct BroadcastReport {
    /// Period of the report.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals of all broadcasts.
    pub totals: BroadcastNumbers,
    /// One point per day, week or month of the start, including empty ones.
    pub series: Vec<ReportPoint<BroadcastNumbers>>,
    /// Broadcasts, latest first.
    pub broadcasts: Vec<ReportBroadcast>,
}

/// Results of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignStats {
    /// Period of the series.
    #[oai(flatten)]
    pub period: ReportPeriod,
    /// Totals since the start of the campaign, whatever the period.
    pub totals: CampaignNumbers,
    /// One point per day, week or month, including empty ones.
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
