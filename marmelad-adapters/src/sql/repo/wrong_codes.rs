//! `wrong_codes`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{WrongCodeLimiter, WrongCodePolicy, WrongCodeVerdict};
use marmelad_core::kernel::{CashierId, PortError, to_millis};
use sqlx::types::Json;

use super::super::dialect::{Conn, Db, for_update};
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct WrongCodes {
    db: Db,
}

impl WrongCodes {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, Fault> {
        Ok(sqlx::query_scalar(
            "SELECT paused_until FROM wrong_codes WHERE cashier_id = ? AND paused_until > ?",
        )
        .bind(cashier.0)
        .bind(to_millis(now))
        .fetch_optional(&mut *self.db.reader().await?)
        .await?)
    }

    async fn try_record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, Fault> {
        let now = to_millis(now);
        let mut tx = self.db.begin().await?;
        let stored: Option<Tally> = sqlx::query_as(concat!(
            "SELECT recent, paused_until FROM wrong_codes WHERE cashier_id = ?",
            for_update!()
        ))
        .bind(cashier.0)
        .fetch_optional(&mut *tx)
        .await?;
        let is_new = stored.is_none();
        let Some(mut tally) = stored.unwrap_or_default().after_one_more(policy, now) else {
            // Typed while the message about the pause was on its way.
            return Ok(WrongCodeVerdict::Counted(0));
        };
        let verdict = match tally.paused_until {
            Some(until) if until > now => {
                tally.recent.0.clear();
                WrongCodeVerdict::PauseBegan(until)
            }
            _ => WrongCodeVerdict::Counted(u32::try_from(tally.recent.0.len()).unwrap_or(u32::MAX)),
        };
        store(&mut tx, cashier, &tally, is_new, now).await?;
        tx.commit().await?;
        Ok(verdict)
    }
}

async fn store(
    conn: &mut Conn,
    cashier: CashierId,
    tally: &Tally,
    is_new: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    if is_new {
        let added = sqlx::query(
            "INSERT INTO wrong_codes (recent, paused_until, updated_at, cashier_id, created_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&tally.recent)
        .bind(tally.paused_until)
        .bind(now)
        .bind(cashier.0)
        .bind(now)
        .execute(conn)
        .await;
        unless_taken(added)?.ok_or(Fault::Raced)?;
    } else {
        sqlx::query("UPDATE wrong_codes SET recent = ?, paused_until = ?, updated_at = ? WHERE cashier_id = ?")
            .bind(&tally.recent)
            .bind(tally.paused_until)
            .bind(now)
            .bind(cashier.0)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// When a cashier typed unknown codes lately, in milliseconds, and until when that pauses them.
#[derive(Default, sqlx::FromRow)]
struct Tally {
    recent: Json<Vec<i64>>,
    paused_until: Option<DateTime<Utc>>,
}

impl Tally {
    /// `None` while paused.
    fn after_one_more(mut self, policy: WrongCodePolicy, now: DateTime<Utc>) -> Option<Self> {
        if self.paused_until.is_some_and(|until| until > now) {
            return None;
        }
        let window_began = (now - policy.window).timestamp_millis();
        self.recent.0.retain(|at| *at > window_began);
        self.recent.0.push(now.timestamp_millis());
        self.paused_until =
            (self.recent.0.len() >= policy.limit as usize).then(|| to_millis(now + policy.pause));
        Some(self)
    }
}

#[async_trait]
impl WrongCodeLimiter for WrongCodes {
    async fn paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, PortError> {
        Ok(self.try_paused_until(cashier, now).await?)
    }

    async fn record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, PortError> {
        retry(|| self.try_record(cashier, policy, now)).await
    }
}
