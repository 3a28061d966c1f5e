//! `/cashiers`: people who redeem codes.

use marmelad_core::App;
use marmelad_core::kernel::CashierId;
use marmelad_core::staff::{
    CashierDecision, CashierFilter, CashierStatus, DecisionOutcome, LONGEST_SHOP,
};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use crate::auth::{Owner, Reader, Session};
use crate::body::Body;
use crate::checks::{self, name};
use crate::paging::Paging;
use crate::params::Params;
use crate::patch::{Patch, not_null};
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{self, Cashier, Id, Page};

/// Operations on cashiers.
#[derive(Debug, Clone, Copy)]
pub struct CashiersApi;

/// Fields of a cashier to change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
struct CashierPatch {
    /// Name shown to admins.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 128, pattern = r"\S"))]
    display_name: Option<String>,
    /// Shop in which the cashier works; recorded with later redemptions.
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    shop: Patch<String>,
}

#[OpenApi(prefix_path = "/cashiers", tag = "Tag::Cashiers")]
impl CashiersApi {
    /// List cashiers
    ///
    /// Cashiers that match all given filters, oldest first.
    #[oai(path = "/", method = "get", operation_id = "listCashiers")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Only cashiers who may redeem codes (`true`) or may not (`false`).
        active: Query<Option<bool>>,
        /// State of the cashier.
        status: Query<Option<views::CashierStatus>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Cashier>>> {
        let filter = CashierFilter { is_active: active.0, status: status.0.map(Into::into) };
        let request = paging.into();
        let found = app.staff.page_cashiers(filter, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// List requests to become a cashier
    ///
    /// Requests that wait for a decision, oldest first.
    #[oai(path = "/requests", method = "get", operation_id = "listCashierRequests")]
    async fn requests(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Cashier>>> {
        let filter =
            CashierFilter { status: Some(CashierStatus::Pending), ..CashierFilter::default() };
        let request = paging.into();
        let found = app.staff.page_cashiers(filter, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Give a cashier access
    ///
    /// Approves a request, or gives access back to a rejected or deactivated cashier. The cashier is notified.
    #[oai(path = "/:id/activate", method = "post", operation_id = "activateCashier")]
    async fn activate(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Cashier>, kind::WrongState> {
        decide(app, &session, id.0.0, CashierDecision::Approve).await
    }

    /// Withdraw a cashier's access
    ///
    /// In force at once, also for a confirmation already shown to the cashier. The cashier is notified.
    #[oai(path = "/:id/deactivate", method = "post", operation_id = "deactivateCashier")]
    async fn deactivate(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Cashier>, kind::WrongState> {
        decide(app, &session, id.0.0, CashierDecision::Deactivate).await
    }

    /// Reject a request
    ///
    /// The person is notified and may ask again after 24 hours.
    #[oai(path = "/:id/reject", method = "post", operation_id = "rejectCashier")]
    async fn reject(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Cashier>, kind::WrongState> {
        decide(app, &session, id.0.0, CashierDecision::Reject).await
    }

    /// Change a cashier
    ///
    /// Changes the name and the shop.
    #[oai(path = "/:id", method = "patch", operation_id = "changeCashier")]
    async fn change(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<CashierPatch>,
    ) -> Outcome<Json<Cashier>, kind::InvalidValue> {
        let display_name = body.0.display_name;
        let display_name =
            display_name.map(|text| name("/display_name", &text, checks::NAME)).transpose()?;
        let shop = match body.0.shop.into_change() {
            Some(Some(text)) => Some(Some(name("/shop", &text, LONGEST_SHOP)?)),
            cleared_or_kept => cleared_or_kept,
        };
        let actor = session.actor();
        let changed = app.staff.change_cashier(CashierId(id.0.0), display_name, shop, &actor);
        let changed = changed.await?.ok_or_else(|| Problem::new(Kind::NotFound))?;
        Ok(Json(changed.into()))
    }
}

async fn decide(
    app: &App,
    session: &Session,
    id: i64,
    decision: CashierDecision,
) -> Outcome<Json<Cashier>, kind::WrongState> {
    let (admin, actor) = (&session.admin, session.actor());
    match app.staff.decide_cashier_as(CashierId(id), decision, admin, &actor).await? {
        DecisionOutcome::Decided(cashier) => Ok(Json(cashier.into())),
        DecisionOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
        DecisionOutcome::NotAllowed { cashier, decided_by } => {
            let by = decided_by.map_or_else(String::new, |name| format!(", by {name}"));
            Err(Problem::new(Kind::WrongState)
                .because(format!(
                    "The cashier is `{}`{by}; this would make them `{}`",
                    cashier.status,
                    decision.target()
                ))
                .into())
        }
    }
}
