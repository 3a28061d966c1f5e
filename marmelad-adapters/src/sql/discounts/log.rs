//! Rows of `discount_usage_logs`: every attempt to check or redeem a code, and every undo.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{Discount, Redeemer, Refusal, UsageStatus};
use marmelad_core::kernel::{
    CashierId, ClientId, DiscountId, Money, OrderId, UsageLogId, to_millis,
};
use marmelad_core::staff::CashierStatus;
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::dialect::{Conn, Database};
use super::super::row::{RowOf, cut};
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// A row to insert; `None` is NULL.
pub(super) struct UsageLog<'a> {
    pub(super) discount: Option<(DiscountId, ClientId)>,
    pub(super) code: &'a str,
    pub(super) till: &'a Till,
    pub(super) status: UsageStatus,
    pub(super) order: Option<OrderId>,
    pub(super) key: Option<&'a str>,
    pub(super) undoes: Option<UsageLogId>,
    pub(super) reason: Option<&'a str>,
    pub(super) details: Option<Value>,
    pub(super) now: DateTime<Utc>,
}

impl<'a> UsageLog<'a> {
    pub(super) fn new(
        code: &'a str,
        till: &'a Till,
        status: UsageStatus,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            discount: None,
            code,
            till,
            status,
            order: None,
            key: None,
            undoes: None,
            reason: None,
            details: None,
            now,
        }
    }

    pub(super) fn refusal(
        code: &'a str,
        till: &'a Till,
        refusal: Refusal,
        now: DateTime<Utc>,
    ) -> Self {
        Self { details: details(refusal), ..Self::new(code, till, refusal.status(), now) }
    }

    pub(super) fn of(mut self, discount: &Discount) -> Self {
        self.discount = Some((discount.id, discount.user_id));
        self
    }

    /// `None` when another row has the same key or undoes the same row.
    pub(super) async fn insert(self, conn: &mut Conn) -> Result<Option<UsageLogId>, Fault> {
        let sql = "INSERT INTO discount_usage_logs (discount_id, code, cashier_id, user_id, \
                   admin_id, status, source, shop, order_id, redeem_key, undoes_log_id, reason, \
                   details, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let id = bind!(
            sqlx::query(sql),
            self.discount.map(|(discount, _)| discount.0),
            cut(self.code, 64),
            self.till.cashier.map(|id| id.0),
            self.discount.map(|(_, user)| user.0),
            self.till.by.admin_id.map(|id| id.0),
            self.status.as_str(),
            self.till.by.source.as_str(),
            &self.till.shop,
            self.order.map(|id| id.0),
            self.key,
            self.undoes.map(|id| id.0),
            self.reason,
            self.details.map(Json),
            to_millis(self.now)
        )
        .insert(conn)
        .await?;
        Ok(id.map(UsageLogId))
    }
}

/// The person at the till, and the cashier's shop and access.
pub(super) struct Till {
    pub(super) by: Redeemer,
    /// `None` for an operator or admin, and for a cashier who does not exist.
    pub(super) cashier: Option<CashierId>,
    pub(super) shop: Option<String>,
    /// Whether codes may be redeemed here.
    pub(super) is_open: bool,
}

impl Till {
    pub(super) async fn of(conn: &mut Conn, by: Redeemer) -> Result<Self, Fault> {
        let Some(id) = by.cashier_id else {
            return Ok(Self { by, cashier: None, shop: None, is_open: true });
        };
        let sql = "SELECT status, shop FROM cashiers WHERE id = ?";
        let row: Option<(String, Option<String>)> =
            sqlx::query_as(sql).bind(id.0).fetch_optional(conn).await?;
        let Some((status, shop)) = row else {
            return Ok(Self { by, cashier: None, shop: None, is_open: false });
        };
        let status: CashierStatus =
            RowOf { table: "cashiers", id: id.0 }.word("status", &status)?;
        Ok(Self { by, cashier: Some(id), shop, is_open: status == CashierStatus::Active })
    }
}

/// Replaces a phone that was typed in place of a code.
const FORGOTTEN_TEXT: &str = "••••";
/// The number of last digits that are the same with `+7`, with `8` and without either.
const OWN_DIGITS: usize = 10;

/// Removes a client's phone where somebody typed it in place of a code. The rows stay as attempts.
pub(in crate::sql) async fn forget_phone(conn: &mut Conn, digits: &str) -> Result<(), Fault> {
    let own = &digits[digits.len().saturating_sub(OWN_DIGITS)..];
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id, code FROM discount_usage_logs WHERE discount_id IS NULL",
    );
    // Anything may stand between the digits, so their order is checked below.
    for digit in own.chars().collect::<BTreeSet<_>>() {
        query.push(" AND INSTR(code, ");
        query.push_bind(digit.to_string()).push(") > 0");
    }
    let typed: Vec<(i64, String)> = query.build_query_as().fetch_all(&mut *conn).await?;
    for (row, text) in typed {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.contains(own) {
            let sql = "UPDATE discount_usage_logs SET code = ? WHERE id = ?";
            bind!(sqlx::query(sql), FORGOTTEN_TEXT, row).run(conn).await?;
        }
    }
    Ok(())
}

/// What a refusal says beside its status, so that a repeated press gets the same answer.
fn details(refusal: Refusal) -> Option<Value> {
    match refusal {
        Refusal::NotFound | Refusal::CashierNotActive => None,
        Refusal::AlreadyUsed { at } => at.map(|at| json!({ "at": at })),
        Refusal::Expired { at } | Refusal::Revoked { at } => Some(json!({ "at": at })),
        Refusal::AmountRequired { minimum } | Refusal::BelowMinimum { minimum } => {
            Some(json!({ "minimum": minimum }))
        }
        Refusal::Paused { until } => Some(json!({ "until": until })),
    }
}

/// The refusal that a row records; `None` for a success or an undo.
pub(super) fn refusal_of(
    of: RowOf,
    status: UsageStatus,
    details: Option<Json<Value>>,
) -> Result<Option<Refusal>, Fault> {
    let details: Details =
        details.map(|details| of.json("details", details)).transpose()?.unwrap_or_default();
    let missing = |what: &str| of.corrupt("details", format_args!("`{what}` is missing"));
    let at = || details.at.ok_or_else(|| missing("at"));
    let minimum = || details.minimum.ok_or_else(|| missing("minimum"));
    Ok(Some(match status {
        UsageStatus::Success | UsageStatus::Undone => return Ok(None),
        UsageStatus::NotFound => Refusal::NotFound,
        UsageStatus::AlreadyUsed => Refusal::AlreadyUsed { at: details.at },
        UsageStatus::Expired => Refusal::Expired { at: at()? },
        UsageStatus::Revoked => Refusal::Revoked { at: at()? },
        UsageStatus::CashierNotActive => Refusal::CashierNotActive,
        UsageStatus::AmountRequired => Refusal::AmountRequired { minimum: minimum()? },
        UsageStatus::BelowMinimum => Refusal::BelowMinimum { minimum: minimum()? },
        UsageStatus::Paused => {
            Refusal::Paused { until: details.until.ok_or_else(|| missing("until"))? }
        }
    }))
}

#[derive(Default, serde::Deserialize)]
struct Details {
    at: Option<DateTime<Utc>>,
    minimum: Option<Money>,
    until: Option<DateTime<Utc>>,
}
