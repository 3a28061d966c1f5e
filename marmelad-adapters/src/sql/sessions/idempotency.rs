//! `idempotency_keys`: a request with a key takes effect once, however often it arrives.
//!
//! Every change is one conditional statement: of two requests the second changes nothing, reads the row again and sees
//! what the first wrote. Repetitions that wait only read.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{ClientId, PortError, to_millis};
use marmelad_core::sessions::{IdempotencyKeys, KeptAnswer, KeyState, KeyedRequest};
use serde_json::Value;
use sqlx::types::Json;

use super::super::Store;
use super::super::dialect::{Conn, Db};
use super::super::row::RowOf;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

async fn look_up(db: &Db, request: &KeyedRequest) -> Result<Option<KeyRow>, Fault> {
    let sql = "SELECT id, body_hash, status, response_status, response_headers, response_body, \
               holder, lease_until, act_key, expires_at FROM idempotency_keys \
               WHERE admin_id = ? AND scope = ? AND idempotency_key = ?";
    Ok(bind!(sqlx::query_as(sql), request.admin_id.0, &request.scope, &request.key)
        .fetch_optional(&mut *db.reader().await?)
        .await?)
}

async fn insert(db: &Db, request: &KeyedRequest) -> Result<KeyState, Fault> {
    let mut tx = db.begin().await?;
    let now = to_millis(request.now);
    let sql = "INSERT INTO idempotency_keys (admin_id, scope, idempotency_key, body_hash, status, \
               holder, act_key, lease_until, expires_at, created_at, updated_at) \
               VALUES (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)";
    bind!(
        sqlx::query(sql),
        request.admin_id.0,
        &request.scope,
        &request.key,
        &request.body_hash,
        &request.holder,
        &request.holder,
        to_millis(request.lease_until),
        to_millis(request.expires_at),
        now,
        now
    )
    .insert_new(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(KeyState::Begun { operation_key: request.holder.clone() })
}

/// Takes a key over from its holder, unless somebody else did so since the row was read.
async fn take(
    db: &Db,
    request: &KeyedRequest,
    row: &KeyRow,
    operation_key: &str,
) -> Result<KeyState, Fault> {
    let mut tx = db.begin().await?;
    let sql = "UPDATE idempotency_keys SET status = 'running', body_hash = ?, holder = ?, \
               act_key = ?, lease_until = ?, expires_at = ?, response_status = NULL, \
               response_headers = NULL, response_body = NULL, updated_at = ? \
               WHERE id = ? AND (holder = ? OR (holder IS NULL AND ? IS NULL))";
    let taken = bind!(
        sqlx::query(sql),
        &request.body_hash,
        &request.holder,
        operation_key,
        to_millis(request.lease_until),
        to_millis(request.expires_at),
        to_millis(request.now),
        row.id,
        &row.holder,
        &row.holder
    )
    .changes(&mut tx)
    .await?;
    if taken != 1 {
        return Err(Fault::Conflict);
    }
    tx.commit().await?;
    Ok(KeyState::Begun { operation_key: operation_key.to_owned() })
}

/// Removes the stored answers that contain data of a client. Whoever repeats such a request learns by the
/// act's key what the request did; nothing is done twice.
pub(in crate::sql) async fn forget_client(
    conn: &mut Conn,
    id: ClientId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    // Finds more than it should (`discount_id`, longer ids), which is then looked at.
    let sql = "SELECT id, response_body FROM idempotency_keys \
               WHERE status = 'done' AND INSTR(response_body, ?) > 0";
    let answers: Vec<(i64, String)> =
        sqlx::query_as(sql).bind(format!("id\":{id}")).fetch_all(&mut *conn).await?;
    for (row, body) in answers {
        if serde_json::from_str(&body).is_ok_and(|body| is_about(&body, id)) {
            let sql = "UPDATE idempotency_keys SET status = 'running', lease_until = NULL, \
                       response_status = NULL, response_headers = NULL, response_body = NULL, \
                       updated_at = ? WHERE id = ? AND status = 'done'";
            bind!(sqlx::query(sql), to_millis(now), row).run(conn).await?;
        }
    }
    Ok(())
}

/// Whether `user_id`, or the `id` of a `user`, stands anywhere in an answer.
fn is_about(answer: &Value, id: ClientId) -> bool {
    match answer {
        Value::Object(fields) => fields.iter().any(|(name, value)| match name.as_str() {
            "user_id" => *value == id.0,
            "user" => value["id"] == id.0,
            _ => is_about(value, id),
        }),
        Value::Array(items) => items.iter().any(|item| is_about(item, id)),
        _ => false,
    }
}

#[async_trait]
impl IdempotencyKeys for Store {
    async fn begin(&self, request: KeyedRequest) -> Result<KeyState, PortError> {
        self.db
            .retry("idempotency.begin", async || {
                let Some(row) = look_up(&self.db, &request).await? else {
                    return insert(&self.db, &request).await;
                };
                let now = to_millis(request.now);
                if row.expires_at <= now {
                    return take(&self.db, &request, &row, &request.holder).await;
                }
                if row.body_hash != request.body_hash {
                    return Ok(KeyState::OtherBody);
                }
                if row.status == "done" {
                    return Ok(KeyState::Answered(row.try_into()?));
                }
                if row.lease_until.is_some_and(|until| until > now) {
                    return Ok(KeyState::Running);
                }
                // The holder died or gave up; what the holder did, if anything, is found by the act's key.
                let operation_key = row.act_key.as_ref().unwrap_or(&request.holder);
                take(&self.db, &request, &row, operation_key).await
            })
            .await
    }

    async fn keep(
        &self,
        holder: &str,
        answer: KeptAnswer,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let sql = "UPDATE idempotency_keys SET status = 'done', response_status = ?, \
                   response_headers = ?, response_body = ?, lease_until = NULL, updated_at = ? \
                   WHERE holder = ? AND status = 'running'";
        self.db
            .run("idempotency.keep", || {
                bind!(
                    sqlx::query(sql),
                    i64::from(answer.status),
                    Json(&answer.headers),
                    &answer.body,
                    to_millis(now),
                    holder
                )
            })
            .await
    }

    async fn let_go(&self, holder: &str, now: DateTime<Utc>) -> Result<(), PortError> {
        let sql = "UPDATE idempotency_keys SET lease_until = NULL, updated_at = ? \
                   WHERE holder = ? AND status = 'running'";
        self.db.run("idempotency.let_go", || bind!(sqlx::query(sql), to_millis(now), holder)).await
    }

    async fn forget(&self, holder: &str) -> Result<(), PortError> {
        let sql = "DELETE FROM idempotency_keys WHERE holder = ? AND status = 'running'";
        self.db.run("idempotency.forget", || sqlx::query(sql).bind(holder)).await
    }
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: i64,
    body_hash: String,
    status: String,
    response_status: Option<i64>,
    response_headers: Option<Json<Value>>,
    response_body: Option<String>,
    holder: Option<String>,
    lease_until: Option<DateTime<Utc>>,
    act_key: Option<String>,
    expires_at: DateTime<Utc>,
}

impl TryFrom<KeyRow> for KeptAnswer {
    type Error = Fault;

    fn try_from(row: KeyRow) -> Result<Self, Fault> {
        let of = RowOf { table: "idempotency_keys", id: row.id };
        let status = row.response_status.unwrap_or_default();
        Ok(Self {
            status: u16::try_from(status).map_err(|error| of.corrupt("response_status", error))?,
            headers: match row.response_headers {
                Some(headers) => of.json("response_headers", headers)?,
                None => Vec::new(),
            },
            body: row.response_body.unwrap_or_default(),
        })
    }
}
