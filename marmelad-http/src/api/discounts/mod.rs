//! `/discounts`: codes looked at, checked, redeemed, taken back and withdrawn.

mod act;
mod refusal;

use marmelad_core::App;
use marmelad_core::domain::discount_list::{DiscountFilter, DiscountSortKey, code_prefix};
use marmelad_core::domain::ids::{
    BroadcastId, CampaignId, CashierId, DiscountId, TemplateId, UserId,
};
use marmelad_core::domain::page::PageRequest;
use marmelad_core::domain::sorting::{Period, Sorting};
use marmelad_core::domain::usage_list::UsageFilter;
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Enum, OpenApi};

pub(crate) use refusal::{RedeemRefusals, refused};

use crate::auth::{Marketing, Owner, Reader};
use crate::body::Body;
use crate::idempotency::{IdempotencyKey, idempotent};
use crate::paging::{IsTest, PageNumber, PerPage, page_request};
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{
    CheckResult, DiscountDetails, DiscountSource, DiscountState, Id, ListedDiscount, Page,
    Redemption, Timestamp, Undo, UsageLog, UsageSource, UsageStatus, Viewer,
};
use act::{CheckBody, RedeemBody, RevokeBody, UndoBody};

/// Codes.
#[derive(Debug, Clone, Copy)]
pub struct DiscountsApi;

/// In which order discounts come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum DiscountSort {
    /// The earliest issued first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// The latest issued first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
    /// The earliest to end first.
    #[oai(rename = "expires_at")]
    ExpiresAt,
    /// The latest to end first.
    #[oai(rename = "-expires_at")]
    ExpiresAtDescending,
    /// Never redeemed, then the earliest redeemed first.
    #[oai(rename = "used_at")]
    UsedAt,
    /// The latest redeemed first.
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

/// In which order the usage log comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum UsageSort {
    /// The earliest first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// The latest first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
}

/// So many attempts are shown with a discount.
const SHOWN_LOGS: PageRequest = PageRequest {
    page: 1,
    per_page: PageRequest::MAX_PER_PAGE,
};

#[OpenApi(prefix_path = "/discounts", tag = "Tag::Discounts")]
impl DiscountsApi {
    /// Discounts, in pages
    ///
    /// Those of which everything that is given holds. Codes that can be redeemed are masked (`ДЯА••••`) for `readonly`
    /// admins.
    #[oai(path = "/", method = "get", operation_id = "listDiscounts")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn list(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        /// What the code is or begins with, as people type it; of `readonly` admins the first three characters count.
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
        /// In which order; `-created_at` when left out.
        sort: Query<Option<DiscountSort>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<ListedDiscount>>> {
        let page = page_request(page.0, per_page.0);
        let viewer = session.viewer();
        let filter = DiscountFilter {
            code_prefix: code.0.and_then(|code| prefix(&code, viewer)),
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
        let sort = sort.0.unwrap_or(DiscountSort::CreatedAtDescending);
        let found = app.list_discounts(filter, sort.into(), page).await?;
        let now = app.now();
        Ok(Json(Page::with(found, page, |listed| {
            ListedDiscount::for_viewer(listed, viewer, now)
        })))
    }

    /// The usage log, in pages
    ///
    /// Every attempt to use a code that was refused, every redemption and every undo.
    #[oai(path = "/usage-logs", method = "get", operation_id = "listUsageLogs")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn usage_logs(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        /// How they ended.
        status: Query<Option<UsageStatus>>,
        /// From where.
        source: Query<Option<UsageSource>>,
        /// Whose redemptions: `Cashier.id`.
        cashier_id: Query<Option<Id>>,
        /// Whose codes: `User.id`.
        user_id: Query<Option<Id>>,
        /// Of this discount.
        discount_id: Query<Option<Id>>,
        /// What the code is or begins with, as people type it; of `readonly` admins the first three characters count.
        code: Query<Option<String>>,
        /// Where: the whole name of the shop.
        shop: Query<Option<String>>,
        /// At this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// At this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// In which order; `-created_at` when left out.
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
            user_id: user_id.0.map(|id| UserId(id.0)),
            discount_id: discount_id.0.map(|id| DiscountId(id.0)),
            code_prefix: code.0.and_then(|code| prefix(&code, viewer)),
            shop: shop.0,
            at: period(&created_from, &created_to),
        };
        let is_descending = sort.0 != Some(UsageSort::CreatedAt);
        let found = app.list_usage_logs(filter, is_descending, page).await?;
        Ok(Json(Page::with(found, page, |record| {
            UsageLog::for_viewer(record, viewer)
        })))
    }

    /// One discount
    ///
    /// With everything that was tried with it.
    #[oai(path = "/:id", method = "get", operation_id = "getDiscount")]
    async fn get(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<DiscountDetails>> {
        let id = DiscountId(id.0.0);
        let viewer = session.viewer();
        let listed = app.find_discount(id).await?.ok_or_else(no_discount)?;
        let filter = UsageFilter {
            discount_id: Some(id),
            ..UsageFilter::default()
        };
        let logs = app.list_usage_logs(filter, true, SHOWN_LOGS).await?.items;
        Ok(Json(DiscountDetails {
            listed: ListedDiscount::for_viewer(listed, viewer, app.now()),
            usage_logs: logs
                .into_iter()
                .map(|record| UsageLog::for_viewer(record, viewer))
                .collect(),
        }))
    }

    /// What is a code worth
    ///
    /// Reads what a cashier typed: any case, spaces, letters that look alike, a pasted sentence. A refusal is written
    /// to the usage log; finding a valid code writes nothing.
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
    /// Repeats every check and redeems, in one transaction with the purchase and the client's notification. Of any
    /// number of simultaneous attempts a code's `max_uses` succeed.
    #[oai(
        path = "/redeem",
        method = "post",
        operation_id = "redeemCode",
        transform = "idempotent"
    )]
    async fn redeem(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Body<RedeemBody>,
    ) -> Outcome<Json<Redemption>, RedeemRefusals> {
        Ok(Json(act::redeem(app, &session, &key, body.0).await?))
    }

    /// Withdraw a discount
    ///
    /// It is not redeemed any more. One that is used up has nothing left to withdraw.
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

    /// Take a redemption back
    ///
    /// The one named, else the last one that stands; whenever it was. The code holds again until its end, the purchase
    /// becomes `undone`, the client is told.
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
}

fn no_discount() -> Problem {
    Problem::new(Kind::NotFound).because("There is no such discount")
}

pub(crate) fn period(from: &Query<Option<Timestamp>>, to: &Query<Option<Timestamp>>) -> Period {
    Period {
        from: from.0.map(|at| at.0),
        to: to.0.map(|at| at.0),
    }
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
