//! `/reports`.

use futures::{StreamExt, stream};
use marmelad_core::App;
use marmelad_core::reports::{Period, PeriodError, PeriodQuery};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Enum, Object, OpenApi};
use serde::Deserialize;

use crate::auth::{Marketing, Reader};
use crate::export::{ExportFile, Format, reports as tables};
use crate::params::Params;
use crate::problem::{Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{
    BroadcastReport, CampaignReport, CashierReport, Day, DiscountReport, GroupBy, SummaryReport,
};

/// Reports.
#[derive(Debug, Clone, Copy)]
pub struct ReportsApi;

/// Report to export.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "lowercase")]
enum ReportName {
    /// One row per day, week or month.
    Summary,
    /// One row per template.
    Discounts,
    /// One row per cashier.
    Cashiers,
    /// One row per campaign.
    Campaigns,
    /// One row per broadcast.
    Broadcasts,
}

/// The days that a report is about.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
struct PeriodParams {
    /// First local day; by default 30 days before `to`.
    from: Option<Day>,
    /// Last local day, included; by default today. A period has at most about 1096 days.
    to: Option<Day>,
    /// Length of one point, or of one row of the exported `summary`; `day` by default, `week` for more than 366 days.
    /// `day` is limited to 366 days.
    group_by: Option<GroupBy>,
}

impl PeriodParams {
    fn read(self, app: &App) -> Result<Period, Problem> {
        let query = PeriodQuery {
            from: self.from.map(Into::into),
            to: self.to.map(Into::into),
            group_by: self.group_by.map(Into::into),
        };
        app.reports.period(query).map_err(period_problem)
    }
}

pub(crate) fn period_problem(error: PeriodError) -> Problem {
    let (path, code) = match error {
        PeriodError::Backwards => ("/to", "before_from"),
        PeriodError::TooLong => ("/from", "too_long"),
        PeriodError::TooManyPoints => ("/group_by", "too_many_points"),
        PeriodError::OutOfRange => ("/from", "out_of_range"),
    };
    Problem::invalid(path, code, error.to_string())
}

#[OpenApi(prefix_path = "/reports", tag = "Tag::Reports")]
impl ReportsApi {
    /// Report: summary
    ///
    /// Clients, discounts and purchases, the best cashiers and campaigns, and what needs attention now. Test users
    /// and test codes are not counted. An undone redemption and its purchase are removed from the day of the
    /// redemption, where it counts as `undone`.
    #[oai(path = "/summary", method = "get", operation_id = "getSummaryReport")]
    async fn summary(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<Json<SummaryReport>, kind::InvalidValue> {
        Ok(Json(app.reports.summary(period.read(app)?).await?.into()))
    }

    /// Report: discounts
    ///
    /// Discounts issued and redeemed, by template and by reason of issue. Purchases without a code are not counted.
    #[oai(path = "/discounts", method = "get", operation_id = "getDiscountReport")]
    async fn discounts(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<Json<DiscountReport>, kind::InvalidValue> {
        Ok(Json(app.reports.discounts(period.read(app)?).await?.into()))
    }

    /// Report: cashiers
    ///
    /// Redemptions, undos, unknown codes and revenue by cashier. Redemptions through the API or the command line
    /// without a cashier are not counted.
    #[oai(path = "/cashiers", method = "get", operation_id = "getCashierReport")]
    async fn cashiers(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<Json<CashierReport>, kind::InvalidValue> {
        Ok(Json(app.reports.cashiers(period.read(app)?).await?.into()))
    }

    /// Report: campaigns
    ///
    /// Clients who joined and results of their codes, by campaign.
    #[oai(path = "/campaigns", method = "get", operation_id = "getCampaignReport")]
    async fn campaigns(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<Json<CampaignReport>, kind::InvalidValue> {
        Ok(Json(app.reports.campaigns(period.read(app)?).await?.into()))
    }

    /// Report: broadcasts
    ///
    /// Broadcasts that started in the period, with all results up to now. Broadcasts to test users are not counted.
    #[oai(path = "/broadcasts", method = "get", operation_id = "getBroadcastReport")]
    async fn broadcasts(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<Json<BroadcastReport>, kind::InvalidValue> {
        Ok(Json(app.reports.broadcasts(period.read(app)?).await?.into()))
    }

    /// Export a report
    ///
    /// The table of the report: days, weeks or months of `summary`; templates, cashiers, campaigns or broadcasts of
    /// the others. Recorded in the audit log.
    #[oai(path = "/:name/export", method = "get", operation_id = "exportReport")]
    async fn export(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// Report to export.
        name: Path<ReportName>,
        /// Format of the file; `csv` by default.
        format: Query<Option<Format>>,
        Params(period): Params<PeriodParams>,
    ) -> Outcome<ExportFile, kind::InvalidValue> {
        let format = format.0.unwrap_or_default();
        let period = period.read(app)?;
        let table = match name.0 {
            ReportName::Summary => tables::SUMMARY,
            ReportName::Discounts => tables::DISCOUNTS,
            ReportName::Cashiers => tables::CASHIERS,
            ReportName::Campaigns => tables::CAMPAIGNS,
            ReportName::Broadcasts => tables::BROADCASTS,
        };
        app.reports
            .note_report_export(table.name, &period, format.as_str(), &session.actor())
            .await?;
        let rows = match name.0 {
            ReportName::Summary => {
                let report = SummaryReport::from(app.reports.summary(period).await?);
                table.rows(&report.series)
            }
            ReportName::Discounts => {
                let report = DiscountReport::from(app.reports.discounts(period).await?);
                table.rows(&report.by_template)
            }
            ReportName::Cashiers => {
                let report = CashierReport::from(app.reports.cashiers(period).await?);
                table.rows(&report.cashiers)
            }
            ReportName::Campaigns => {
                let report = CampaignReport::from(app.reports.campaigns(period).await?);
                table.rows(&report.campaigns)
            }
            ReportName::Broadcasts => {
                let report = BroadcastReport::from(app.reports.broadcasts(period).await?);
                table.rows(&report.broadcasts)
            }
        };
        let rows = stream::iter([Ok(rows)]).boxed();
        Ok(ExportFile::of(table.name, table.columns, format, app.context.zone, rows).await?)
    }
}
