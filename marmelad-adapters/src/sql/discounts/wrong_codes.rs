//! `wrong_codes`: unknown codes typed by cashiers, and the pauses that follow.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{WrongCodeLimiter, WrongCodePolicy, WrongCodeVerdict};
use marmelad_core::kernel::{CashierId, PortError, to_millis};
use sqlx::types::Json;

use super::super::Store;
use super::super::dialect::{Conn, for_update};
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

async fn store(
    conn: &mut Conn,
    cashier: CashierId,
    recent_codes: &RecentCodes,
    is_new: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let RecentCodes { recent, paused_until } = recent_codes;
    if is_new {
        let sql = "INSERT INTO wrong_codes (recent, paused_until, updated_at, cashier_id, \
                   created_at) VALUES (?, ?, ?, ?, ?)";
        let insert = bind!(sqlx::query(sql), recent, paused_until, now, cashier.0, now);
        insert.insert_new(conn).await?;
        return Ok(());
    }
    let sql =
        "UPDATE wrong_codes SET recent = ?, paused_until = ?, updated_at = ? WHERE cashier_id = ?";
    bind!(sqlx::query(sql), recent, paused_until, now, cashier.0).run(conn).await
}

/// The instants of a cashier's recent unknown codes, in Unix milliseconds, and the end of the pause.
#[derive(Default, sqlx::FromRow)]
struct RecentCodes {
    recent: Json<Vec<i64>>,
    paused_until: Option<DateTime<Utc>>,
}

impl RecentCodes {
    /// `None` while the cashier is paused.
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
impl WrongCodeLimiter for Store {
    async fn paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, PortError> {
        self.db
            .read("wrong_codes.paused_until", async |mut conn| {
                let sql = "SELECT paused_until FROM wrong_codes \
                           WHERE cashier_id = ? AND paused_until > ?";
                Ok(bind!(sqlx::query_scalar(sql), cashier.0, to_millis(now))
                    .fetch_optional(&mut *conn)
                    .await?)
            })
            .await
    }

    async fn record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, PortError> {
        let now = to_millis(now);
        self.db
            .transaction("wrong_codes.record", async |mut tx| {
                let sql = concat!(
                    "SELECT recent, paused_until FROM wrong_codes WHERE cashier_id = ?",
                    for_update!()
                );
                let stored: Option<RecentCodes> =
                    sqlx::query_as(sql).bind(cashier.0).fetch_optional(&mut *tx).await?;
                let is_new = stored.is_none();
                let Some(mut recent_codes) = stored.unwrap_or_default().after_one_more(policy, now)
                else {
                    // Typed before the cashier saw the message about the pause.
                    return Ok(WrongCodeVerdict::Counted(0));
                };
                let verdict = match recent_codes.paused_until {
                    Some(until) if until > now => {
                        recent_codes.recent.0.clear();
                        WrongCodeVerdict::PauseBegan(until)
                    }
                    _ => WrongCodeVerdict::Counted(
                        u32::try_from(recent_codes.recent.0.len()).unwrap_or(u32::MAX),
                    ),
                };
                store(&mut tx, cashier, &recent_codes, is_new, now).await?;
                Ok(verdict)
            })
            .await
    }
}
