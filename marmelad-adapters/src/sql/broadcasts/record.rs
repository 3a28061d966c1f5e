//! Recording the results of a batch.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    RecipientResult, RecipientStatus, RecordAndMark, SendOutcome, StopReason,
};
use marmelad_core::kernel::{MessageId, to_millis};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, for_update};
use super::super::row::{RowOf, cut, push_in};
use super::super::statement::{Statement, bind};
use super::counters::{CounterChanges, Stop};
use crate::sql::fault::Fault;

/// Characters of an error message that are stored.
const ERROR_CHARS: usize = 1000;
/// Identical refusals of the message itself in a row that stop the broadcast. When only one recipient is refused and
/// others get the message, as many end the attempts for this recipient.
const BODY_ERRORS: i64 = 3;
/// The pause before the next attempt after such a refusal.
const BODY_ERROR_PAUSE: Duration = Duration::seconds(2);

/// Rows whose results this worker may record: those it marked and that no other worker claimed since. A row that became
/// `uncertain` is among them, because a late result is better than none.
pub(super) type Held = HashMap<i64, HeldRow>;

/// A row before its result.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldRow {
    status: RecipientStatus,
    attempts: i64,
    /// Refusals of the message itself so far; they do not count as attempts.
    body_errors: i64,
}

/// Clients before recipients' rows: the order in which every transaction locks.
pub(super) async fn mark_blocked_clients(
    conn: &mut Conn,
    command: &RecordAndMark,
) -> Result<(), Fault> {
    let blocked =
        command.results.iter().filter(|result| matches!(result.outcome, SendOutcome::Blocked(_)));
    let mut users: Vec<i64> = blocked.map(|result| result.user_id.0).collect();
    if users.is_empty() {
        return Ok(());
    }
    users.sort_unstable();
    let now = to_millis(command.now);
    let mut query = QueryBuilder::<Database>::new("UPDATE users SET is_blocked = ");
    query.push_bind(true);
    query.push(", blocked_at = ").push_bind(now);
    query.push(", updated_at = ").push_bind(now);
    push_in(&mut query, " WHERE id", users.into_iter());
    query.push(" AND is_blocked = ").push_bind(false);
    query.build().run(conn).await
}

pub(super) async fn held(conn: &mut Conn, command: &RecordAndMark) -> Result<Held, Fault> {
    if command.results.is_empty() {
        return Ok(Held::new());
    }
    let mut query = QueryBuilder::<Database>::new(
        "SELECT id, status, attempts, body_errors FROM broadcast_logs WHERE ",
    );
    push_in(&mut query, "id", command.results.iter().map(|result| result.log.0));
    query.push(" AND claim_id = ").push_bind(&command.claim_id);
    query.push(concat!(" AND status IN ('sending', 'uncertain')", for_update!()));
    let rows: Vec<(i64, String, i64, i64)> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter()
        .map(|(id, status, attempts, body_errors)| {
            let of = RowOf { table: "broadcast_logs", id };
            let row = HeldRow { status: of.word("status", &status)?, attempts, body_errors };
            Ok((id, row))
        })
        .collect()
}

/// Records the results of held rows. The broadcast must be locked.
pub(super) async fn record(
    conn: &mut Conn,
    command: &RecordAndMark,
    held: &Held,
    changes: &mut CounterChanges,
) -> Result<Stop, Fault> {
    let results = command.results.iter().filter_map(|result| {
        let row = held.get(&result.log.0)?;
        Some((result, *row))
    });
    let results: Vec<_> = results.collect();
    if results.is_empty() {
        return Ok(None);
    }
    let stop = count_body_errors(conn, command, &results).await?;
    let mut sent = Vec::new();
    for (result, before) in results {
        let from = before.status;
        if let SendOutcome::Sent(message) = result.outcome {
            changes.moved(from, RecipientStatus::Success);
            sent.push((result.log.0, message));
            continue;
        }
        let row = Written::of(result, before, stop.is_some(), command.now);
        if let Some(row) = row {
            changes.moved(from, row.status);
            row.write(conn, result.log.0, command.now).await?;
        }
    }
    write_sent(conn, &sent, command.now).await?;
    Ok(stop)
}

/// Records all successes in one statement: at full speed there are thousands per second.
async fn write_sent(
    conn: &mut Conn,
    sent: &[(i64, MessageId)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    if sent.is_empty() {
        return Ok(());
    }
    let now = to_millis(now);
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE broadcast_logs SET status = 'success', attempts = attempts + 1, claim_id = NULL, \
         lease_until = NULL, error_message = NULL, sent_at = ",
    );
    query.push_bind(now);
    query.push(", updated_at = ").push_bind(now);
    query.push(", telegram_message_id = CASE id");
    for (id, message) in sent {
        query.push(" WHEN ").push_bind(*id);
        query.push(" THEN ").push_bind(message.0);
    }
    query.push(" END");
    push_in(&mut query, " WHERE id", sent.iter().map(|(id, _)| *id));
    query.build().run(conn).await
}

