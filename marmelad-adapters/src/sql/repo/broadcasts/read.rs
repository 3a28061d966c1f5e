//! Lists of recipients, and what a broadcast brought.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    MoneyTrail, RecallStatus, RecipientFilter, RecipientList, RecipientLog,
};
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, MessageId, Page, UserId};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db, Hundredths, by_index, from_hundredths};
use super::super::conditions::Conditions;
use super::super::counting::Totals;
use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// `SELECT` recipients of the broadcast that follows; the hint stands after the table's name.
macro_rules! select_recipients {
    ($hint:expr) => {
        concat!(
            "SELECT l.id, l.user_id, u.display_name, l.status, l.attempts, l.telegram_message_id, d.code, \
             d.uses_count, d.max_uses, d.revoked_at, l.error_message, l.skip_reason, l.recall_status, l.sent_at FROM broadcast_logs l",
            $hint,
            " JOIN users u ON u.id = l.user_id LEFT JOIN discounts d ON d.id = l.discount_id WHERE l.broadcast_id = "
        )
    };
}

/// Every portion begins where the last one ended, by the key that has each broadcast's recipients in order.
pub(super) async fn recipients_portion(
    db: &Db,
    id: BroadcastId,
    filter: &RecipientFilter,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<RecipientLog>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_recipients!(by_index!(
        "uq_broadcast_logs_broadcast_id_user_id"
    )));
    query.push_bind(id.0);
    push_recipients(&mut query, filter);
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
    totals: &Totals,
    list: &RecipientList,
) -> Result<Page<RecipientLog>, Fault> {
    let mut conn = db.reader().await?;
    let mut query = QueryBuilder::<Database>::new(select_recipients!(""));
    query.push_bind(list.id.0);
    push_recipients(&mut query, &list.filter);
    query.push(" ORDER BY l.id LIMIT ");
    query.push_bind(i64::from(list.page.per_page));
    query.push(" OFFSET ").push_bind(list.page.offset());
    let rows: Vec<RecipientRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    let items = rows
        .into_iter()
        .map(RecipientLog::try_from)
        .collect::<Result<_, _>>()?;
    let key = format!("{} {:?}", list.id, list.filter);
    let total = totals
        .total(&mut conn, key, list.now, |query, _| {
            query.push(" FROM broadcast_logs l WHERE l.broadcast_id = ");
            query.push_bind(list.id.0);
            push_recipients(query, &list.filter);
        })
        .await?;
    Ok(Page { items, total })
}

fn push_recipients(query: &mut QueryBuilder<Database>, filter: &RecipientFilter) {
    let words = filter.statuses.iter().map(|status| status.as_str());
    push_words(query, "l.status", words);
    let recalled = filter.recall_status.map(RecallStatus::as_str);
    query.equal("l.recall_status", recalled);
    query.equal("l.user_id", filter.user_id.map(|id| id.0));
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

/// ` AND` the column is one of these words; none = any.
pub(super) fn push_words<'a>(
    query: &mut QueryBuilder<Database>,
    column: &str,
    words: impl ExactSizeIterator<Item = &'a str>,
) {
    if words.len() == 0 {
        return;
    }
    query.push(" AND ").push(column).push(" IN (");
    let mut list = query.separated(", ");
    for word in words {
        list.push_bind(word.to_owned());
    }
    query.push(")");
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
    uses_count: Option<i64>,
    max_uses: Option<i64>,
    revoked_at: Option<DateTime<Utc>>,
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
            is_code_spent: row.revoked_at.is_some()
                || row.uses_count.unwrap_or(0) >= row.max_uses.unwrap_or(1),
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
