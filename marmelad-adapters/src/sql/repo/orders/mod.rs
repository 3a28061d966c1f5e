//! `orders`: purchases.

mod add;

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{CashierId, DiscountId, OrderId, Page, PortError, Sorting, UserId};
use marmelad_core::orders::{
    AddOrder, AddOrderOutcome, Order, OrderFilter, OrderList, OrderRepo, OrderSortKey, OrderSource,
    OrderStatus,
};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Db, Hundredths};
use super::conditions::Conditions;
use super::counting::Totals;
use super::discounts::{card, cards};
use super::row::RowOf;
use crate::sql::fault::{Fault, retry};

pub(super) struct Orders {
    db: Db,
    totals: Totals,
}

/// `SELECT` every column of a purchase, then what is given.
macro_rules! select_order {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, discount_id, cashier_id, shop, amount, discount_amount, external_id, source, status, \
             is_test, created_at FROM orders ",
            $rest
        )
    };
}
use select_order;

impl Orders {
    pub(super) fn new(db: Db) -> Self {
        Self {
            db,
            totals: Totals::new(),
        }
    }

    async fn try_find(&self, id: OrderId) -> Result<Option<Order>, Fault> {
        find(&mut *self.db.reader().await?, id).await
    }

    async fn try_list(&self, list: &OrderList) -> Result<Page<Order>, Fault> {
        let mut conn = self.db.reader().await?;
        let mut query = QueryBuilder::<Database>::new(select_order!("WHERE 1 = 1"));
        push_filter(&mut query, &list.filter);
        query.page(column(list.sort), list.page);
        let rows: Vec<OrderRow> = query.build_query_as().fetch_all(&mut *conn).await?;
        let items = orders(&mut conn, rows).await?;
        let key = format!("{:?}", list.filter);
        let total = self
            .totals
            .total(&mut conn, key, list.now, |query, _| {
                query.push(" FROM orders WHERE 1 = 1");
                push_filter(query, &list.filter);
            })
            .await?;
        Ok(Page { items, total })
    }
}

#[async_trait]
impl OrderRepo for Orders {
    async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn list(&self, list: OrderList) -> Result<Page<Order>, PortError> {
        Ok(self.try_list(&list).await?)
    }

    async fn add(&self, command: AddOrder) -> Result<AddOrderOutcome, PortError> {
        retry(|| add::add(&self.db, &command)).await
    }
}

async fn find(conn: &mut Conn, id: OrderId) -> Result<Option<Order>, Fault> {
    let row: Option<OrderRow> = sqlx::query_as(select_order!("WHERE id = ?"))
        .bind(id.0)
        .fetch_optional(&mut *conn)
        .await?;
    one(conn, row).await
}

async fn one(conn: &mut Conn, row: Option<OrderRow>) -> Result<Option<Order>, Fault> {
    let found = orders(conn, row.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

async fn orders(conn: &mut Conn, rows: Vec<OrderRow>) -> Result<Vec<Order>, Fault> {
    let users: BTreeSet<i64> = rows.iter().map(|row| row.user_id).collect();
    let buyers = cards(conn, &users).await?;
    rows.into_iter()
        .map(|row| {
            let of = RowOf {
                table: "orders",
                id: row.id,
            };
            Ok(Order {
                id: OrderId(row.id),
                client: card(&buyers, UserId(row.user_id)),
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
