//! `cashiers`: who may redeem codes in shops.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{
    AdminId, CashierId, Page, PageRequest, PortError, TelegramId, to_millis,
};
use marmelad_core::notifications::NotificationDraft;
use marmelad_core::staff::{
    AccessAnswer, AccessRequest, Cashier, CashierFilter, CashierRepo, CashierStatus, ChangeCashier,
    DecideCashier, DecisionOutcome, NotificationGroup, RequestAccess, access_answer,
};
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::{Conn, Database, for_update};
use super::super::row::{RowOf, push_list};
use super::super::statement::{Count, Fetch, Statement, bind};
use super::super::{Store, audit, notifications};
use super::admins;
use super::decide::{close_requests, take, tell_cashier, who_decided};
use super::request_access::{add_admin, file};
use crate::sql::fault::Fault;

/// `SELECT` every column of a cashier, then the given clauses.
macro_rules! select_cashier {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, telegram_id, display_name, username, shop, status, approved_by_admin_id, \
             approved_at, rejected_at, deactivated_at, created_at FROM cashiers ",
            $($rest),+
        )
    };
}

fn filtered(select: &'static str, filter: CashierFilter) -> QueryBuilder<Database> {
    let mut query = QueryBuilder::new(select);
    query.equal("is_active", filter.is_active);
    query.equal("status", filter.status.map(CashierStatus::as_str));
    query
}

pub(in crate::sql) async fn find(conn: &mut Conn, id: CashierId) -> Result<Option<Cashier>, Fault> {
    sqlx::query_as::<_, CashierRow>(select_cashier!("WHERE id = ?")).bind(id.0).one(conn).await
}

/// Locked until the transaction ends.
async fn lock(conn: &mut Conn, id: CashierId) -> Result<Option<Cashier>, Fault> {
    let sql = select_cashier!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, CashierRow>(sql).bind(id.0).one(conn).await
}

#[async_trait]
impl CashierRepo for Store {
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, PortError> {
        self.db
            .read("cashiers.find_by_telegram_id", async |mut conn| {
                let found =
                    sqlx::query_as::<_, CashierRow>(select_cashier!("WHERE telegram_id = ?"));
                found.bind(telegram_id.0).one(&mut conn).await
            })
            .await
    }

    async fn find(&self, id: CashierId) -> Result<Option<Cashier>, PortError> {
        self.db.read("cashiers.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn list(&self, statuses: &[CashierStatus]) -> Result<Vec<Cashier>, PortError> {
        self.db
            .read("cashiers.list", async |mut conn| {
                let mut query = QueryBuilder::new(select_cashier!(""));
                if !statuses.is_empty() {
                    query.push("WHERE status IN (");
                    push_list(&mut query, statuses.iter().map(|status| status.as_str()));
                    query.push(")");
                }
                query.push(" ORDER BY id");
                query.build_query_as::<CashierRow>().all(&mut conn).await
            })
            .await
    }

    async fn page(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, PortError> {
        self.db
            .read("cashiers.page", async |mut conn| {
                let mut count = filtered("SELECT COUNT(*) FROM cashiers WHERE 1 = 1", filter);
                let total = count.build_query_scalar().count(&mut conn).await?;
                let mut query = filtered(select_cashier!("WHERE 1 = 1"), filter);
                query.push(" ORDER BY created_at, id LIMIT ");
                query.push_bind(i64::from(page.per_page)).push(" OFFSET ");
                query.push_bind(page.offset());
                let items = query.build_query_as::<CashierRow>().all(&mut conn).await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn change(&self, command: ChangeCashier) -> Result<Option<Cashier>, PortError> {
        self.db
            .transaction("cashiers.change", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(None);
                };
                let name = command.display_name.as_ref().unwrap_or(&old.display_name);
                let shop = command.shop.as_ref().unwrap_or(&old.shop);
                let mut entry = command.audit.clone().about(old.id.0);
                if *name != old.display_name {
                    entry = entry.field("display_name", Some(&old.display_name), Some(name));
                }
                if *shop != old.shop {
                    entry = entry.field("shop", old.shop.as_ref(), shop.as_ref());
                }
                if *name == old.display_name && *shop == old.shop {
                    return Ok(Some(old));
                }
                bind!(sqlx::query("UPDATE cashiers SET display_name = ?, shop = ?, updated_at = ? WHERE id = ?"), name, shop, to_millis(command.now), old.id.0).run(&mut tx).await?;
                audit::append(&mut tx, entry, command.now).await?;
                find(&mut tx, old.id).await
            })
            .await
    }

    async fn request_access(&self, command: RequestAccess) -> Result<AccessRequest, PortError> {
        self.db
            .transaction("cashiers.request_access", async |mut tx| {
                let sql = select_cashier!("WHERE telegram_id = ?", for_update!());
                let stored = sqlx::query_as::<_, CashierRow>(sql);
                let stored = stored.bind(command.profile.telegram_id.0).one(&mut tx).await?;
                let answer = access_answer(stored.as_ref(), command.now);
                let cashier = match (answer, stored) {
                    (AccessAnswer::File, stored) => {
                        let id = file(&mut tx, stored, &command).await?;
                        find(&mut tx, id).await?.ok_or(Fault::Conflict)?
                    }
                    (_, Some(cashier)) => return Ok(AccessRequest { cashier, answer }),
                    (_, None) => return Err(Fault::Conflict),
                };
                add_admin(&mut tx, &command).await?;
                for admin in admins::all(&mut tx).await? {
                    if admin.is_active && admin.is_in(NotificationGroup::CashierRequests) {
                        let draft = NotificationDraft::cashier_request(
                            &cashier,
                            admin.address(),
                            admin.id,
                            command.now,
                        );
                        notifications::enqueue(&mut tx, &draft, command.now).await?;
                    }
                }
                Ok(AccessRequest { cashier, answer })
            })
            .await
    }

    async fn decide(&self, command: DecideCashier) -> Result<DecisionOutcome, PortError> {
        self.db
            .transaction("cashiers.decide", async |mut tx| {
                let Some(cashier) = lock(&mut tx, command.cashier_id).await? else {
                    return Ok(DecisionOutcome::NotFound);
                };
                if !command.decision.allowed_from(cashier.status, command.only_pending) {
                    let decided_by = who_decided(&mut tx, cashier.id).await?;
                    return Ok(DecisionOutcome::NotAllowed { cashier, decided_by });
                }
                take(&mut tx, &command).await?;
                if cashier.status == CashierStatus::Pending {
                    close_requests(&mut tx, &cashier, &command).await?;
                }
                tell_cashier(&mut tx, &cashier, &command).await?;
                audit::append(&mut tx, command.audit.clone().about(cashier.id.0), command.now)
                    .await?;
                let decided = find(&mut tx, cashier.id).await?.ok_or(Fault::Conflict)?;
                Ok(DecisionOutcome::Decided(decided))
            })
            .await
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
        let of = RowOf { table: "cashiers", id: row.id };
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
