//! Lists as files, those of clients aside, which stand in `/users`.

use futures::{StreamExt, stream};
use marmelad_core::App;
use marmelad_core::domain::discount_list::{DiscountFilter, code_prefix};
use marmelad_core::domain::ids::{BroadcastId, CampaignId, TemplateId, UserId};
use marmelad_core::ports::PortError;
use marmelad_core::usecases::{DiscountExport, RecipientExport};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};

use super::broadcasts::recipient_filter;
use super::discounts::period;
use crate::auth::Marketing;
use crate::export::{
    Cell, DISCOUNT_COLUMNS, ExportFile, Format, RECIPIENT_COLUMNS, discount_row, recipient_row,
};
use crate::paging::IsTest;
use crate::problem::{Kind, Outcome, Problem};
use crate::spec::Tag;
use crate::views::{DiscountSource, DiscountState, Id, RecallStatus, RecipientStatus, Timestamp};

/// Lists as files.
#[derive(Debug, Clone, Copy)]
pub struct ExportsApi;

#[OpenApi(tag = "Tag::Exports")]
impl ExportsApi {
    /// Discounts as a file
    ///
    /// All that `GET /discounts` would show in all its pages, in the order of their ids. Every export is written down in
    /// the audit log.
    #[oai(
        path = "/discounts/export",
        method = "get",
        operation_id = "exportDiscounts"
    )]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn discounts(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// The form of the file; `csv` when left out.
        format: Query<Option<Format>>,
        /// What the code is or begins with, as people type it.
        code: Query<Option<String>>,
        /// Whose: `User.id`.
        user_id: Query<Option<Id>>,
        /// By which template.
        template_id: Query<Option<Id>>,
        /// Given by this campaign.
        campaign_id: Query<Option<Id>>,
        /// Given by this broadcast.
        broadcast_id: Query<Option<Id>>,
        /// Where in their life.
        state: Query<Option<DiscountState>>,
        /// Why issued.
        source: Query<Option<DiscountSource>>,
        /// Issued at this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// Issued at this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Ending at this instant or later.
        expires_from: Query<Option<Timestamp>>,
        /// Ending at this instant or earlier.
        expires_to: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or later.
        used_from: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or earlier.
        used_to: Query<Option<Timestamp>>,
        /// Whether of test users; `false` when left out.
        is_test: Query<Option<IsTest>>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let filter = DiscountFilter {
            code_prefix: code.0.as_deref().map(code_prefix),
            user_id: user_id.0.map(|id| UserId(id.0)),
            template_id: template_id.0.map(|id| TemplateId(id.0)),
            campaign_id: campaign_id.0.map(|id| CampaignId(id.0)),
            broadcast_id: broadcast_id.0.map(|id| BroadcastId(id.0)),
            state: state.0.map(Into::into),
            source: source.0.map(Into::into),
            created: period(&created_from, &created_to),
            expires: period(&expires_from, &expires_to),
            used: period(&used_from, &used_to),
            is_test: IsTest::flag(is_test.0),
        };
        let actor = session.actor();
        let export = app
            .export_discounts(filter, format.as_str(), &actor)
            .await?;
        let rows = stream::try_unfold((app.clone(), export), next_discounts).boxed();
        let zone = app.context.zone;
        Ok(ExportFile::of("discounts", DISCOUNT_COLUMNS, format, zone, rows).await?)
    }

    /// A broadcast's recipients as a file
    ///
    /// All that `GET /broadcasts/{id}/logs` would show in all its pages, in the order of the clients' ids. Every export
    /// is written down in the audit log.
    #[oai(
        path = "/broadcasts/:id/logs/export",
        method = "get",
        operation_id = "exportBroadcastLogs"
    )]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn recipients(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// The broadcast's row id.
        id: Path<Id>,
        /// The form of the file; `csv` when left out.
        format: Query<Option<Format>>,
        /// With this outcome; may stand there several times.
        status: Query<Option<Vec<RecipientStatus>>>,
        /// Whose message was taken back so.
        recall_status: Query<Option<RecallStatus>>,
        /// This client alone: `User.id`.
        user_id: Query<Option<Id>>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let filter = recipient_filter(status.0, recall_status.0, user_id.0);
        let actor = session.actor();
        let export = app.export_recipients(BroadcastId(id.0.0), filter, format.as_str(), &actor);
        let missing = || Problem::new(Kind::NotFound).because("There is no such broadcast");
        let export = export.await?.ok_or_else(missing)?;
        let rows = stream::try_unfold((app.clone(), export), next_recipients).boxed();
        let zone = app.context.zone;
        Ok(ExportFile::of("broadcast-logs", RECIPIENT_COLUMNS, format, zone, rows).await?)
    }
}

type Rows = Vec<Vec<Cell>>;

async fn next_discounts(
    (app, mut export): (App, DiscountExport),
) -> Result<Option<(Rows, (App, DiscountExport))>, PortError> {
    let found = app.next_discounts(&mut export).await?;
    let now = export.now();
    let rows: Rows = found
        .into_iter()
        .map(|one| discount_row(one, now))
        .collect();
    Ok((!rows.is_empty()).then_some((rows, (app, export))))
}

async fn next_recipients(
    (app, mut export): (App, RecipientExport),
) -> Result<Option<(Rows, (App, RecipientExport))>, PortError> {
    let found = app.next_recipients(&mut export).await?;
    let rows: Rows = found.into_iter().map(recipient_row).collect();
    Ok((!rows.is_empty()).then_some((rows, (app, export))))
}
