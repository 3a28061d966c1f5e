//! `/audit-logs`: who changed what.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_core::App;
use marmelad_core::audit::AuditFilter;
use marmelad_core::kernel::{end_of_day, start_of_day};
use poem::web::Data;
use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Enum, Object, OpenApi};
use serde::Deserialize;

use crate::auth::Owner;
use crate::paging::Paging;
use crate::params::Params;
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

/// Records that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
struct AuditParams {
    /// Author of the change.
    actor: Option<AuditActor>,
    /// The admin who made the change.
    admin_id: Option<Id>,
    /// The action: `update_setting`, `approve_cashier`, ….
    action: Option<String>,
    /// Kind of the changed object: `setting`, `cashier`, ….
    entity: Option<String>,
    /// Id of the changed object.
    entity_id: Option<Id>,
    /// Id of the request.
    request_id: Option<String>,
    /// From this instant (RFC 3339) or the start of this local day.
    created_from: Option<String>,
    /// Until this instant (RFC 3339) or the end of this local day.
    created_to: Option<String>,
}

impl AuditParams {
    fn read(self, zone: Tz) -> Result<AuditFilter, Problem> {
        Ok(AuditFilter {
            actor: self.actor.map(Into::into),
            admin_id: self.admin_id.map(Into::into),
            action: self.action,
            entity: self.entity,
            entity_id: self.entity_id.map(|id| id.0),
            request_id: self.request_id,
            from: instant("created_from", self.created_from, |day| start_of_day(day, zone))?,
            until: instant("created_to", self.created_to, |day| end_of_day(day, zone))?,
        })
    }
}

#[OpenApi(prefix_path = "/audit-logs", tag = "Tag::AuditLog")]
impl AuditLogsApi {
    /// Search the audit log
    ///
    /// Records that match all given filters. Payloads contain no personal data and no secrets, only that they
    /// changed.
    #[oai(path = "/", method = "get", operation_id = "listAuditLogs")]
    async fn list(
        &self,
        _owner: Owner,
        Data(app): Data<&App>,
        Params(filter): Params<AuditParams>,
        /// Sort order; latest first by default.
        Query(sort): Query<Option<AuditOrder>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<AuditRecord>>, kind::InvalidValue> {
        let request = paging.into();
        let filter = filter.read(app.context.zone)?;
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
