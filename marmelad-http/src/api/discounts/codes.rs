//! `/discounts`: check, redeem, revoke and undo.

use marmelad_core::App;
use marmelad_core::discounts::{
    RedeemCode, RedeemOutcome, Redeemer, RevokeOutcome, UndoByIdOutcome, UndoOutcome, UndoRefusal,
    UsageSource,
};
use marmelad_core::kernel::{DiscountId, UsageLogId};
use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::no_discount;
use super::problems::{RedeemProblems, redeem_problem};
use crate::amount::amount;
use crate::auth::{Marketing, Owner, Session};
use crate::body::Body;
use crate::idempotency::{IdempotencyKey, idempotent};
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{CheckResult, Decimal, Id, ListedDiscount, Redemption, Undo, UsageStatus};

/// Operations on codes.
#[derive(Debug, Clone, Copy)]
pub struct CodesApi;

/// A code to check.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct CheckBody {
    /// The code as typed: any case, spaces, look-alike letters.
    code: String,
}

/// A code to redeem.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct RedeemBody {
    /// The code as typed: any case, spaces, look-alike letters.
    code: String,
    /// Amount of the purchase before the discount, 0.01–9999999.99 roubles. Required for a code with a minimum.
    order_amount: Option<Decimal>,
    /// Cashier on whose behalf the code is redeemed, and who must have access; none by default.
    cashier_id: Option<Id>,
}

/// Reason for revoking a discount.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct RevokeBody {
    /// The reason; cut after 255 characters.
    #[oai(validator(min_length = 1, pattern = r"\S"))]
    reason: String,
}

/// A redemption to undo.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct UndoBody {
    /// Entry of the redemption in the usage log; by default the last one that was not undone.
    usage_log_id: Option<Id>,
    /// The reason; cut after 255 characters.
    #[oai(validator(min_length = 1, pattern = r"\S"))]
    reason: String,
}

/// The admin of the session, on behalf of a cashier if one is given.
fn redeemer(session: &Session, cashier: Option<Id>) -> Redeemer {
    Redeemer {
        cashier_id: cashier.map(Into::into),
        admin_id: Some(session.admin.id),
        source: UsageSource::Api,
    }
}

#[OpenApi(prefix_path = "/discounts", tag = "Tag::Discounts")]
impl CodesApi {
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
        let by = redeemer(&session, None);
        Ok(Json(app.discounts.check_code(&body.0.code, by).await?.into()))
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
    ) -> Outcome<Json<Redemption>, RedeemProblems> {
        const AMOUNT: &str = "/order_amount";
        let paid = body.0.order_amount.as_ref();
        let input = RedeemCode {
            by: redeemer(&session, body.0.cashier_id),
            amount: paid.map(|text| amount(AMOUNT, text)).transpose()?,
            code: body.0.code,
            key: key.for_command(),
            actor: Some(session.actor()),
        };
        match app.discounts.redeem(input).await? {
            RedeemOutcome::Redeemed(redemption) => Ok(Json((*redemption).into())),
            RedeemOutcome::Refused { refusal, .. } => {
                Err(redeem_problem(refusal, AMOUNT, app.now()).into())
            }
            RedeemOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused).into()),
        }
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
        let revoked = app.discounts.revoke_by_id(id, &body.0.reason, &session.actor()).await?;
        match revoked.ok_or_else(no_reason)? {
            RevokeOutcome::Revoked(_) => {
                let listed = app.discounts.find(id).await?.ok_or_else(no_discount)?;
                Ok(Json(ListedDiscount::for_viewer(listed, session.viewer(), app.now())))
            }
            RevokeOutcome::AlreadyRevoked(_) => Err(Problem::new(Kind::Revoked).into()),
            RevokeOutcome::AlreadyUsed(_) => Err(Problem::new(Kind::AlreadyUsed).into()),
            RevokeOutcome::NotFound => Err(no_discount().into()),
        }
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
        let (id, log) = (DiscountId(id.0.0), body.0.usage_log_id.map(Into::into));
        let undone = app.discounts.undo_by_id(id, log, body.0.reason, session.actor());
        match undone.await? {
            UndoByIdOutcome::Tried(UndoOutcome::Undone { usage_log_id, discount, client }) => {
                Ok(Json(Undo {
                    status: UsageStatus::Undone,
                    usage_log_id: usage_log_id.0,
                    discount: (*discount).into(),
                    user: client.into(),
                }))
            }
            UndoByIdOutcome::Tried(UndoOutcome::Refused(refusal)) => {
                Err(undo_problem(refusal, log).into())
            }
            UndoByIdOutcome::NoDiscount => Err(no_discount().into()),
            UndoByIdOutcome::NotOfDiscount => Err(not_of_discount().into()),
            UndoByIdOutcome::NoReason => Err(no_reason().into()),
        }
    }
}

fn undo_problem(refusal: UndoRefusal, log: Option<UsageLogId>) -> Problem {
    match refusal {
        UndoRefusal::AlreadyUndone { .. } => Problem::new(Kind::AlreadyUndone),
        // An entry of this discount's usage log that is not a redemption.
        UndoRefusal::NotFound if log.is_some() => not_of_discount(),
        UndoRefusal::NotFound => Problem::new(Kind::NotRedeemed),
        UndoRefusal::NotYours | UndoRefusal::TooLate | UndoRefusal::CashierNotActive => {
            Problem::new(Kind::Forbidden)
        }
    }
}

fn no_reason() -> Problem {
    Problem::invalid("/reason", "required", "a reason is needed")
}

fn not_of_discount() -> Problem {
    let why = "is no redemption of this discount";
    Problem::invalid("/usage_log_id", "unknown", why)
}
