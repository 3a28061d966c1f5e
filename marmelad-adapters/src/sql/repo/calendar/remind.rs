//! Reminders of discounts that are about to end, a batch at a time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use marmelad_core::calendar::{RemindBatch, Reminded, ReminderMark};
use marmelad_core::clients::Reach;
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{DiscountId, TelegramId, UserId, to_millis};
use marmelad_core::notifications::NotificationDraft;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::discounts::lock_unreminded;
use super::super::notifications::enqueue_many;
use super::super::row::{cut, push_list};
use crate::sql::fault::Fault;

/// As much of a first name as a message has room for.
const FIRST_NAME_CHARS: usize = 64;

pub(super) async fn remind(db: &Db, batch: &RemindBatch) -> Result<Reminded, Fault> {
    let (candidates, more_after) = candidates(db, batch).await?;
    let none = Reminded {
        reminded: 0,
        more_after,
    };
    if candidates.is_empty() {
        return Ok(none);
    }
    let mut tx = db.begin().await?;
    let mut ending = lock_unreminded(&mut tx, candidates).await?;
    ending.retain(|discount| is_worth_it(batch, discount));
    if ending.is_empty() {
        return Ok(none);
    }
    // Their rows need no lock: who is forgotten has their codes revoked, for which the codes' rows are needed, and
    // who wants no marketing is found when it is sent.
    let holders = holders(&mut tx, &ending).await?;
    let reminders: Vec<NotificationDraft> = ending
        .iter()
        .filter_map(|discount| {
            let holder = holders.get(&discount.user_id)?;
            let gets_it = holder.reach.gets_marketing(batch.needs_consent);
            gets_it.then(|| {
                NotificationDraft::reminder(holder.chat, holder.first_name.clone(), discount)
            })
        })
        .collect();
    // Marked whether told or not: the moment of their reminder is over.
    mark(&mut tx, batch, &ending).await?;
    enqueue_many(&mut tx, &reminders, batch.send_at, batch.now).await?;
    tx.commit().await?;
    Ok(Reminded {
        reminded: u32::try_from(reminders.len()).unwrap_or(u32::MAX),
        more_after,
    })
}

/// What may be reminded of, looked at without a lock, and after what there may be more.
async fn candidates(
    db: &Db,
    batch: &RemindBatch,
) -> Result<(Vec<i64>, Option<ReminderMark>), Fault> {
    let after = batch.after.unwrap_or(ReminderMark {
        expires_at: batch.window.from,
        id: DiscountId(0),
    });
    // In the order of the index, so that a batch is found without sorting all that end on the day.
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
    .fetch_all(&mut *db.reader().await?)
    .await?;
    let is_full = rows.len() == batch.limit as usize;
    let last = rows.last().map(|(id, expires_at)| ReminderMark {
        expires_at: *expires_at,
        id: DiscountId(*id),
    });
    let ids = rows.into_iter().map(|(id, _)| id).collect();
    Ok((ids, last.filter(|_| is_full)))
}

/// Unused, not revoked, and not ended before the reminder can be sent.
fn is_worth_it(batch: &RemindBatch, discount: &Discount) -> bool {
    batch
        .window
        .is_about(discount.created_at, discount.expires_at)
        && discount.check(batch.send_at).is_ok()
}

struct Holder {
    chat: TelegramId,
    first_name: Option<String>,
    reach: Reach,
}

async fn holders(
    conn: &mut Conn,
    discounts: &[Discount],
) -> Result<HashMap<UserId, Holder>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id, telegram_id, first_name, is_blocked, is_opted_out, marketing_consent_at, anonymized_at \
         FROM users WHERE id IN (",
    );
    push_list(
        &mut query,
        discounts.iter().map(|discount| discount.user_id.0),
    );
    query.push(")");
    let rows: Vec<HolderRow> = query.build_query_as().fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.id), Holder::from(row)))
        .collect())
}

async fn mark(conn: &mut Conn, batch: &RemindBatch, discounts: &[Discount]) -> Result<(), Fault> {
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
            chat: TelegramId(row.telegram_id),
            first_name: row.first_name.map(|name| cut(&name, FIRST_NAME_CHARS)),
            reach: Reach {
                is_blocked: row.is_blocked,
                is_opted_out: row.is_opted_out,
                is_anonymized: row.anonymized_at.is_some(),
                has_agreed: row.marketing_consent_at.is_some(),
            },
        }
    }
}
