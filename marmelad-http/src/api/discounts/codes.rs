//! Check, redeem, revoke and undo.

use marmelad_core::App;
use marmelad_core::discounts::{
    RedeemCode, RedeemOutcome, Redeemer, RevokeOutcome, UndoByIdOutcome, UndoOutcome, UndoRefusal,
    UsageSource,
};
use marmelad_core::kernel::DiscountId;
use poem_openapi::Object;
use serde::Deserialize;

use super::no_discount;
use super::problems::redeem_problem;
use crate::amount::amount;
use crate::auth::Session;
use crate::idempotency::IdempotencyKey;
use crate::problem::{Kind, Problem};
use crate::views::{CheckResult, Decimal, Id, ListedDiscount, Redemption, Undo, UsageStatus};

/// A code to check.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckBody {
    /// The code as typed: any case, spaces, look-alike letters.
    code: String,
}

/// A code to redeem.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct RedeemBody {
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
pub(super) struct RevokeBody {
    /// The reason; cut after 255 characters.
    #[oai(validator(min_length = 1, pattern = r"\S"))]
    reason: String,
}

/// A redemption to undo.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoBody {
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

pub(super) async fn check(
    app: &App,
    session: &Session,
    body: CheckBody,
) -> Result<CheckResult, Problem> {
    let by = redeemer(session, None);
    Ok(app.discounts.check_code(&body.code, by).await?.into())
}

pub(super) async fn redeem(
    app: &App,
    session: &Session,
    key: &IdempotencyKey,
    body: RedeemBody,
) -> Result<Redemption, Problem> {
    const AMOUNT: &str = "/order_amount";
    let paid = body.order_amount.as_ref();
    let input = RedeemCode {
        code: body.code,
        by: redeemer(session, body.cashier_id),
        amount: paid.map(|text| amount(AMOUNT, text)).transpose()?,
        key: key.for_command(),
        actor: Some(session.actor()),
    };
    match app.discounts.redeem(input).await? {
        RedeemOutcome::Redeemed(redemption) => Ok((*redemption).into()),
        RedeemOutcome::Refused { refusal, .. } => Err(redeem_problem(refusal, AMOUNT, app.now())),
        RedeemOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused)),
    }
}

pub(super) async fn revoke(
    app: &App,
    session: &Session,
    id: DiscountId,
    body: RevokeBody,
) -> Result<ListedDiscount, Problem> {
    let actor = session.actor();
    let revoked = app.discounts.revoke_by_id(id, &body.reason, &actor).await?;
    match revoked.ok_or_else(no_reason)? {
        RevokeOutcome::Revoked(_) => {
            let listed = app.discounts.find(id).await?.ok_or_else(no_discount)?;
            Ok(ListedDiscount::for_viewer(listed, session.viewer(), app.now()))
        }
        RevokeOutcome::AlreadyRevoked(_) => Err(Problem::new(Kind::Revoked)),
        RevokeOutcome::AlreadyUsed(_) => Err(Problem::new(Kind::AlreadyUsed)),
        RevokeOutcome::NotFound => Err(no_discount()),
    }
}

pub(super) async fn undo(
    app: &App,
    session: &Session,
    id: DiscountId,
    body: UndoBody,
) -> Result<Undo, Problem> {
    let log = body.usage_log_id.map(Into::into);
    let undone = app.discounts.undo_by_id(id, log, body.reason, session.actor());
    let refusal = match undone.await? {
        UndoByIdOutcome::Tried(UndoOutcome::Undone { usage_log_id, discount, client }) => {
            return Ok(Undo {
                status: UsageStatus::Undone,
                usage_log_id: usage_log_id.0,
                discount: (*discount).into(),
                user: client.into(),
            });
        }
        UndoByIdOutcome::Tried(UndoOutcome::Refused(refusal)) => refusal,
        UndoByIdOutcome::NoDiscount => return Err(no_discount()),
        UndoByIdOutcome::NotOfDiscount => return Err(not_of_discount()),
        UndoByIdOutcome::NoReason => return Err(no_reason()),
    };
    Err(match refusal {
        UndoRefusal::AlreadyUndone { .. } => Problem::new(Kind::AlreadyUndone),
        // An entry of this discount's usage log that is not a redemption.
        UndoRefusal::NotFound if log.is_some() => not_of_discount(),
        UndoRefusal::NotFound => Problem::new(Kind::NotRedeemed),
        UndoRefusal::NotYours | UndoRefusal::TooLate | UndoRefusal::CashierNotActive => {
            Problem::new(Kind::Forbidden)
        }
    })
}

fn no_reason() -> Problem {
    Problem::invalid("/reason", "required", "a reason is needed")
}

fn not_of_discount() -> Problem {
    let why = "is no redemption of this discount";
    Problem::invalid("/usage_log_id", "unknown", why)
}
