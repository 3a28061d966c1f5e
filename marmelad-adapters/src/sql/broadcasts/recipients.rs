//! Recipients of a broadcast, as lists show them.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{RecallStatus, RecipientFilter, RecipientLog};
use marmelad_core::kernel::{BroadcastLogId, ClientId, MessageId};
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::Database;
use super::super::row::{RowOf, push_list};
use crate::sql::fault::Fault;

/// `SELECT` recipients; the broadcast's id follows. The hint stands after the table's name.
macro_rules! select_recipients {
    ($hint:expr) => {
        concat!(
            "SELECT l.id, l.user_id, u.display_name, l.status, l.attempts, l.telegram_message_id, \
             d.code, d.uses_count, d.max_uses, d.revoked_at, l.error_message, l.skip_reason, \
             l.recall_status, l.sent_at FROM broadcast_logs l",
            $hint,
            " JOIN users u ON u.id = l.user_id LEFT JOIN discounts d ON d.id = l.discount_id \
             WHERE l.broadcast_id = "
        )
    };
}
pub(super) use select_recipients;

pub(super) fn push_recipients(query: &mut QueryBuilder<Database>, filter: &RecipientFilter) {
    let words = filter.statuses.iter().map(|status| status.as_str());
    push_words(query, "l.status", words);
    let recalled = filter.recall_status.map(RecallStatus::as_str);
    query.equal("l.recall_status", recalled);
    query.equal("l.user_id", filter.user_id.map(|id| id.0));
}

/// ` AND` the column is one of the words; no words add nothing.
pub(super) fn push_words<'a>(
    query: &mut QueryBuilder<Database>,
    column: &str,
    words: impl Iterator<Item = &'a str>,
) {
    let mut words = words.map(str::to_owned).peekable();
    if words.peek().is_some() {
        query.push(" AND ").push(column).push(" IN (");
        push_list(query, words);
        query.push(")");
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct RecipientRow {
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
        let of = RowOf { table: "broadcast_logs", id: row.id };
        let skip = row.skip_reason.as_deref();
        let recall = row.recall_status.as_deref();
        Ok(Self {
            id: BroadcastLogId(row.id),
            user_id: ClientId(row.user_id),
            display_name: row.display_name,
            status: of.word("status", &row.status)?,
            attempts: of.count("attempts", row.attempts)?,
            message: row.telegram_message_id.map(MessageId),
            is_code_spent: row.revoked_at.is_some()
                || row.uses_count.unwrap_or(0) >= row.max_uses.unwrap_or(1),
            code: row.code,
            error: row.error_message,
            skip_reason: skip.map(|word| of.word("skip_reason", word)).transpose()?,
            recall_status: recall.map(|word| of.word("recall_status", word)).transpose()?,
            sent_at: row.sent_at,
        })
    }
}
