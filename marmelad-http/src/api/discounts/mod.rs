//! `/discounts`: codes looked at, checked, redeemed, taken back and withdrawn.

mod act;
mod refusal;
mod templates;

use futures::{StreamExt, stream};
use marmelad_core::App;
use marmelad_core::discounts::{
    DiscountExport, DiscountFilter, DiscountSortKey, UsageFilter, code_prefix,
};
use marmelad_core::kernel::{
    BroadcastId, CampaignId, CashierId, ClientId, DiscountId, PageRequest, PortError, Sorting,
    TemplateId, TimeRange,
};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Enum, OpenApi};

pub use templates::TemplatesApi;

pub(crate) use refusal::{RedeemRefusals, refused};

use crate::auth::{Marketing, Owner, Reader};
use crate::body::Body;
use crate::export::{DISCOUNT_COLUMNS, ExportFile, Format, Rows, discount_row};
use crate::idempotency::{IdempotencyKey, idempotent};
use crate::paging::{IsTest, PageNumber, PerPage, page_request};
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{
    CheckResult, DiscountDetails, DiscountSource, DiscountState, Id, ListedDiscount, Page,
    Redemption, Timestamp, Undo, UsageLog, UsageSource, UsageStatus, Viewer,
};
use act::{CheckBody, RedeemBody, RevokeBody, UndoBody};

/// Operations on discounts and codes.
#[derive(Debug, Clone, Copy)]
pub struct DiscountsApi;

/// Sort order of discounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum DiscountSort {
    /// Oldest first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// Latest first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
    /// First to expire first.
    #[oai(rename = "expires_at")]
    ExpiresAt,
    /// Last to expire first.
    #[oai(rename = "-expires_at")]
    ExpiresAtDescending,
    /// Never redeemed first, then earliest redeemed.
    #[oai(rename = "used_at")]
    UsedAt,
    /// Latest redeemed first.
    #[oai(rename = "-used_at")]
    UsedAtDescending,
}

