//! `/reports/{name}/export`: a report's table as a file.

use futures::{StreamExt, stream};
use marmelad_core::App;
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, OpenApi};

use super::reports::period;
use crate::auth::Marketing;
use crate::export::{ExportFile, Format, reports as tables};
use crate::problem::{Outcome, kind};
use crate::spec::Tag;
use crate::views::{
    BroadcastReport, CampaignReport, CashierReport, Day, DiscountReport, GroupBy, SummaryReport,
};

/// Reports as files.
#[derive(Debug, Clone, Copy)]
pub struct ReportExportApi;

/// Which report.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "lowercase")]
enum ReportName {
    /// A row for each day, week or month.
    Summary,
    /// A row for each template.
    Discounts,
    /// A row for each cashier.
    Cashiers,
    /// A row for each campaign.
    Campaigns,
    /// A row for each broadcast.
    Broadcasts,
}

#[OpenApi(prefix_path = "/reports", tag = "Tag::Exports")]
impl ReportExportApi {
    /// A report as a file
    ///
    /// The table of the report: days, weeks or months of `summary`; templates, cashiers, campaigns or broadcasts of the
    /// others. Every export is written down in the audit log.
    #[oai(path = "/:name/export", method = "get", operation_id = "exportReport")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn export(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// Which report.
        name: Path<ReportName>,
        /// The form of the file; `csv` when left out.
        format: Query<Option<Format>>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a row of `summary` stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<ExportFile, kind::InvalidValue> {
        let format = format.0.unwrap_or_default();
        let period = period(app, from.0, to.0, group_by.0)?;
        let table = match name.0 {
            ReportName::Summary => tables::SUMMARY,
            ReportName::Discounts => tables::DISCOUNTS,
            ReportName::Cashiers => tables::CASHIERS,
            ReportName::Campaigns => tables::CAMPAIGNS,
            ReportName::Broadcasts => tables::BROADCASTS,
        };
        app.note_report_export(table.name, &period, format.as_str(), &session.actor())
            .await?;
        let rows = match name.0 {
            ReportName::Summary => {
                let report = SummaryReport::from(app.summary_report(period).await?);
                table.rows(&report.series)
            }
            ReportName::Discounts => {
                let report = DiscountReport::from(app.discount_report(period).await?);
                table.rows(&report.by_template)
            }
            ReportName::Cashiers => {
                let report = CashierReport::from(app.cashier_report(period).await?);
                table.rows(&report.cashiers)
            }
            ReportName::Campaigns => {
                let report = CampaignReport::from(app.campaign_report(period).await?);
                table.rows(&report.campaigns)
            }
            ReportName::Broadcasts => {
                let report = BroadcastReport::from(app.broadcast_report(period).await?);
                table.rows(&report.broadcasts)
            }
        };
        let rows = stream::iter([Ok(rows)]).boxed();
        Ok(ExportFile::of(table.name, table.columns, format, app.context.zone, rows).await?)
    }
}
