//! `cashiers`.

mod change;
mod decide;
mod request;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, CashierId, Page, PageRequest, PortError, TelegramId};
use marmelad_core::staff::{
    AccessRequest, Cashier, CashierFilter, CashierRepo, CashierStatus, ChangeCashier,
    DecideCashier, DecisionOutcome, RequestAccess,
};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Db};
use super::row::RowOf;
use crate::sql::fault::{Fault, retry};

pub(super) struct Cashiers {
    db: Db,
}

/// `SELECT` every column of a cashier, then what is given.
macro_rules! select_cashier {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, telegram_id, display_name, username, shop, status, approved_by_admin_id, approved_at, \
             rejected_at, deactivated_at, created_at FROM cashiers ",
            $($rest),+
        )
    };
}
use select_cashier;

impl Cashiers {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_find(&self, id: CashierId) -> Result<Option<Cashier>, Fault> {
        find(&mut *self.db.reader().await?, id).await
    }

    async fn try_find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, Fault> {
        let row: Option<CashierRow> = sqlx::query_as(select_cashier!("WHERE telegram_id = ?"))
            .bind(telegram_id.0)
            .fetch_optional(&mut *self.db.reader().await?)
            .await?;
        row.map(Cashier::try_from).transpose()
    }

    async fn try_list(&self, statuses: &[CashierStatus]) -> Result<Vec<Cashier>, Fault> {
        let mut query = QueryBuilder::new(select_cashier!(""));
        if !statuses.is_empty() {
            query.push("WHERE status IN (");
            let mut list = query.separated(", ");
            for status in statuses {
                list.push_bind(status.as_str());
            }
            query.push(")");
        }
        query.push(" ORDER BY id");
        let rows: Vec<CashierRow> = query
            .build_query_as()
            .fetch_all(&mut *self.db.reader().await?)
            .await?;
        rows.into_iter().map(Cashier::try_from).collect()
    }

    async fn try_page(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, Fault> {
        let mut conn = self.db.reader().await?;
        let total: i64 = filtered("SELECT COUNT(*) FROM cashiers WHERE 1 = 1", filter)
            .build_query_scalar()
            .fetch_one(&mut *conn)
            .await?;
        let mut query = filtered(select_cashier!("WHERE 1 = 1"), filter);
        query.push(" ORDER BY created_at, id LIMIT ");
        query.push_bind(i64::from(page.per_page)).push(" OFFSET ");
        query.push_bind(page.offset());
        let rows: Vec<CashierRow> = query.build_query_as().fetch_all(&mut *conn).await?;
        Ok(Page {
            items: rows
                .into_iter()
                .map(Cashier::try_from)
                .collect::<Result<_, _>>()?,
            total: u64::try_from(total).unwrap_or(0),
        })
    }
}

fn filtered(select: &'static str, filter: CashierFilter) -> QueryBuilder<Database> {
    let mut query = QueryBuilder::new(select);
    if let Some(is_active) = filter.is_active {
        query.push(" AND is_active = ").push_bind(is_active);
    }
    if let Some(status) = filter.status {
        query.push(" AND status = ").push_bind(status.as_str());
    }
    query
}

pub(super) async fn find(conn: &mut Conn, id: CashierId) -> Result<Option<Cashier>, Fault> {
    let row: Option<CashierRow> = sqlx::query_as(select_cashier!("WHERE id = ?"))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Cashier::try_from).transpose()
}

#[async_trait]
impl CashierRepo for Cashiers {
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, PortError> {
        Ok(self.try_find_by_telegram_id(telegram_id).await?)
    }

    async fn find(&self, id: CashierId) -> Result<Option<Cashier>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn list(&self, statuses: &[CashierStatus]) -> Result<Vec<Cashier>, PortError> {
        Ok(self.try_list(statuses).await?)
    }

    async fn page(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, PortError> {
        Ok(self.try_page(filter, page).await?)
    }

    async fn change(&self, command: ChangeCashier) -> Result<Option<Cashier>, PortError> {
        retry(|| change::change(&self.db, &command)).await
    }

    async fn request_access(&self, command: RequestAccess) -> Result<AccessRequest, PortError> {
        retry(|| request::request_access(&self.db, &command)).await
    }

    async fn decide(&self, command: DecideCashier) -> Result<DecisionOutcome, PortError> {
        retry(|| decide::decide(&self.db, &command)).await
    }
}

#[derive(sqlx::FromRow)]
struct CashierRow {
    id: i64,
    telegram_id: i64,
    display_name: String,
    username: Option<String>,
    shop: Option<String>,
    status: String,
    approved_by_admin_id: Option<i64>,
    approved_at: Option<DateTime<Utc>>,
    rejected_at: Option<DateTime<Utc>>,
    deactivated_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl TryFrom<CashierRow> for Cashier {
    type Error = Fault;

    fn try_from(row: CashierRow) -> Result<Self, Fault> {
        let of = RowOf {
            table: "cashiers",
            id: row.id,
        };
        Ok(Self {
            id: CashierId(row.id),
            telegram_id: TelegramId(row.telegram_id),
            status: of.word("status", &row.status)?,
            display_name: row.display_name,
            username: row.username,
            shop: row.shop,
            approved_by_admin_id: row.approved_by_admin_id.map(AdminId),
            approved_at: row.approved_at,
            rejected_at: row.rejected_at,
            deactivated_at: row.deactivated_at,
            created_at: row.created_at,
        })
    }
}
