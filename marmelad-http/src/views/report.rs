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
use super::{Day, IntoView, ReportAttention, view, words};

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

view! {
    /// Period of a report.
    ReportPeriod of period: domain::Period {
        /// First local day.
        from: Day,
        /// Last local day, included.
        to: Day,
        /// Length of one point of the series. The first and the last point may be cut by `from` and `to`.
        group_by: GroupBy,
        /// IANA name of the time zone of the shops, to which days are local.
        time_zone: String = period.zone.name().to_owned(),
    }
}

view! {
    /// Summary of all shops.
    SummaryReport of report: domain::SummaryReport {
        /// Period of the report.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals of the period.
        totals: SummaryNumbers,
        /// One point per day, week or month, including empty ones.
        series: Vec<ReportPoint<SummaryNumbers>>,
        /// Up to five cashiers with the most redemptions.
        top_cashiers: Vec<ReportCashier>,
        /// Up to five campaigns with the most clients who joined.
        top_campaigns: Vec<ReportCampaign>,
        /// What needs attention now, whatever the period.
        attention: ReportAttention,
    }
}

view! {
    /// Discounts issued and redeemed.
    DiscountReport of report: domain::DiscountReport {
        /// Period of the report.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals of the period.
        totals: CodeNumbers,
        /// One point per day, week or month, including empty ones.
        series: Vec<ReportPoint<CodeNumbers>>,
        /// Numbers by template, most redeemed first.
        by_template: Vec<ReportTemplate>,
        /// Numbers by reason of issue, most redeemed first.
        by_source: Vec<ReportSource>,
    }
}

view! {
    /// Redemptions by cashier.
    CashierReport of report: domain::CashierReport {
        /// Period of the report.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals of all cashiers.
        totals: CashierNumbers,
        /// One point per day, week or month, including empty ones.
        series: Vec<ReportPoint<CashierNumbers>>,
        /// Cashiers with activity in the period, most redemptions first.
        cashiers: Vec<ReportCashier>,
    }
}

view! {
    /// Results of campaigns.
    CampaignReport of report: domain::CampaignReport {
        /// Period of the report.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals of all campaigns.
        totals: CampaignNumbers,
        /// One point per day, week or month, including empty ones.
        series: Vec<ReportPoint<CampaignNumbers>>,
        /// Campaigns with activity in the period, most clients first.
        campaigns: Vec<ReportCampaign>,
    }
}

view! {
    /// Results up to now of the broadcasts that started in the period.
    BroadcastReport of report: domain::BroadcastReport {
        /// Period of the report.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals of all broadcasts.
        totals: BroadcastNumbers,
        /// One point per day, week or month of the start, including empty ones.
        series: Vec<ReportPoint<BroadcastNumbers>>,
        /// Broadcasts, latest first.
        broadcasts: Vec<ReportBroadcast>,
    }
}

view! {
    /// Results of one campaign.
    CampaignStats of stats: domain::CampaignStats {
        /// Period of the series.
        #[oai(flatten)]
        period: ReportPeriod,
        /// Totals since the start of the campaign, whatever the period.
        totals: CampaignNumbers,
        /// One point per day, week or month, including empty ones.
        series: Vec<ReportPoint<CampaignNumbers>>,
    }
}

impl<N: IntoView<View: IsObjectType + ParseFromJSON + ToJSON>> IntoView for domain::Point<N> {
    type View = ReportPoint<N::View>;

    fn into_view(self) -> Self::View {
        ReportPoint {
            from: self.first.into(),
            to: self.last.into(),
            numbers: self.numbers.into_view(),
        }
    }
}
