//! `/audit-logs`: who changed what.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use marmelad_core::App;
use marmelad_core::audit::AuditFilter;
use marmelad_core::kernel::{AdminId, end_of_day, start_of_day};
use poem::web::Data;
use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Enum, OpenApi};

use crate::auth::Owner;
use crate::paging::{PageNumber, PerPage, page_request};
use crate::problem::{Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{AuditActor, AuditRecord, Id, Page};

/// Operations on the audit log.
#[derive(Debug, Clone, Copy)]
pub struct AuditLogsApi;

/// Sort order of the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum AuditOrder {
    /// Oldest first.
    #[oai(rename = "created_at")]
    Oldest,
    /// Latest first.
    #[oai(rename = "-created_at")]
    Newest,
}

#[OpenApi(prefix_path = "/audit-logs", tag = "Tag::AuditLog")]
impl AuditLogsApi {
    /// Search the audit log
    ///
    /// Records that match all given filters. Payloads contain no personal data and no secrets, only that they
    /// changed.
    #[oai(path = "/", method = "get", operation_id = "listAuditLogs")]
    #[expect(clippy::too_many_arguments, reason = "a parameter each")]
    async fn list(
        &self,
        _owner: Owner,
        Data(app): Data<&App>,
        /// Author of the change.
        Query(actor): Query<Option<AuditActor>>,
        /// The admin who made the change.
        Query(admin_id): Query<Option<Id>>,
        /// The action: `update_setting`, `approve_cashier`, ….
        Query(action): Query<Option<String>>,
        /// Kind of the changed object: `setting`, `cashier`, ….
        Query(entity): Query<Option<String>>,
        /// Id of the changed object.
        Query(entity_id): Query<Option<Id>>,
        /// Id of the request.
        Query(request_id): Query<Option<String>>,
        /// From this instant (RFC 3339) or the start of this local day.
        Query(created_from): Query<Option<String>>,
        /// Until this instant (RFC 3339) or the end of this local day.
        Query(created_to): Query<Option<String>>,
        /// Sort order; latest first by default.
        Query(sort): Query<Option<AuditOrder>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<AuditRecord>>, kind::InvalidValue> {
        let request = page_request(page.0, per_page.0);
        let zone = app.context.zone;
        let filter = AuditFilter {
            actor: actor.map(Into::into),
            admin_id: admin_id.map(|id| AdminId(id.0)),
            action,
            entity,
            entity_id: entity_id.map(|id| id.0),
            request_id,
            from: instant("created_from", created_from, |day| start_of_day(day, zone))?,
            until: instant("created_to", created_to, |day| end_of_day(day, zone))?,
        };
        let is_oldest_first = sort == Some(AuditOrder::Oldest);
        let found = app.audit.search(&filter, is_oldest_first, request).await?;
        Ok(Json(Page::new(found, request)))
    }
}

/// An instant, or one of a day.
fn instant(
    name: &str,
    text: Option<String>,
    of_day: impl FnOnce(NaiveDate) -> DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let day = text.parse::<NaiveDate>().map(of_day).ok();
    let instant = || DateTime::parse_from_rfc3339(&text).map(|at| at.to_utc());
    let at = day.or_else(|| instant().ok());
    match at.filter(|at| YEARS.contains(&at.year())) {
        Some(at) => Ok(Some(at)),
        None => Err(Problem::invalid(
            format!("/{name}"),
            "wrong_form",
            "a day such as 2026-03-05 or an instant such as 2026-03-05T10:00:00Z is expected",
        )),
    }
}

/// Years that every database knows.
const YEARS: RangeInclusive<i32> = 1970..=2999;
