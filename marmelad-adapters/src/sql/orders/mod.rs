//! Purchases: `orders`.

mod add;

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{
    CashierId, ClientId, DiscountId, OrderId, Page, PortError, Sorting, to_millis,
};
use marmelad_core::orders::{
    AddOrder, AddOrderOutcome, Order, OrderFilter, OrderList, OrderRepo, OrderSortKey, OrderSource,
    OrderStatus,
};
use sqlx::QueryBuilder;
use sqlx::query::QueryAs;

use super::conditions::Conditions;
use super::dialect::{Conn, Database, Hundredths};
use super::discounts::{card, cards, lock};
use super::row::RowOf;
use super::statement::Arguments;
use super::{Store, audit};
use crate::metrics;
use crate::sql::fault::Fault;
use add::{insert, known, redeem};

/// `SELECT` every column of a purchase, then the given clauses.
macro_rules! select_order {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, discount_id, cashier_id, shop, amount, discount_amount, \
             external_id, source, status, is_test, created_at FROM orders ",
            $rest
        )
    };
}
use select_order;

#[async_trait]
impl OrderRepo for Store {
    async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError> {
        self.db.read("orders.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn list(&self, list: OrderList) -> Result<Page<Order>, PortError> {
        self.db
            .read("orders.list", async |mut conn| {
                let mut query = QueryBuilder::<Database>::new(select_order!("WHERE 1 = 1"));
                push_filter(&mut query, &list.filter);
                query.page(column(list.sort), list.page);
                let rows: Vec<OrderRow> = query.build_query_as().fetch_all(&mut *conn).await?;
                let items = orders(&mut conn, rows).await?;
                let key = format!("orders {:?}", list.filter);
                let total = self
                    .counts
                    .total(&mut conn, key, list.now, |query, _| {
                        query.push(" FROM orders WHERE 1 = 1");
                        push_filter(query, &list.filter);
                    })
                    .await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn add(&self, command: AddOrder) -> Result<AddOrderOutcome, PortError> {
        let outcome = self
            .db
            .transaction("orders.add", async |mut tx| {
                // Locked first, so that the reads below see the purchases that others entered with this discount.
                let discount = match command.discount_id {
                    Some(id) => match lock(&mut tx, id).await? {
                        Some(discount) => Some(discount),
                        None => return Ok(AddOrderOutcome::DiscountNotFound),
                    },
                    None => None,
                };
                if let Some(known) = known(&mut tx, &command).await? {
                    return Ok(known);
                }
                let sql = "SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL";
                let user = sqlx::query_scalar(sql).bind(command.user_id.0);
                let Some(is_test) = user.fetch_optional(&mut *tx).await? else {
                    return Ok(AddOrderOutcome::UserNotFound);
                };
                let id = match discount {
                    Some(discount) if discount.user_id != command.user_id => {
                        return Ok(AddOrderOutcome::NotTheirs);
                    }
                    Some(discount) => match redeem(&mut tx, &discount, &command).await? {
                        Ok(id) => id,
                        // Committed: the refused attempt is in the usage log.
                        Err(outcome) => return Ok(outcome),
                    },
                    None => insert(&mut tx, is_test, &command).await?,
                };
                let order = find(&mut tx, id).await?.ok_or(Fault::Conflict)?;
                let audit = command.audit.clone().about(id.0);
                audit::append(&mut tx, audit, command.now).await?;
                Ok(AddOrderOutcome::Added(Box::new(order)))
            })
            .await?;
        let word = match &outcome {
            AddOrderOutcome::Added(order) if order.discount_id.is_some() => {
                let is_new = order.created_at == to_millis(command.now);
                Some(if is_new { "success" } else { "replayed" })
            }
            AddOrderOutcome::Refused { refusal, .. } => Some(refusal.status().as_str()),
            _ => None,
        };
        if let Some(word) = word {
            metrics::redemption(command.by.source.as_str(), word);
        }
        Ok(outcome)
    }
}

async fn find(conn: &mut Conn, id: OrderId) -> Result<Option<Order>, Fault> {
    one(conn, sqlx::query_as(select_order!("WHERE id = ?")).bind(id.0)).await
}

/// The only purchase that a query finds.
async fn one(
    conn: &mut Conn,
    query: QueryAs<'_, Database, OrderRow, Arguments>,
) -> Result<Option<Order>, Fault> {
    let row = query.fetch_optional(&mut *conn).await?;
    Ok(orders(conn, row.into_iter().collect()).await?.pop())
}

async fn orders(conn: &mut Conn, rows: Vec<OrderRow>) -> Result<Vec<Order>, Fault> {
    let users: BTreeSet<i64> = rows.iter().map(|row| row.user_id).collect();
    let buyers = cards(conn, &users).await?;
    rows.into_iter()
        .map(|row| {
            let of = RowOf { table: "orders", id: row.id };
            Ok(Order {
                id: OrderId(row.id),
                client: card(&buyers, ClientId(row.user_id)),
                discount_id: row.discount_id.map(DiscountId),
                cashier_id: row.cashier_id.map(CashierId),
                shop: row.shop,
                amount: of.money("amount", row.amount)?,
                discount_amount: of.money("discount_amount", row.discount_amount)?,
                external_id: row.external_id,
                source: of.word("source", &row.source)?,
                status: of.word("status", &row.status)?,
                is_test: row.is_test,
                created_at: row.created_at,
            })
        })
        .collect()
}

fn column(sort: Sorting<OrderSortKey>) -> Sorting<&'static str> {
    Sorting {
        by: match sort.by {
            OrderSortKey::CreatedAt => "created_at",
            OrderSortKey::Amount => "amount",
        },
        is_descending: sort.is_descending,
    }
}

fn push_filter(query: &mut QueryBuilder<Database>, filter: &OrderFilter) {
    query.equal("user_id", filter.user_id.map(|id| id.0));
    query.equal("discount_id", filter.discount_id.map(|id| id.0));
    query.equal("cashier_id", filter.cashier_id.map(|id| id.0));
    query.equal("shop", filter.shop.clone());
    query.equal("external_id", filter.external_id.clone());
    query.equal("source", filter.source.map(OrderSource::as_str));
    query.equal("status", filter.status.map(OrderStatus::as_str));
    query.within("created_at", filter.created);
    query.equal("is_test", filter.is_test);
}

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: i64,
    user_id: i64,
    discount_id: Option<i64>,
    cashier_id: Option<i64>,
    shop: Option<String>,
    amount: Hundredths,
    discount_amount: Hundredths,
    external_id: Option<String>,
    source: String,
    status: String,
    is_test: bool,
    created_at: DateTime<Utc>,
}
