//! `broadcast_logs`, the delivery log: it keeps a message from being sent twice.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    Broadcast, BroadcastStatus, ClaimRecipients, ClaimedRecall, DeliveryLog, FanOut, RecallStatus,
    RecipientStatus, RecordAndMark, RecordedAndMarked, StopReason, UnmarkRecipients,
};
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, PortError, to_millis};
use sqlx::QueryBuilder;

use super::super::Store;
use super::super::dialect::{Conn, Database, by_index, for_update, skip_locked};
use super::super::row::{RowOf, push_in};
use super::super::statement::{Fetch, Statement, bind};
use super::audience::fixed_filter;
use super::counters::CounterChanges;
use super::row::{BroadcastRow, lock, select_broadcast};
use super::write::stop_locked;
use super::{fan_out, finish, mark, recalls, record, retry_pass};
use crate::sql::fault::Fault;

const RUNNING: &str = select_broadcast!("WHERE status = 'sending' ORDER BY started_at, id");
const RECALLING: &str = select_broadcast!(
    "WHERE recall_finished_at IS NULL AND recall_requested_at IS NOT NULL \
     AND status <> 'sending' ORDER BY id"
);

/// Claims rows until the lease is over; `set` are further assignments, each with a comma after it.
async fn write_claim(
    conn: &mut Conn,
    set: &str,
    ids: &[i64],
    command: &ClaimRecipients,
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new("UPDATE broadcast_logs SET ");
    query.push(set).push("claim_id = ").push_bind(&command.claim_id);
    query.push(", lease_until = ").push_bind(to_millis(command.lease_until));
    query.push(", updated_at = ").push_bind(to_millis(command.now));
    push_in(&mut query, " WHERE id", ids.iter().copied());
    query.build().run(conn).await
}

#[async_trait]
impl DeliveryLog for Store {
    async fn running(&self) -> Result<Vec<Broadcast>, PortError> {
        self.db
            .read("delivery_log.running", async |mut conn| {
                sqlx::query_as::<_, BroadcastRow>(RUNNING).all(&mut conn).await
            })
            .await
    }

    async fn fan_out(&self, command: FanOut) -> Result<bool, PortError> {
        self.db
            .transaction("delivery_log.fan_out", async |mut tx| {
                if let Some(is_last) = retry_pass::reset_missed(&mut tx, &command).await? {
                    return Ok(is_last);
                }
                let Some(broadcast) = lock(&mut tx, command.id).await? else {
                    return Ok(true);
                };
                if broadcast.is_fanned_out || broadcast.status != BroadcastStatus::Sending {
                    return Ok(broadcast.is_fanned_out);
                }
                let Some(filter) = fixed_filter(&mut tx, &broadcast).await? else {
                    let reason = StopReason {
                        code: StopCode::EmptyAudience,
                        message: "its segment is gone".to_owned(),
                    };
                    stop_locked(&mut tx, &broadcast, &reason, command.now).await?;
                    return Ok(false);
                };
                fan_out::insert_batch(&mut tx, broadcast, &filter, &command).await
            })
            .await
    }