impl From<DiscountSort> for Sorting<DiscountSortKey> {
    fn from(sort: DiscountSort) -> Self {
        match sort {
            DiscountSort::CreatedAt => Self::ascending(DiscountSortKey::CreatedAt),
            DiscountSort::CreatedAtDescending => Self::descending(DiscountSortKey::CreatedAt),
            DiscountSort::ExpiresAt => Self::ascending(DiscountSortKey::ExpiresAt),
            DiscountSort::ExpiresAtDescending => Self::descending(DiscountSortKey::ExpiresAt),
            DiscountSort::UsedAt => Self::ascending(DiscountSortKey::UsedAt),
            DiscountSort::UsedAtDescending => Self::descending(DiscountSortKey::UsedAt),
        }
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

/// So many attempts are shown with a discount.
const SHOWN_LOGS: PageRequest = PageRequest { page: 1, per_page: PageRequest::MAX_PER_PAGE };

#[OpenApi(prefix_path = "/discounts", tag = "Tag::Discounts")]
impl DiscountsApi {
    /// List discounts
    ///
    /// Discounts that match all given filters. Codes that can be redeemed are masked (`ДЯА••••`) for `readonly`
    /// admins.
    #[oai(path = "/", method = "get", operation_id = "listDiscounts")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn list(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        /// Beginning of the code, as typed. For `readonly` admins only the first three letters count.
        code: Query<Option<String>>,
        /// Id of the client.
        user_id: Query<Option<Id>>,
        /// Id of the template.
        template_id: Query<Option<Id>>,
        /// Id of the campaign.
        campaign_id: Query<Option<Id>>,
        /// Id of the broadcast.
        broadcast_id: Query<Option<Id>>,
        /// State of the discount.
        state: Query<Option<DiscountState>>,
        /// Reason of issue.
        source: Query<Option<DiscountSource>>,
        /// Issued at this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// Issued at this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Expires at this instant or later.
        expires_from: Query<Option<Timestamp>>,
        /// Expires at this instant or earlier.
        expires_to: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or later.
        used_from: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or earlier.
        used_to: Query<Option<Timestamp>>,
        /// Whether to list discounts of test users; `false` by default.
        is_test: Query<Option<IsTest>>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<DiscountSort>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<ListedDiscount>>> {
        let page = page_request(page.0, per_page.0);
        let viewer = session.viewer();
        let filter = DiscountFilter {
            code_prefix: code.0.and_then(|code| prefix(&code, viewer)),
            user_id: user_id.0.map(|id| ClientId(id.0)),
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
        let sort = sort.0.unwrap_or(DiscountSort::CreatedAtDescending);
        let found = app.discounts.list(filter, sort.into(), page).await?;
        let now = app.now();
        Ok(Json(Page::with(found, page, |listed| ListedDiscount::for_viewer(listed, viewer, now))))
    }

    /// List the usage log
    ///
    /// Refused attempts, redemptions and undos that match all given filters.
    #[oai(path = "/usage-logs", method = "get", operation_id = "listUsageLogs")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn usage_logs(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        /// Result of the attempt.
        status: Query<Option<UsageStatus>>,
        /// Where the attempt was made.
        source: Query<Option<UsageSource>>,
        /// Id of the cashier.
        cashier_id: Query<Option<Id>>,
        /// Id of the client who holds the code.
        user_id: Query<Option<Id>>,
        /// Id of the discount.
        discount_id: Query<Option<Id>>,
        /// Beginning of the code, as typed. For `readonly` admins only the first three letters count.
        code: Query<Option<String>>,
        /// Whole name of the shop.
        shop: Query<Option<String>>,
        /// At this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// At this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<UsageSort>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<UsageLog>>> {
        let page = page_request(page.0, per_page.0);
        let viewer = session.viewer();
        let filter = UsageFilter {
            status: status.0.map(Into::into),
            source: source.0.map(Into::into),
            cashier_id: cashier_id.0.map(|id| CashierId(id.0)),
            user_id: user_id.0.map(|id| ClientId(id.0)),
            discount_id: discount_id.0.map(|id| DiscountId(id.0)),
            code_prefix: code.0.and_then(|code| prefix(&code, viewer)),
            shop: shop.0,
            at: period(&created_from, &created_to),
        };
        let is_descending = sort.0 != Some(UsageSort::CreatedAt);
        let found = app.discounts.list_usage_logs(filter, is_descending, page).await?;
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

    /// Check a code
    ///
    /// Reads what a cashier typed: any case, spaces, look-alike letters, a pasted sentence. A refusal is recorded in
    /// the usage log; a valid code is not.
    #[oai(path = "/check", method = "post", operation_id = "checkCode")]
    async fn check(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<CheckBody>,
    ) -> Outcome<Json<CheckResult>> {
        Ok(Json(act::check(app, &session, body.0).await?))
    }

    /// Redeem a code
    ///
    /// Repeats every check and redeems in one transaction with the purchase and the notification of the client. Of
    /// simultaneous attempts at most `max_uses` succeed.
    #[oai(path = "/redeem", method = "post", operation_id = "redeemCode", transform = "idempotent")]
    async fn redeem(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Body<RedeemBody>,
    ) -> Outcome<Json<Redemption>, RedeemRefusals> {
        Ok(Json(act::redeem(app, &session, &key, body.0).await?))
    }

    /// Revoke a discount
    ///
    /// The code can no longer be redeemed. A code that is used up cannot be revoked.
    #[oai(path = "/:id/revoke", method = "post", operation_id = "revokeDiscount")]
    async fn revoke(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<RevokeBody>,
    ) -> Outcome<Json<ListedDiscount>, (kind::Revoked, kind::AlreadyUsed, kind::InvalidValue)> {
        let id = DiscountId(id.0.0);
        Ok(Json(act::revoke(app, &session, id, body.0).await?))
    }

    /// Undo a redemption
    ///
    /// Undoes the given redemption, or the last one, however old. The code is valid again until it expires, the
    /// purchase becomes `undone`, and the client is notified.
    #[oai(path = "/:id/undo", method = "post", operation_id = "undoRedemption")]
    async fn undo(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        /// Row id of the discount.
        id: Path<Id>,
        body: Body<UndoBody>,
    ) -> Outcome<Json<Undo>, (kind::AlreadyUndone, kind::NotRedeemed, kind::InvalidValue)> {
        let id = DiscountId(id.0.0);
        Ok(Json(act::undo(app, &session, id, body.0).await?))
    }

    /// Export discounts
    ///
    /// All discounts that `GET /discounts` lists with the same filters, in the order of their ids. Recorded in the
    /// audit log.
    #[oai(path = "/export", method = "get", operation_id = "exportDiscounts")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn export(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// Format of the file; `csv` by default.
        format: Query<Option<Format>>,
        /// Beginning of the code, as typed.
        code: Query<Option<String>>,
        /// Id of the client.
        user_id: Query<Option<Id>>,
        /// Id of the template.
        template_id: Query<Option<Id>>,
        /// Id of the campaign.
        campaign_id: Query<Option<Id>>,
        /// Id of the broadcast.
        broadcast_id: Query<Option<Id>>,
        /// State of the discount.
        state: Query<Option<DiscountState>>,
        /// Reason of issue.
        source: Query<Option<DiscountSource>>,
        /// Issued at this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// Issued at this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Expires at this instant or later.
        expires_from: Query<Option<Timestamp>>,
        /// Expires at this instant or earlier.
        expires_to: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or later.
        used_from: Query<Option<Timestamp>>,
        /// Last redeemed at this instant or earlier.
        used_to: Query<Option<Timestamp>>,
        /// Whether to list discounts of test users; `false` by default.
        is_test: Query<Option<IsTest>>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let filter = DiscountFilter {
            code_prefix: code.0.as_deref().map(code_prefix),
            user_id: user_id.0.map(|id| ClientId(id.0)),
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

pub(crate) fn period(from: &Query<Option<Timestamp>>, to: &Query<Option<Timestamp>>) -> TimeRange {
    TimeRange { from: from.0.map(|at| at.0), to: to.0.map(|at| at.0) }
}

/// What codes that are looked for begin with. Whoever may not see a code may not find it out digit by digit either.
fn prefix(typed: &str, viewer: Viewer) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    let prefix = code_prefix(typed);
    Some(match viewer {
        Viewer::Full => prefix,
        Viewer::Readonly => prefix.chars().take(3).collect(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("дяа4589", Viewer::Full, Some("ДЯА4589"))]
    #[case("дяа4589", Viewer::Readonly, Some("ДЯА"))]
    #[case(" ", Viewer::Full, None)]
    fn codes_are_looked_for(
        #[case] typed: &str,
        #[case] viewer: Viewer,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(prefix(typed, viewer).as_deref(), expected);
    }
}
