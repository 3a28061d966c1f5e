//! The usage log, read in pages.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{UsageFilter, UsageList, UsageRecord, UsageSource, UsageStatus};
use marmelad_core::kernel::{
    AdminId, CashierId, DiscountId, OrderId, Page, Sorting, UsageLogId, UserId, to_millis,
};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database};
use super::super::conditions::Conditions;
use super::super::row::{RowOf, push_in};
use super::list::{Lists, card, cards};
use crate::sql::fault::Fault;

pub(super) async fn list(lists: &Lists, list: &UsageList) -> Result<Page<UsageRecord>, Fault> {
    let mut conn = lists.db.reader().await?;
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id, discount_id, code, cashier_id, user_id, admin_id, status, source, shop, order_id, \
         undoes_log_id, reason, created_at FROM discount_usage_logs WHERE 1 = 1",
    );
    push_filter(&mut query, &list.filter);
    let sort = Sorting {
        by: "created_at",
        is_descending: list.is_descending,
    };
    query.page(sort, list.page);
    let rows: Vec<UsageRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let users: BTreeSet<i64> = rows.iter().filter_map(|row| row.user_id).collect();
    let discounts: BTreeSet<i64> = rows.iter().filter_map(|row| row.discount_id).collect();
    let holders = cards(&mut conn, &users).await?;
    let undone = undone(&mut conn, &ids).await?;
    let redeemable = redeemable(&mut conn, &discounts, to_millis(list.now)).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let of = RowOf {
                table: "discount_usage_logs",
                id: row.id,
            };
            Ok(UsageRecord {
                id: UsageLogId(row.id),
                discount_id: row.discount_id.map(DiscountId),
                is_redeemable: row.discount_id.is_some_and(|id| redeemable.contains(&id)),
                code: row.code,
                cashier_id: row.cashier_id.map(CashierId),
                admin_id: row.admin_id.map(AdminId),
                client: row.user_id.map(|id| card(&holders, UserId(id))),
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
        .collect::<Result<_, Fault>>()?;
    let key = format!("{:?}", list.filter);
    let total = lists
        .usages
        .total(&mut conn, key, list.now, |query, _| {
            query.push(" FROM discount_usage_logs WHERE 1 = 1");
            push_filter(query, &list.filter);
        })
        .await?;
    Ok(Page { items, total })
}

fn push_filter(query: &mut QueryBuilder<Database>, filter: &UsageFilter) {
    query.equal("status", filter.status.map(UsageStatus::as_str));
    query.equal("source", filter.source.map(UsageSource::as_str));
    query.equal("cashier_id", filter.cashier_id.map(|id| id.0));
    query.equal("user_id", filter.user_id.map(|id| id.0));
    query.equal("discount_id", filter.discount_id.map(|id| id.0));
    query.begins_with("code", filter.code_prefix.as_deref());
    query.equal("shop", filter.shop.clone());
    query.within("created_at", filter.at);
}

/// When those of some redemptions that were taken back were.
async fn undone(conn: &mut Conn, logs: &[i64]) -> Result<HashMap<i64, DateTime<Utc>>, Fault> {
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

/// Those of some discounts that can still be redeemed.
async fn redeemable(
    conn: &mut Conn,
    discounts: &BTreeSet<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, Fault> {
    if discounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id FROM discounts WHERE revoked_at IS NULL AND uses_count < max_uses AND expires_at >= ",
    );
    query.push_bind(now);
    push_in(&mut query, " AND id", discounts.iter().copied());
    Ok(query.build_query_scalar().fetch_all(conn).await?)
}

#[derive(sqlx::FromRow)]
struct UsageRow {
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
