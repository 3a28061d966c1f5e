//! `/discounts`: lists of discounts and of the usage log.

mod codes;
mod filter;
mod problems;
mod templates;

use futures::{StreamExt, stream};
use marmelad_core::App;
use marmelad_core::discounts::{DiscountExport, DiscountSortKey, UsageFilter};
use marmelad_core::kernel::{DiscountId, PageRequest, PortError, Sorting};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Enum, OpenApi};

pub use codes::CodesApi;
pub use templates::TemplatesApi;

pub(crate) use problems::redeem_problem;

use crate::auth::{Marketing, Reader};
use crate::export::{DISCOUNT_COLUMNS, ExportFile, Format, Rows, discount_row};
use crate::paging::{Paging, sort_orders};
use crate::params::Params;
use crate::problem::{Kind, Outcome, Problem};
use crate::spec::Tag;
use crate::views::{DiscountDetails, Id, ListedDiscount, Page, UsageLog};
use filter::{DiscountParams, UsageParams};

/// Lists of discounts and of the usage log.
#[derive(Debug, Clone, Copy)]
pub struct DiscountsApi;

sort_orders! {
    /// Sort order of discounts.
    DiscountSort for Sorting<DiscountSortKey> {
        /// Oldest first.
        "created_at" CreatedAt => Self::ascending(DiscountSortKey::CreatedAt),
        /// Latest first.
        "-created_at" CreatedAtDescending => Self::descending(DiscountSortKey::CreatedAt),
        /// First to expire first.
        "expires_at" ExpiresAt => Self::ascending(DiscountSortKey::ExpiresAt),
        /// Last to expire first.
        "-expires_at" ExpiresAtDescending => Self::descending(DiscountSortKey::ExpiresAt),
        /// Never redeemed first, then earliest redeemed.
        "used_at" UsedAt => Self::ascending(DiscountSortKey::UsedAt),
        /// Latest redeemed first.
        "-used_at" UsedAtDescending => Self::descending(DiscountSortKey::UsedAt),
    }
}

/// Sort order of the usage log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum UsageSort {
    /// Oldest first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// Latest first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
}

/// The entries of the usage log shown with a discount.
const SHOWN_LOGS: PageRequest = PageRequest { page: 1, per_page: PageRequest::MAX_PER_PAGE };

#[OpenApi(prefix_path = "/discounts", tag = "Tag::Discounts")]
impl DiscountsApi {
    /// List discounts
    ///
    /// Discounts that match all given filters. Codes that can be redeemed are masked (`ДЯА••••`) for `readonly`
    /// admins.
    #[oai(path = "/", method = "get", operation_id = "listDiscounts")]
    async fn list(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        Params(filter): Params<DiscountParams>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<DiscountSort>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<ListedDiscount>>> {
        let (page, viewer) = (paging.into(), session.viewer());
        let sort = sort.0.unwrap_or(DiscountSort::CreatedAtDescending);
        let found = app.discounts.list(filter.read(viewer), sort.into(), page).await?;
        let now = app.now();
        Ok(Json(Page::with(found, page, |listed| ListedDiscount::for_viewer(listed, viewer, now))))
    }

    /// List the usage log
    ///
    /// Refused attempts, redemptions and undos that match all given filters.
    #[oai(path = "/usage-logs", method = "get", operation_id = "listUsageLogs")]
    async fn usage_logs(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        Params(filter): Params<UsageParams>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<UsageSort>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<UsageLog>>> {
        let (page, viewer) = (paging.into(), session.viewer());
        let is_descending = sort.0 != Some(UsageSort::CreatedAt);
        let found = app.discounts.list_usage_logs(filter.read(viewer), is_descending, page).await?;
        Ok(Json(Page::with(found, page, |record| UsageLog::for_viewer(record, viewer))))
    }

    /// Show a discount
    ///
    /// With its usage log.
    #[oai(path = "/:id", method = "get", operation_id = "getDiscount")]
    async fn get(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<DiscountDetails>> {
        let id = DiscountId(id.0.0);
        let viewer = session.viewer();
        let listed = app.discounts.find(id).await?.ok_or_else(no_discount)?;
        let filter = UsageFilter { discount_id: Some(id), ..UsageFilter::default() };
        let logs = app.discounts.list_usage_logs(filter, true, SHOWN_LOGS).await?.items;
        Ok(Json(DiscountDetails {
            listed: ListedDiscount::for_viewer(listed, viewer, app.now()),
            usage_logs: logs
                .into_iter()
                .map(|record| UsageLog::for_viewer(record, viewer))
                .collect(),
        }))
    }

    /// Export discounts
    ///
    /// All discounts that `GET /discounts` lists with the same filters, in the order of their ids. Recorded in the
    /// audit log.
    #[oai(path = "/export", method = "get", operation_id = "exportDiscounts")]
    async fn export(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// Format of the file; `csv` by default.
        format: Query<Option<Format>>,
        Params(filter): Params<DiscountParams>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let filter = filter.read(session.viewer());
        let actor = session.actor();
        let export = app.discounts.export(filter, format.as_str(), &actor).await?;
        let rows = stream::try_unfold((app.clone(), export), next_discounts).boxed();
        let zone = app.context.zone;
        Ok(ExportFile::of("discounts", DISCOUNT_COLUMNS, format, zone, rows).await?)
    }
}

async fn next_discounts(
    (app, mut export): (App, DiscountExport),
) -> Result<Option<(Rows, (App, DiscountExport))>, PortError> {
    let found = app.discounts.next_exported(&mut export).await?;
    let now = export.now();
    let rows: Rows = found.into_iter().map(|one| discount_row(one, now)).collect();
    Ok((!rows.is_empty()).then_some((rows, (app, export))))
}

fn no_discount() -> Problem {
    Problem::new(Kind::NotFound).because("There is no such discount")
}
