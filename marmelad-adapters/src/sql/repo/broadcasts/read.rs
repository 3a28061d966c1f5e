//! Lists of broadcasts, of their recipients, and what they brought.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use marmelad_core::domain::broadcast::{Broadcast, BroadcastStatus, RecipientLog, RecipientStatus};
use marmelad_core::domain::ids::{BroadcastId, BroadcastLogId, MessageId, UserId};
use marmelad_core::domain::page::{Page, PageRequest};
use marmelad_core::ports::MoneyTrail;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db, Hundredths, by_index, from_hundredths};
use super::super::row::RowOf;
use super::row::{BroadcastRow, select_broadcast};
use crate::sql::fault::Fault;

pub(super) async fn list(
    db: &Db,
    statuses: &BTreeSet<BroadcastStatus>,
    page: PageRequest,
) -> Result<Page<Broadcast>, Fault> {
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    let mut conn = db.reader().await?;
    let mut count = QueryBuilder::<Database>::new("SELECT COUNT(*) FROM broadcasts WHERE 1 = 1");
    push_statuses(&mut count, "status", &words);
    let total: i64 = count.build_query_scalar().fetch_one(&mut *conn).await?;
    let mut query = QueryBuilder::<Database>::new(select_broadcast!("WHERE 1 = 1"));
    push_statuses(&mut query, "status", &words);
    push_page(&mut query, " ORDER BY id DESC", page);
    let rows: Vec<BroadcastRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    Ok(Page {
        items: rows
            .into_iter()
            .map(Broadcast::try_from)
            .collect::<Result<_, _>>()?,
        total: u64::try_from(total).unwrap_or_default(),
    })
}

/// `SELECT` recipients of the broadcast that follows; the hint stands after the table's name.
macro_rules! select_recipients {
    ($hint:expr) => {
        concat!(
            "SELECT l.id, l.user_id, u.display_name, l.status, l.attempts, l.telegram_message_id, d.code, \
             l.error_message, l.skip_reason, l.recall_status, l.sent_at FROM broadcast_logs l",
            $hint,
            " JOIN users u ON u.id = l.user_id LEFT JOIN discounts d ON d.id = l.discount_id WHERE l.broadcast_id = "
        )
    };
}

/// Every portion begins where the last one ended, by the key that has each broadcast's recipients in order.
pub(super) async fn recipients_portion(
    db: &Db,
    id: BroadcastId,
    statuses: &BTreeSet<RecipientStatus>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<RecipientLog>, Fault> {
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    let mut query = QueryBuilder::<Database>::new(select_recipients!(by_index!(
        "uq_broadcast_logs_broadcast_id_user_id"
    )));
    query.push_bind(id.0);
    push_statuses(&mut query, "l.status", &words);
    query.push(" AND l.user_id > ");
    query.push_bind(after.map_or(0, |id| id.0));
    query.push(" ORDER BY l.user_id LIMIT ");
    query.push_bind(i64::from(limit));
    let rows: Vec<RecipientRow> = query
        .build_query_as()
        .fetch_all(&mut *db.reader().await?)
        .await?;
    rows.into_iter().map(RecipientLog::try_from).collect()
}

pub(super) async fn recipients(
    db: &Db,
    id: BroadcastId,
    statuses: &BTreeSet<RecipientStatus>,
    page: PageRequest,
) -> Result<Page<RecipientLog>, Fault> {
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    let mut conn = db.reader().await?;
    let mut count = QueryBuilder::<Database>::new(
        "SELECT COUNT(*) FROM broadcast_logs l WHERE l.broadcast_id = ",
    );
    count.push_bind(id.0);
    push_statuses(&mut count, "l.status", &words);
    let total: i64 = count.build_query_scalar().fetch_one(&mut *conn).await?;
    let mut query = QueryBuilder::<Database>::new(select_recipients!(""));
    query.push_bind(id.0);
    push_statuses(&mut query, "l.status", &words);
    push_page(&mut query, " ORDER BY l.id", page);
    let rows: Vec<RecipientRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    Ok(Page {
        items: rows
            .into_iter()
            .map(RecipientLog::try_from)
            .collect::<Result<_, _>>()?,
        total: u64::try_from(total).unwrap_or_default(),
    })
}

pub(super) async fn money_trail(db: &Db, id: BroadcastId) -> Result<MoneyTrail, Fault> {
    let mut conn = db.reader().await?;
    let (issued, redeemed): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COUNT(CASE WHEN uses_count > 0 THEN 1 END) FROM discounts WHERE broadcast_id = ?",
    )
    .bind(id.0)
    .fetch_one(&mut *conn)
    .await?;
    let (revenue, discount): (Option<Hundredths>, Option<Hundredths>) = sqlx::query_as(
        "SELECT SUM(o.amount), SUM(o.discount_amount) FROM orders o JOIN discounts d ON d.id = o.discount_id \
         WHERE d.broadcast_id = ? AND o.status = 'completed'",
    )
    .bind(id.0)
    .fetch_one(&mut *conn)
    .await?;
    let of = RowOf {
        table: "orders",
        id: id.0,
    };
    Ok(MoneyTrail {
        codes_issued: u64::try_from(issued).unwrap_or_default(),
        codes_redeemed: u64::try_from(redeemed).unwrap_or_default(),
        revenue: of.money("amount", revenue.unwrap_or(from_hundredths(0)))?,
        discount: of.money("discount_amount", discount.unwrap_or(from_hundredths(0)))?,
    })
}

fn push_statuses(query: &mut QueryBuilder<Database>, column: &str, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    query.push(" AND ").push(column).push(" IN (");
    let mut list = query.separated(", ");
    for word in words {
        list.push_bind((*word).to_owned());
    }
    query.push(")");
}

fn push_page(query: &mut QueryBuilder<Database>, order: &str, page: PageRequest) {
    query.push(order).push(" LIMIT ");
    query.push_bind(i64::from(page.per_page));
    query.push(" OFFSET ").push_bind(page.offset());
}

#[derive(sqlx::FromRow)]
struct RecipientRow {
    id: i64,
    user_id: i64,
    display_name: String,
    status: String,
    attempts: i64,
    telegram_message_id: Option<i64>,
    code: Option<String>,
    error_message: Option<String>,
    skip_reason: Option<String>,
    recall_status: Option<String>,
    sent_at: Option<DateTime<Utc>>,
}

impl TryFrom<RecipientRow> for RecipientLog {
    type Error = Fault;

    fn try_from(row: RecipientRow) -> Result<Self, Fault> {
        let of = RowOf {
            table: "broadcast_logs",
            id: row.id,
        };
        let skip = row.skip_reason.as_deref();
        let recall = row.recall_status.as_deref();
        Ok(Self {
            id: BroadcastLogId(row.id),
            user_id: UserId(row.user_id),
            display_name: row.display_name,
            status: of.word("status", &row.status)?,
            attempts: of.count("attempts", row.attempts)?,
            message: row.telegram_message_id.map(MessageId),
            code: row.code,
            error: row.error_message,
            skip_reason: skip.map(|word| of.word("skip_reason", word)).transpose()?,
            recall_status: recall
                .map(|word| of.word("recall_status", word))
                .transpose()?,
            sent_at: row.sent_at,
        })
    }
}
