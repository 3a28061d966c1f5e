//! `idempotency_keys`: requests that act once however often they arrive.
//!
//! Every change is one conditional statement: who comes second changes nothing, looks again and sees what the first
//! wrote. Waiting repetitions only read.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{PortError, UserId, to_millis};
use marmelad_core::sessions::{IdempotencyKeys, KeptAnswer, KeyState, KeyedRequest};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{Conn, Db};
use super::row::RowOf;
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct Keys {
    db: Db,
}

impl Keys {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_begin(&self, request: &KeyedRequest) -> Result<KeyState, Fault> {
        let Some(row) = self.look(request).await? else {
            return self.take_new(request).await;
        };
        let now = to_millis(request.now);
        if row.expires_at <= now {
            return self.take_anew(request, &row).await;
        }
        if row.body_hash != request.body_hash {
            return Ok(KeyState::OtherBody);
        }
        match row.status.as_str() {
            "done" => Ok(KeyState::Answered(row.try_into()?)),
            _ if row.lease_until.is_some_and(|until| until > now) => Ok(KeyState::Running),
            _ => self.take_over(request, row).await,
        }
    }

    async fn look(&self, request: &KeyedRequest) -> Result<Option<KeyRow>, Fault> {
        Ok(sqlx::query_as(
            "SELECT id, body_hash, status, response_status, response_headers, response_body, holder, lease_until, \
             act_key, expires_at FROM idempotency_keys WHERE admin_id = ? AND scope = ? AND idempotency_key = ?",
        )
        .bind(request.admin_id.0)
        .bind(&request.scope)
        .bind(&request.key)
        .fetch_optional(&mut *self.db.reader().await?)
        .await?)
    }

    async fn take_new(&self, request: &KeyedRequest) -> Result<KeyState, Fault> {
        let mut tx = self.db.begin().await?;
        let now = to_millis(request.now);
        let inserted = sqlx::query(
            "INSERT INTO idempotency_keys (admin_id, scope, idempotency_key, body_hash, status, holder, act_key, \
             lease_until, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)",
        )
        .bind(request.admin_id.0)
        .bind(&request.scope)
        .bind(&request.key)
        .bind(&request.body_hash)
        .bind(&request.holder)
        .bind(&request.holder)
        .bind(to_millis(request.lease_until))
        .bind(to_millis(request.expires_at))
        .bind(now)
        .bind(now)
        .execute(&mut *tx)
        .await;
        unless_taken(inserted)?.ok_or(Fault::Raced)?;
        tx.commit().await?;
        Ok(KeyState::Begun {
            act_key: request.holder.clone(),
        })
    }

    /// A key of more than a day ago means nothing any more.
    async fn take_anew(&self, request: &KeyedRequest, row: &KeyRow) -> Result<KeyState, Fault> {
        self.take(request, row, &request.holder).await
    }

    /// Whoever held it died or gave up; what they did with it, if anything, is known by the act's key.
    async fn take_over(&self, request: &KeyedRequest, row: KeyRow) -> Result<KeyState, Fault> {
        let act_key = row
            .act_key
            .clone()
            .unwrap_or_else(|| request.holder.clone());
        self.take(request, &row, &act_key).await
    }

    async fn take(
        &self,
        request: &KeyedRequest,
        row: &KeyRow,
        act_key: &str,
    ) -> Result<KeyState, Fault> {
        let mut tx = self.db.begin().await?;
        let taken = sqlx::query(
            "UPDATE idempotency_keys SET status = 'running', body_hash = ?, holder = ?, act_key = ?, lease_until = ?, \
             expires_at = ?, response_status = NULL, response_headers = NULL, response_body = NULL, updated_at = ? \
             WHERE id = ? AND (holder = ? OR (holder IS NULL AND ? IS NULL))",
        )
        .bind(&request.body_hash)
        .bind(&request.holder)
        .bind(act_key)
        .bind(to_millis(request.lease_until))
        .bind(to_millis(request.expires_at))
        .bind(to_millis(request.now))
        .bind(row.id)
        .bind(&row.holder)
        .bind(&row.holder)
        .execute(&mut *tx)
        .await?;
        if taken.rows_affected() != 1 {
            return Err(Fault::Raced);
        }
        tx.commit().await?;
        Ok(KeyState::Begun {
            act_key: act_key.to_owned(),
        })
    }

    async fn try_keep(
        &self,
        holder: &str,
        answer: &KeptAnswer,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "UPDATE idempotency_keys SET status = 'done', response_status = ?, response_headers = ?, \
             response_body = ?, lease_until = NULL, updated_at = ? WHERE holder = ? AND status = 'running'",
        )
        .bind(i64::from(answer.status))
        .bind(Json(&answer.headers))
        .bind(&answer.body)
        .bind(to_millis(now))
        .bind(holder)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn try_let_go(&self, holder: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "UPDATE idempotency_keys SET lease_until = NULL, updated_at = ? WHERE holder = ? AND status = 'running'",
        )
        .bind(to_millis(now))
        .bind(holder)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn try_forget(&self, holder: &str) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query("DELETE FROM idempotency_keys WHERE holder = ? AND status = 'running'")
            .bind(holder)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// Gives up the answers that tell of a client. Who sends one of those requests again is told by the act's key what it
/// did, as it is then; nothing is done twice.
pub(super) async fn forget_client(
    conn: &mut Conn,
    id: UserId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    // Finds more than it should (`discount_id`, longer ids), which is then looked at.
    let answers: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, response_body FROM idempotency_keys WHERE status = 'done' AND INSTR(response_body, ?) > 0",
    )
    .bind(format!("id\":{id}"))
    .fetch_all(&mut *conn)
    .await?;
    for (row, body) in answers {
        if serde_json::from_str(&body).is_ok_and(|body| is_about(&body, id)) {
            sqlx::query(
                "UPDATE idempotency_keys SET status = 'running', lease_until = NULL, response_status = NULL, \
                 response_headers = NULL, response_body = NULL, updated_at = ? WHERE id = ? AND status = 'done'",
            )
            .bind(to_millis(now))
            .bind(row)
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(())
}

/// Whether `user_id`, or the `id` of a `user`, stands anywhere in an answer.
fn is_about(answer: &Value, id: UserId) -> bool {
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
impl IdempotencyKeys for Keys {
    async fn begin(&self, request: KeyedRequest) -> Result<KeyState, PortError> {
        retry(|| self.try_begin(&request)).await
    }

    async fn keep(
        &self,
        holder: &str,
        answer: KeptAnswer,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| self.try_keep(holder, &answer, now)).await
    }

    async fn let_go(&self, holder: &str, now: DateTime<Utc>) -> Result<(), PortError> {
        retry(|| self.try_let_go(holder, now)).await
    }

    async fn forget(&self, holder: &str) -> Result<(), PortError> {
        retry(|| self.try_forget(holder)).await
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
        let of = RowOf {
            table: "idempotency_keys",
            id: row.id,
        };
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
