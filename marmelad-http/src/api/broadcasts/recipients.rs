//! `/broadcasts/{id}/logs`: recipients and their delivery status.

use futures::{StreamExt, stream};
use marmelad_core::App;
use marmelad_core::broadcasts::RecipientExport;
use marmelad_core::kernel::{BroadcastId, PortError};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;

use super::filter::RecipientParams;
use super::problems::missing;
use crate::auth::{Marketing, Reader};
use crate::export::{ExportFile, Format, RECIPIENT_COLUMNS, Rows, recipient_row};
use crate::paging::Paging;
use crate::params::Params;
use crate::problem::Outcome;
use crate::spec::Tag;
use crate::views::{BroadcastLog, Id, Page};

/// Operations on recipients of broadcasts.
#[derive(Debug, Clone, Copy)]
pub struct RecipientsApi;

#[OpenApi(prefix_path = "/broadcasts", tag = "Tag::Broadcasts")]
impl RecipientsApi {
    /// List the recipients of a broadcast
    ///
    /// Recipients in the order recorded, with delivery status.
    #[oai(path = "/:id/logs", method = "get", operation_id = "listBroadcastLogs")]
    async fn logs(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        Params(filter): Params<RecipientParams>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<BroadcastLog>>> {
        let (id, page) = (BroadcastId(id.0.0), paging.into());
        app.broadcasts.find(id).await?.ok_or_else(missing)?;
        let found = app.broadcasts.list_recipients(id, filter.into(), page).await?;
        let viewer = session.viewer();
        Ok(Json(Page::with(found, page, |log| BroadcastLog::for_viewer(log, viewer))))
    }

    /// Export the recipients of a broadcast
    ///
    /// All recipients that `GET /broadcasts/{id}/logs` lists with the same filters, in the order of client ids.
    /// Recorded in the audit log.
    #[oai(path = "/:id/logs/export", method = "get", operation_id = "exportBroadcastLogs")]
    async fn export_logs(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        /// Format of the file; `csv` by default.
        format: Query<Option<Format>>,
        Params(filter): Params<RecipientParams>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let (id, actor) = (BroadcastId(id.0.0), session.actor());
        let export = app.broadcasts.export(id, filter.into(), format.as_str(), &actor);
        let export = export.await?.ok_or_else(missing)?;
        let rows = stream::try_unfold((app.clone(), export), next_recipients).boxed();
        let zone = app.context.zone;
        Ok(ExportFile::of("broadcast-logs", RECIPIENT_COLUMNS, format, zone, rows).await?)
    }
}

async fn next_recipients(
    (app, mut export): (App, RecipientExport),
) -> Result<Option<(Rows, (App, RecipientExport))>, PortError> {
    let found = app.broadcasts.next_exported(&mut export).await?;
    let rows: Rows = found.into_iter().map(recipient_row).collect();
    Ok((!rows.is_empty()).then_some((rows, (app, export))))
}
