//! The steps of reminding of a batch of discounts that are about to expire.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use marmelad_core::calendar::{RemindBatch, ReminderMark};
use marmelad_core::clients::ContactState;
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{Address, ClientId, DiscountId, TelegramId, to_millis};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::row::{cut, push_list};
use crate::sql::fault::Fault;

/// Characters of a first name in a message.
const FIRST_NAME_CHARS: usize = 64;

/// The candidates, read without a lock, and the mark after which there may be more.
pub(super) async fn candidates(
    conn: &mut Conn,
    batch: &RemindBatch,
) -> Result<(Vec<i64>, Option<ReminderMark>), Fault> {
    let after =
        batch.after.unwrap_or(ReminderMark { expires_at: batch.window.from, id: DiscountId(0) });
    // In the order of the index, so that a batch is found without sorting all discounts of the day.
    let rows: Vec<(i64, DateTime<Utc>)> = sqlx::query_as(
        "SELECT id, expires_at FROM discounts WHERE expires_at >= ? AND expires_at <= ? AND reminder_sent_at IS NULL \
         AND (expires_at > ? OR id > ?) AND revoked_at IS NULL AND uses_count < max_uses AND created_at <= ? \
         ORDER BY expires_at, reminder_sent_at, id LIMIT ?",
    )
    .bind(to_millis(after.expires_at))
    .bind(to_millis(batch.window.to))
    .bind(to_millis(after.expires_at))
    .bind(after.id.0)
    .bind(batch.window.issued_by)
    .bind(i64::from(batch.limit))
    .fetch_all(conn)
    .await?;
    let is_full = rows.len() == batch.limit as usize;
    let last = rows
        .last()
        .map(|(id, expires_at)| ReminderMark { expires_at: *expires_at, id: DiscountId(*id) });
    let ids = rows.into_iter().map(|(id, _)| id).collect();
    Ok((ids, last.filter(|_| is_full)))
}

/// Whether the discount is unused, not revoked, and still valid when the reminder can be sent.
pub(super) fn is_worth_it(batch: &RemindBatch, discount: &Discount) -> bool {
    batch.window.is_about(discount.created_at, discount.expires_at)
        && discount.check(batch.send_at).is_ok()
}

pub(super) struct Holder {
    pub(super) chat: Address,
    pub(super) first_name: Option<String>,
    pub(super) contact: ContactState,
}

pub(super) async fn holders(
    conn: &mut Conn,
    discounts: &[Discount],
) -> Result<HashMap<ClientId, Holder>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id, telegram_id, first_name, is_blocked, is_opted_out, marketing_consent_at, anonymized_at \
         FROM users WHERE id IN (",
    );
    push_list(&mut query, discounts.iter().map(|discount| discount.user_id.0));
    query.push(")");
    let rows: Vec<HolderRow> = query.build_query_as().fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (ClientId(row.id), Holder::from(row))).collect())
}

pub(super) async fn mark(
    conn: &mut Conn,
    batch: &RemindBatch,
    discounts: &[Discount],
) -> Result<(), Fault> {
    let now = to_millis(batch.now);
    let mut query = QueryBuilder::<Database>::new("UPDATE discounts SET reminder_sent_at = ");
    query.push_bind(now).push(", updated_at = ");
    query.push_bind(now).push(" WHERE id IN (");
    push_list(&mut query, discounts.iter().map(|discount| discount.id.0));
    query.push(")").build().execute(conn).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    id: i64,
    telegram_id: i64,
    first_name: Option<String>,
    is_blocked: bool,
    is_opted_out: bool,
    marketing_consent_at: Option<DateTime<Utc>>,
    anonymized_at: Option<DateTime<Utc>>,
}

impl From<HolderRow> for Holder {
    fn from(row: HolderRow) -> Self {
        Self {
            chat: TelegramId(row.telegram_id).into(),
            first_name: row.first_name.map(|name| cut(&name, FIRST_NAME_CHARS)),
            contact: ContactState {
                is_blocked: row.is_blocked,
                is_opted_out: row.is_opted_out,
                is_anonymized: row.anonymized_at.is_some(),
                has_agreed: row.marketing_consent_at.is_some(),
            },
        }
    }
}
