//! The usage log, read in pages.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{UsageFilter, UsageRecord, UsageSource, UsageStatus};
use marmelad_core::kernel::{
    AdminId, CashierId, ClientId, DiscountId, OrderId, UsageLogId, to_millis,
};
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::{Conn, Database};
use super::super::row::{RowOf, push_in};
use super::row::{card, cards};
use crate::sql::fault::Fault;

/// `SELECT` every column of the usage log; conditions follow.
pub(super) const SELECT_USAGE: &str = "SELECT id, discount_id, code, cashier_id, user_id, \
                                       admin_id, status, source, shop, order_id, undoes_log_id, \
                                       reason, created_at FROM discount_usage_logs WHERE 1 = 1";

pub(super) async fn records(
    conn: &mut Conn,
    rows: Vec<UsageRow>,
    now: DateTime<Utc>,
) -> Result<Vec<UsageRecord>, Fault> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let users: BTreeSet<i64> = rows.iter().filter_map(|row| row.user_id).collect();
    let discounts: BTreeSet<i64> = rows.iter().filter_map(|row| row.discount_id).collect();
    let holders = cards(conn, &users).await?;
    let undone = undone(conn, &ids).await?;
    let redeemable = redeemable(conn, &discounts, to_millis(now)).await?;
    rows.into_iter()
        .map(|row| {
            let of = RowOf { table: "discount_usage_logs", id: row.id };
            Ok(UsageRecord {
                id: UsageLogId(row.id),
                discount_id: row.discount_id.map(DiscountId),
                is_redeemable: row.discount_id.is_some_and(|id| redeemable.contains(&id)),
                code: row.code,
                cashier_id: row.cashier_id.map(CashierId),
                admin_id: row.admin_id.map(AdminId),
                client: row.user_id.map(|id| card(&holders, ClientId(id))),
                status: of.word("status", &row.status)?,
                source: of.word("source", &row.source)?,
                shop: row.shop,
                order_id: row.order_id.map(OrderId),
                undoes_log_id: row.undoes_log_id.map(UsageLogId),
                undone_at: undone.get(&row.id).copied(),
                reason: row.reason,
                at: row.created_at,
            })
        })
        .collect()
}

pub(super) fn push_filter(query: &mut QueryBuilder<Database>, filter: &UsageFilter) {
    query.equal("status", filter.status.map(UsageStatus::as_str));
    query.equal("source", filter.source.map(UsageSource::as_str));
    query.equal("cashier_id", filter.cashier_id.map(|id| id.0));
    query.equal("user_id", filter.user_id.map(|id| id.0));
    query.equal("discount_id", filter.discount_id.map(|id| id.0));
    query.begins_with("code", filter.code_prefix.as_deref());
    query.equal("shop", filter.shop.clone());
    query.within("created_at", filter.at);
}

/// When redemptions were undone, by the id of their log row; without those that stand.
pub(super) async fn undone(
    conn: &mut Conn,
    logs: &[i64],
) -> Result<HashMap<i64, DateTime<Utc>>, Fault> {
    if logs.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::<Database>::new(
        "SELECT undoes_log_id, created_at FROM discount_usage_logs WHERE 1 = 1",
    );
    push_in(&mut query, " AND undoes_log_id", logs.iter().copied());
    let rows: Vec<(i64, DateTime<Utc>)> = query.build_query_as().fetch_all(conn).await?;
    Ok(rows.into_iter().collect())
}

/// The given discounts that can still be redeemed.
pub(super) async fn redeemable(
    conn: &mut Conn,
    discounts: &BTreeSet<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, Fault> {
    if discounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id FROM discounts \
         WHERE revoked_at IS NULL AND uses_count < max_uses AND expires_at >= ",
    );
    query.push_bind(now);
    push_in(&mut query, " AND id", discounts.iter().copied());
    Ok(query.build_query_scalar().fetch_all(conn).await?)
}

#[derive(sqlx::FromRow)]
pub(super) struct UsageRow {
    id: i64,
    discount_id: Option<i64>,
    code: String,
    cashier_id: Option<i64>,
    user_id: Option<i64>,
    admin_id: Option<i64>,
    status: String,
    source: String,
    shop: Option<String>,
    order_id: Option<i64>,
    undoes_log_id: Option<i64>,
    reason: Option<String>,
    created_at: DateTime<Utc>,
}
