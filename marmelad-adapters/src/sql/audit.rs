//! The audit log: `audit_logs`, chained by hashes, and `audit_head`, the hash of the last entry.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::{AuditActor, AuditEntry, AuditFilter, AuditRecord, AuditRepo, AuditRow};
use marmelad_core::kernel::{AuditLogId, Page, PageRequest, PortError, TimeRange, to_millis};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::Store;
use super::conditions::Conditions;
use super::dialect::{Conn, Database, for_update};
use super::row::{RowOf, cut};
use super::statement::{Count, Fetch, Statement, bind};
use crate::sql::fault::Fault;

/// The hash of the last entry. Until the transaction ends, no other one can append.
pub(super) async fn lock_head(conn: &mut Conn) -> Result<String, Fault> {
    let head =
        sqlx::query_scalar(concat!("SELECT hash FROM audit_head WHERE id = 1", for_update!()));
    Ok(head.fetch_one(conn).await?)
}

/// Appends an entry. The last step of its transaction: until the commit every other change waits for the head.
pub(super) async fn append(
    conn: &mut Conn,
    entry: AuditEntry,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let prev_hash = lock_head(conn).await?;
    let mut row = entry.into_row(to_millis(now));
    row.request_id = row.request_id.map(|id| cut(&id, 64));
    let hash = row.hash_after(&prev_hash);
    let sql = "INSERT INTO audit_logs (actor, admin_id, action, entity, entity_id, payload, ip, \
               request_id, prev_hash, hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    bind!(
        sqlx::query(sql),
        row.actor.as_str(),
        row.admin_id,
        row.action,
        row.entity,
        row.entity_id,
        Json(row.payload),
        row.ip,
        row.request_id,
        prev_hash,
        &hash,
        row.created_at
    )
    .run(conn)
    .await?;
    let sql = "UPDATE audit_head SET hash = ?, updated_at = ? WHERE id = 1";
    bind!(sqlx::query(sql), hash, row.created_at).run(conn).await
}

/// `SELECT` every column of an entry, then the given clauses.
macro_rules! select_entry {
    ($rest:literal) => {
        concat!(
            "SELECT id, actor, admin_id, action, entity, entity_id, payload, ip, request_id, \
             prev_hash, hash, created_at FROM audit_logs ",
            $rest
        )
    };
}

fn push_filter(query: &mut QueryBuilder<Database>, filter: &AuditFilter) {
    query.equal("actor", filter.actor.map(AuditActor::as_str));
    query.equal("action", filter.action.clone());
    query.equal("entity", filter.entity.clone());
    query.equal("request_id", filter.request_id.clone());
    query.equal("admin_id", filter.admin_id.map(|id| id.0));
    query.equal("entity_id", filter.entity_id);
    query.within("created_at", TimeRange { from: filter.from, to: filter.until });
}

#[async_trait]
impl AuditRepo for Store {
    async fn read_after(
        &self,
        after: Option<AuditLogId>,
        limit: u32,
    ) -> Result<Vec<AuditRecord>, PortError> {
        let after = after.map_or(0, |id| id.0);
        self.db
            .read("audit.read_after", async |mut conn| {
                let sql = select_entry!("WHERE id > ? ORDER BY id LIMIT ?");
                let query = sqlx::query_as::<_, StoredEntry>(sql);
                query.bind(after).bind(i64::from(limit)).all(&mut conn).await
            })
            .await
    }

    async fn newest(&self, limit: u32) -> Result<Vec<AuditRecord>, PortError> {
        self.db
            .read("audit.newest", async |mut conn| {
                let sql = select_entry!("ORDER BY id DESC LIMIT ?");
                sqlx::query_as::<_, StoredEntry>(sql).bind(i64::from(limit)).all(&mut conn).await
            })
            .await
    }

    async fn search(
        &self,
        filter: &AuditFilter,
        is_oldest_first: bool,
        page: PageRequest,
    ) -> Result<Page<AuditRecord>, PortError> {
        self.db
            .read("audit.search", async |mut conn| {
                let mut count = QueryBuilder::new("SELECT COUNT(*) FROM audit_logs WHERE 1 = 1");
                push_filter(&mut count, filter);
                let total = count.build_query_scalar().count(&mut conn).await?;
                let mut query = QueryBuilder::new(select_entry!("WHERE 1 = 1"));
                push_filter(&mut query, filter);
                query.push(if is_oldest_first {
                    " ORDER BY created_at, id"
                } else {
                    " ORDER BY created_at DESC, id DESC"
                });
                query.limit(page);
                let items = query.build_query_as::<StoredEntry>().all(&mut conn).await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn record(&self, entry: AuditEntry, now: DateTime<Utc>) -> Result<(), PortError> {
        self.db
            .transaction("audit.record", async |mut tx| append(&mut tx, entry.clone(), now).await)
            .await
    }

    async fn head(&self) -> Result<String, PortError> {
        self.db
            .read("audit.head", async |mut conn| {
                let sql = "SELECT hash FROM audit_head WHERE id = 1";
                Ok(sqlx::query_scalar(sql).fetch_one(&mut *conn).await?)
            })
            .await
    }
}

#[derive(sqlx::FromRow)]
struct StoredEntry {
    id: i64,
    actor: String,
    admin_id: Option<i64>,
    action: String,
    entity: String,
    entity_id: Option<i64>,
    payload: Json<Value>,
    ip: Option<String>,
    request_id: Option<String>,
    prev_hash: String,
    hash: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<StoredEntry> for AuditRecord {
    type Error = Fault;

    fn try_from(stored: StoredEntry) -> Result<Self, Fault> {
        let of = RowOf { table: "audit_logs", id: stored.id };
        Ok(Self {
            id: stored.id,
            row: AuditRow {
                created_at: stored.created_at,
                actor: of.word("actor", &stored.actor)?,
                admin_id: stored.admin_id,
                action: stored.action,
                entity: stored.entity,
                entity_id: stored.entity_id,
                payload: stored.payload.0,
                ip: stored.ip,
                request_id: stored.request_id,
            },
            prev_hash: stored.prev_hash,
            hash: stored.hash,
        })
    }
}
