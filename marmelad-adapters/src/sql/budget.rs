//! `rate_budgets`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{BudgetGrant, BudgetKey, BudgetState, Pace, SendBudget};
use marmelad_core::kernel::{BotKind, PortError, to_millis};

use super::Store;
use super::dialect::{Conn, for_update};
use crate::sql::fault::{Fault, unless_taken};

impl Store {
    /// Changes a budget under its lock.
    async fn change_budget<T>(
        &self,
        operation: &'static str,
        key: BudgetKey,
        now: DateTime<Utc>,
        change: impl Fn(&mut BudgetState) -> T + Sync,
    ) -> Result<T, PortError> {
        let name = key.to_string();
        self.db
            .transaction(operation, async |mut tx| {
                let stored: Option<Stored> = sqlx::query_as(concat!(
                    "SELECT next_free_at, paused_until FROM rate_budgets WHERE name = ?",
                    for_update!()
                ))
                .bind(&name)
                .fetch_optional(&mut *tx)
                .await?;
                let is_new = stored.is_none();
                let before = stored.map(BudgetState::from).unwrap_or_default();
                let mut state = before;
                let answer = change(&mut state);
                if state != before {
                    store(&mut tx, &name, state, is_new, now).await?;
                }
                Ok(answer)
            })
            .await
    }
}

/// A budget that was only ever paused is free from the beginning.
async fn store(
    conn: &mut Conn,
    name: &str,
    state: BudgetState,
    is_new: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let next_free_at = to_millis(state.next_free_at.unwrap_or(DateTime::UNIX_EPOCH));
    let paused_until = state.paused_until.map(to_millis);
    let now = to_millis(now);
    if is_new {
        let added = sqlx::query(
            "INSERT INTO rate_budgets (name, next_free_at, paused_until, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(name)
        .bind(next_free_at)
        .bind(paused_until)
        .bind(now)
        .bind(now)
        .execute(conn)
        .await;
        unless_taken(added)?.ok_or(Fault::Conflict)?;
    } else {
        sqlx::query(
            "UPDATE rate_budgets SET next_free_at = ?, paused_until = ?, updated_at = ? \
         WHERE name = ?",
        )
        .bind(next_free_at)
        .bind(paused_until)
        .bind(now)
        .bind(name)
        .execute(conn)
        .await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Stored {
    next_free_at: DateTime<Utc>,
    paused_until: Option<DateTime<Utc>>,
}

impl From<Stored> for BudgetState {
    fn from(stored: Stored) -> Self {
        Self {
            next_free_at: Some(stored.next_free_at),
            paused_until: stored.paused_until,
        }
    }
}

#[async_trait]
impl SendBudget for Store {
    async fn take(
        &self,
        key: BudgetKey,
        wanted: u32,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        let now = to_millis(now);
        self.change_budget("budget.take", key, now, |state| {
            state.take(wanted, pace, now)
        })
        .await
    }

    async fn debit(
        &self,
        bot: BotKind,
        messages: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let now = to_millis(now);
        self.change_budget("budget.debit", bot.into(), now, |state| {
            state.debit(messages, pace, now);
        })
        .await
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.change_budget("budget.pause", bot.into(), now, |state| {
            state.pause(to_millis(until));
        })
        .await
    }
}