    async fn claim(&self, command: ClaimRecipients) -> Result<Vec<BroadcastLogId>, PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("delivery_log.claim", async |mut tx| {
                let ids: Vec<i64> = sqlx::query_scalar(concat!(
                    "SELECT id FROM broadcast_logs",
                    by_index!("ix_broadcast_logs_broadcast_id_status_next_attempt_at"),
                    " WHERE broadcast_id = ? AND status = 'pending' AND next_attempt_at <= ? \
                     AND (lease_until IS NULL OR lease_until <= ?) \
                     ORDER BY next_attempt_at, id LIMIT ?",
                    skip_locked!()
                ))
                .bind(command.id.0)
                .bind(now)
                .bind(now)
                .bind(i64::from(command.limit))
                .fetch_all(&mut *tx)
                .await?;
                if !ids.is_empty() {
                    write_claim(&mut tx, "", &ids, &command).await?;
                }
                Ok(ids.into_iter().map(BroadcastLogId).collect())
            })
            .await
    }

    async fn turn(&self, command: RecordAndMark) -> Result<RecordedAndMarked, PortError> {
        self.db
            .transaction("delivery_log.record_and_mark", async |mut tx| {
                record::mark_blocked_clients(&mut tx, &command).await?;
                let held = record::held(&mut tx, &command).await?;
                let Some(broadcast) = lock(&mut tx, command.id).await? else {
                    return Err(Fault::Conflict);
                };
                let mut changes = CounterChanges::default();
                let mut stop = record::record(&mut tx, &command, &held, &mut changes).await?;
                let may_send = broadcast.status == BroadcastStatus::Sending && stop.is_none();
                let mut marked = Vec::new();
                if may_send && !command.mark.is_empty() {
                    (marked, stop) =
                        mark::mark(&mut tx, &command, &broadcast, &mut changes).await?;
                }
                changes.write(&mut tx, command.id, command.now).await?;
                let mut status = broadcast.status;
                // A broadcast that was paused or cancelled meanwhile stays so.
                if let Some(reason) = stop.filter(|_| status == BroadcastStatus::Sending) {
                    stop_locked(&mut tx, &broadcast, &reason, command.now).await?;
                    status = reason.code.status();
                }
                Ok(RecordedAndMarked { marked, status })
            })
            .await
    }

    /// Undoes the marks of a batch whose commit is in doubt. A row that became `uncertain` meanwhile is reset too, unless
    /// its broadcast has ended: then a person may start a retry pass.
    async fn unmark(&self, command: UnmarkRecipients) -> Result<(), PortError> {
        self.db
            .transaction("delivery_log.unmark", async |mut tx| {
                let mut query =
                    QueryBuilder::<Database>::new("SELECT id, status FROM broadcast_logs WHERE ");
                push_in(&mut query, "id", command.rows.iter().map(|log| log.0));
                query.push(" AND claim_id = ").push_bind(&command.claim_id);
                query.push(concat!(
                    " AND status IN ('pending', 'sending', 'uncertain')",
                    for_update!()
                ));
                let rows: Vec<(i64, String)> = query.build_query_as().fetch_all(&mut *tx).await?;
                let Some(broadcast) = lock(&mut tx, command.id).await? else {
                    return Ok(());
                };
                let mut changes = CounterChanges::default();
                for (id, status) in rows {
                    let of = RowOf { table: "broadcast_logs", id };
                    let from: RecipientStatus = of.word("status", &status)?;
                    let is_uncertain = from == RecipientStatus::Uncertain;
                    if is_uncertain && broadcast.status == BroadcastStatus::Sent {
                        continue;
                    }
                    changes.moved(from, RecipientStatus::Pending);
                    let sql = "UPDATE broadcast_logs SET status = 'pending', attempts = attempts - ?, \
                         error_message = CASE WHEN ? THEN NULL ELSE error_message END, \
                         claim_id = NULL, lease_until = NULL, updated_at = ? WHERE id = ?";
                    bind!(sqlx::query(sql), i64::from(is_uncertain), is_uncertain, to_millis(command.now), id).run(&mut tx).await?;
                }
                changes.write(&mut tx, command.id, command.now).await
            })
            .await
    }

    async fn release(&self, claim_id: &str, now: DateTime<Utc>) -> Result<(), PortError> {
        self.db
            .transaction("delivery_log.release", async |mut tx| {
                let sql = "UPDATE broadcast_logs SET claim_id = NULL, lease_until = NULL, updated_at = ? \
                     WHERE claim_id = ? AND status = 'pending'";
                bind!(sqlx::query(sql), to_millis(now), claim_id).run(&mut tx).await?;
                Ok(())
            })
            .await
    }

    /// The claim stays in the row, so that a late answer is still recorded.
    async fn expire(&self, now: DateTime<Utc>) -> Result<u64, PortError> {
        let now = to_millis(now);
        // Asked all the time and mostly in vain; reading locks nothing.
        let any: Option<(i64, i64)> = self
            .db
            .read("delivery_log.look_for_expired", async |mut conn| {
                let expired = sqlx::query_as(finish::select_expired!()).bind(now).bind(1_i64);
                Ok(expired.fetch_optional(&mut *conn).await?)
            })
            .await?;
        if any.is_none() {
            return Ok(0);
        }
        self.db
            .transaction("delivery_log.expire", async |mut tx| {
                let rows = sqlx::query_as(concat!(finish::select_expired!(), skip_locked!()))
                    .bind(now)
                    .bind(finish::EXPIRE_AT_ONCE)
                    .fetch_all(&mut *tx)
                    .await?;
                finish::mark_uncertain(&mut tx, rows, now).await
            })
            .await
    }

    async fn finish(&self, id: BroadcastId, now: DateTime<Utc>) -> Result<bool, PortError> {
        self.db
            .transaction("delivery_log.finish", async |mut tx| {
                let Some(broadcast) = lock(&mut tx, id).await? else {
                    return Ok(false);
                };
                if broadcast.status != BroadcastStatus::Sending || !broadcast.is_fanned_out {
                    return Ok(false);
                }
                if finish::has_open_rows(&mut tx, id).await? {
                    return Ok(false);
                }
                finish::mark_sent(&mut tx, broadcast, now).await?;
                Ok(true)
            })
            .await
    }

    async fn wait_until(
        &self,
        id: BroadcastId,
        until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.db
            .transaction("delivery_log.wait_until", async |mut tx| {
                let sql = "UPDATE broadcasts SET waiting_until = ?, updated_at = ? \
                     WHERE id = ? AND status = 'sending'";
                bind!(sqlx::query(sql), until.map(to_millis), to_millis(now), id.0)
                    .run(&mut tx)
                    .await?;
                Ok(())
            })
            .await
    }

    async fn recalling(&self) -> Result<Vec<Broadcast>, PortError> {
        self.db
            .read("delivery_log.recalling", async |mut conn| {
                sqlx::query_as::<_, BroadcastRow>(RECALLING).all(&mut conn).await
            })
            .await
    }

    async fn claim_recalls(
        &self,
        command: ClaimRecipients,
    ) -> Result<Vec<ClaimedRecall>, PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("delivery_log.claim_recalls", async |mut tx| {
                let ids: Vec<i64> = sqlx::query_scalar(concat!(
                    "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'success' \
                     AND (recall_status IS NULL OR recall_status = 'pending') \
                     AND (lease_until IS NULL OR lease_until <= ?) LIMIT ?",
                    skip_locked!()
                ))
                .bind(command.id.0)
                .bind(now)
                .bind(i64::from(command.limit))
                .fetch_all(&mut *tx)
                .await?;
                if ids.is_empty() {
                    recalls::end(&mut tx, command.id, now).await?;
                    return Ok(Vec::new());
                }
                write_claim(&mut tx, "recall_status = 'pending', ", &ids, &command).await?;
                recalls::sent(&mut tx, ids, now).await
            })
            .await
    }

    async fn record_recalls(
        &self,
        claim_id: &str,
        results: Vec<(BroadcastLogId, RecallStatus)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let now = to_millis(now);
        let mut of_each: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (log, status) in &results {
            of_each.entry(status.as_str()).or_default().push(log.0);
        }
        self.db
            .transaction("delivery_log.record_recalls", async |mut tx| {
                for (status, ids) in &of_each {
                    let mut query =
                        QueryBuilder::<Database>::new("UPDATE broadcast_logs SET recall_status = ");
                    query.push_bind(*status);
                    query.push(", lease_until = NULL, updated_at = ").push_bind(now);
                    push_in(&mut query, " WHERE id", ids.iter().copied());
                    query.push(" AND claim_id = ").push_bind(claim_id);
                    query.build().execute(&mut *tx).await?;
                }
                Ok(())
            })
            .await
    }

    async fn revoke_codes(
        &self,
        id: BroadcastId,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, PortError> {
        self.db
            .transaction("delivery_log.revoke_codes", async |mut tx| {
                let ids = recalls::to_revoke(&mut tx, id, limit).await?;
                if ids.is_empty() {
                    return Ok(0);
                }
                let revoked = recalls::revoke(&mut tx, ids, to_millis(now)).await?;
                // All of this batch redeemed meanwhile does not mean that no code is left.
                Ok(revoked.max(1))
            })
            .await
    }

    /// Taken from the counters, because counting a million rows costs too much. A broadcast keeps its own pace, so
    /// no recipient is late.
    async fn backlog(&self) -> Result<Backlog, PortError> {
        self.db
            .read("delivery_log.backlog", async |mut conn| {
                let running: Vec<Broadcast> =
                    sqlx::query_as::<_, BroadcastRow>(RUNNING).all(&mut conn).await?;
                let left = running.iter().map(|broadcast| u64::from(broadcast.left()));
                Ok(Backlog { depth: left.sum(), due_since: None })
            })
            .await
    }
}
