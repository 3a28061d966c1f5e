//! The audit log: `audit_logs`, chained by hashes, and `audit_head`, the hash of the last entry.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::{AuditEntry, AuditFilter, AuditRecord, AuditRepo, AuditRow};
use marmelad_core::kernel::{AuditLogId, Page, PageRequest, PortError, to_millis};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::Store;
use super::dialect::{Conn, Database, for_update};
use super::row::{RowOf, cut};
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
    sqlx::query(
        "INSERT INTO audit_logs (actor, admin_id, action, entity, entity_id, payload, ip, \
         request_id, \
         prev_hash, hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.actor.as_str())
    .bind(row.admin_id)
    .bind(row.action)
    .bind(row.entity)
    .bind(row.entity_id)
    .bind(Json(row.payload))
    .bind(row.ip)
    .bind(row.request_id)
    .bind(prev_hash)
    .bind(&hash)
    .bind(row.created_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE audit_head SET hash = ?, updated_at = ? WHERE id = 1")
        .bind(hash)
        .bind(row.created_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// `SELECT` every column of an entry, then the given clauses.
macro_rules! select_entry {
    ($rest:literal) => {
        concat!(
            "SELECT id, actor, admin_id, action, entity, entity_id, payload, ip, request_id, \
             prev_hash, hash, \
             created_at FROM audit_logs ",
            $rest
        )
    };
}

/// ` WHERE …`, or nothing for a filter that allows everything.
fn push_filter(query: &mut QueryBuilder<Database>, filter: &AuditFilter) {
    let mut word = " WHERE ";
    let mut column = |query: &mut QueryBuilder<Database>, test: &str| {
        query.push(std::mem::replace(&mut word, " AND ")).push(test);
    };
    if let Some(actor) = filter.actor {
        column(query, "actor = ");
        query.push_bind(actor.as_str());
    }
    let texts = [
        ("action = ", &filter.action),
        ("entity = ", &filter.entity),
        ("request_id = ", &filter.request_id),
    ];
    for (test, text) in texts {
        if let Some(text) = text {
            column(query, test);
            query.push_bind(text.clone());
        }
    }
    let ids = [("admin_id = ", filter.admin_id.map(|id| id.0)), ("entity_id = ", filter.entity_id)];
    for (test, id) in ids {
        if let Some(id) = id {
            column(query, test);
            query.push_bind(id);
        }
    }
    for (test, at) in [("created_at >= ", filter.from), ("created_at <= ", filter.until)] {
        if let Some(at) = at {
            column(query, test);
            query.push_bind(to_millis(at));
        }
    }
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
                let rows: Vec<StoredEntry> =
                    sqlx::query_as(select_entry!("WHERE id > ? ORDER BY id LIMIT ?"))
                        .bind(after)
                        .bind(i64::from(limit))
                        .fetch_all(&mut *conn)
                        .await?;
                rows.into_iter().map(AuditRecord::try_from).collect()
            })
            .await
    }

    async fn newest(&self, limit: u32) -> Result<Vec<AuditRecord>, PortError> {
        self.db
            .read("audit.newest", async |mut conn| {
                let rows: Vec<StoredEntry> =
                    sqlx::query_as(select_entry!("ORDER BY id DESC LIMIT ?"))
                        .bind(i64::from(limit))
                        .fetch_all(&mut *conn)
                        .await?;
                rows.into_iter().map(AuditRecord::try_from).collect()
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
                let mut count = QueryBuilder::<Database>::new("SELECT COUNT(*) FROM audit_logs");
                push_filter(&mut count, filter);
                let total: i64 = count.build_query_scalar().fetch_one(&mut *conn).await?;
                let mut query = QueryBuilder::<Database>::new(select_entry!(""));
                push_filter(&mut query, filter);
                query.push(if is_oldest_first {
                    " ORDER BY created_at, id LIMIT "
                } else {
                    " ORDER BY created_at DESC, id DESC LIMIT "
                });
                query.push_bind(i64::from(page.per_page)).push(" OFFSET ");
                query.push_bind(page.offset());
                let rows: Vec<StoredEntry> = query.build_query_as().fetch_all(&mut *conn).await?;
                Ok(Page {
                    items: rows.into_iter().map(AuditRecord::try_from).collect::<Result<_, _>>()?,
                    total: u64::try_from(total).unwrap_or(0),
                })
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
                Ok(sqlx::query_scalar("SELECT hash FROM audit_head WHERE id = 1")
                    .fetch_one(&mut *conn)
                    .await?)
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