/// The new columns of a row whose result is not success.
struct Written<'a> {
    status: RecipientStatus,
    attempts: i64,
    body_errors: i64,
    next_attempt_at: Option<DateTime<Utc>>,
    error: &'a str,
}

impl<'a> Written<'a> {
    /// `None`: the result adds nothing to what the row says.
    fn of(
        result: &'a RecipientResult,
        before: HeldRow,
        stops: bool,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let HeldRow { status, attempts, body_errors } = before;
        let was_given_up = status == RecipientStatus::Uncertain;
        let done = |status, error| Self {
            status,
            attempts: attempts + 1,
            body_errors,
            next_attempt_at: None,
            error,
        };
        Some(match &result.outcome {
            SendOutcome::Sent(_) => return None,
            SendOutcome::Blocked(error) => done(RecipientStatus::Blocked, error),
            SendOutcome::Failed(error) => done(RecipientStatus::Failed, error),
            SendOutcome::Uncertain(_) | SendOutcome::Retry { .. } if was_given_up => return None,
            SendOutcome::Uncertain(error) => done(RecipientStatus::Uncertain, error),
            SendOutcome::BodyRejected(error)
                if was_given_up || (!stops && body_errors + 1 >= BODY_ERRORS) =>
            {
                done(RecipientStatus::Failed, error)
            }
            SendOutcome::BodyRejected(error) => Self {
                status: RecipientStatus::Pending,
                attempts,
                // After the text is mended every recipient starts without refusals.
                body_errors: if stops { 0 } else { body_errors + 1 },
                next_attempt_at: Some(if stops { now } else { now + BODY_ERROR_PAUSE }),
                error,
            },
            SendOutcome::Retry { at, error, counts } => Self {
                status: RecipientStatus::Pending,
                attempts: attempts + i64::from(*counts),
                body_errors,
                next_attempt_at: Some(*at),
                error,
            },
        })
    }

    async fn write(&self, conn: &mut Conn, id: i64, now: DateTime<Utc>) -> Result<(), Fault> {
        // An uncertain row keeps its claim for a late result.
        let is_settled = self.status != RecipientStatus::Uncertain;
        let sql = "UPDATE broadcast_logs SET status = ?, attempts = ?, body_errors = ?, \
             next_attempt_at = COALESCE(?, next_attempt_at), \
             claim_id = CASE WHEN ? THEN NULL ELSE claim_id END, lease_until = NULL, \
             error_message = ?, updated_at = ? WHERE id = ?";
        bind!(
            sqlx::query(sql),
            self.status.as_str(),
            self.attempts,
            self.body_errors,
            self.next_attempt_at.map(to_millis),
            is_settled,
            cut(self.error, ERROR_CHARS),
            to_millis(now),
            id
        )
        .run(conn)
        .await?;
        Ok(())
    }
}

/// Counts identical refusals of the message itself in a row, over all workers. The third stops the broadcast.
async fn count_body_errors(
    conn: &mut Conn,
    command: &RecordAndMark,
    results: &[(&RecipientResult, HeldRow)],
) -> Result<Stop, Fault> {
    let says_something = |outcome: &SendOutcome| {
        matches!(outcome, SendOutcome::Sent(_) | SendOutcome::BodyRejected(_))
    };
    if !results.iter().any(|(result, ..)| says_something(&result.outcome)) {
        return Ok(None);
    }
    let (before, error): (i64, Option<String>) =
        sqlx::query_as("SELECT body_errors, body_error FROM broadcasts WHERE id = ?")
            .bind(command.id.0)
            .fetch_one(&mut *conn)
            .await?;
    let (mut count, mut last) = (before, error);
    for (result, ..) in results {
        match &result.outcome {
            SendOutcome::Sent(_) => (count, last) = (0, None),
            SendOutcome::BodyRejected(error) => {
                let error = cut(error, ERROR_CHARS);
                count = if last.as_ref() == Some(&error) { count + 1 } else { 1 };
                last = Some(error);
                if count >= BODY_ERRORS {
                    break;
                }
            }
            _ => {}
        }
    }
    if (count, before) != (0, 0) {
        bind!(
            sqlx::query("UPDATE broadcasts SET body_errors = ?, body_error = ? WHERE id = ?"),
            count,
            &last,
            command.id.0
        )
        .run(conn)
        .await?;
    }
    Ok((count >= BODY_ERRORS)
        .then(|| StopReason { code: StopCode::BodyRejected, message: last.unwrap_or_default() }))
}
