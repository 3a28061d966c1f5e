//! `broadcasts` as people work with them; workers send them through the delivery log (`delivery_log.rs`).

mod audience;
mod counters;
mod delivery_log;
mod fan_out;
mod finish;
mod list;
mod mark;
mod recalls;
mod recipients;
mod record;
mod retry_pass;
mod row;
mod write;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::broadcasts::{
    AudienceCount, Broadcast, BroadcastList, BroadcastMove, BroadcastRepo, BroadcastStatus,
    ChangeBroadcastOutcome, Excluded, MoneyTrail, MoveBroadcast, Reach, RecallBroadcast,
    RecipientFilter, RecipientList, RecipientLog, ReplaceBroadcast, ReplaceBroadcastOutcome,
    RetryBroadcast, RetryBroadcastOutcome, SaveBroadcast, StopBroadcast, TestBroadcast,
};
use marmelad_core::clients::Obstacle;
use marmelad_core::kernel::{BroadcastId, ClientId, Page, PortError, to_millis};
use marmelad_core::people::User;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::clients::{UserRow, user_columns};
use super::conditions::Conditions;
use super::dialect::{Database, Hundredths, by_index};
use super::row::RowOf;
use super::statement::{Fetch, Statement, bind};
use super::{Store, audit, marketing};
use crate::sql::fault::{Fault, unless_taken};
use audience::{filter_of, push_meant, push_reached};
use list::{column, push_filter, titled};
use recipients::{RecipientRow, push_recipients, select_recipients};
use row::{BroadcastRow, find, lock, reread, select_broadcast};
use write::{by_key, status_field, stop_locked};

#[async_trait]
impl BroadcastRepo for Store {
    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, PortError> {
        self.db.read("broadcasts.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn list(&self, list: BroadcastList) -> Result<Page<Broadcast>, PortError> {
        self.db
            .read("broadcasts.list", async |mut conn| {
                if let Some(title) = &list.filter.title {
                    return titled(&mut conn, &list, title).await;
                }
                let mut query = QueryBuilder::<Database>::new(select_broadcast!("WHERE 1 = 1"));
                push_filter(&mut query, &list.filter);
                query.page(column(list.sort), list.page);
                let items = query.build_query_as::<BroadcastRow>().all(&mut conn).await?;
                let key = format!("broadcasts {:?}", list.filter);
                let total = self
                    .counts
                    .total(&mut conn, key, list.now, |query, _| {
                        query.push(" FROM broadcasts WHERE 1 = 1");
                        push_filter(query, &list.filter);
                    })
                    .await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn due(&self, now: DateTime<Utc>) -> Result<Vec<Broadcast>, PortError> {
        self.db
            .read("broadcasts.due", async |mut conn| {
                let due = sqlx::query_as::<_, BroadcastRow>(select_broadcast!(
                    "WHERE status = 'scheduled' AND scheduled_at <= ? ORDER BY scheduled_at, id"
                ));
                due.bind(to_millis(now)).all(&mut conn).await
            })
            .await
    }

    async fn add(&self, command: SaveBroadcast) -> Result<Broadcast, PortError> {
        self.db
            .transaction("broadcasts.add", async |mut tx| {
                if let Some(key) = &command.key
                    && let Some(known) = by_key(&mut tx, key).await?
                {
                    return Ok(known);
                }
                let id =
                    row::insert(&mut tx, &command.terms, command.admin_id, command.now).await?;
                if let Some(key) = &command.key {
                    let sql = "UPDATE broadcasts SET request_key = ? WHERE id = ?";
                    let marked = bind!(sqlx::query(sql), key, id.0).execute(&mut *tx).await;
                    // The same request was committed meanwhile.
                    unless_taken(marked)?.ok_or(Fault::Conflict)?;
                }
                let added = *reread(&mut tx, id).await?;
                audit::append(&mut tx, command.audit.clone().about(id.0), command.now).await?;
                Ok(added)
            })
            .await
    }

    async fn replace(
        &self,
        command: ReplaceBroadcast,
    ) -> Result<ReplaceBroadcastOutcome, PortError> {
        let id = command.id;
        self.db
            .transaction("broadcasts.replace", async |mut tx| {
                let Some(old) = lock(&mut tx, id).await? else {
                    return Ok(ReplaceBroadcastOutcome::NotFound);
                };
                if old.status != command.from {
                    return Ok(ReplaceBroadcastOutcome::WrongState(old.status));
                }
                if old.terms != command.seen {
                    return Ok(ReplaceBroadcastOutcome::Overtaken);
                }
                row::update(&mut tx, id, &command.terms, command.now).await?;
                let mut entry = command.audit.clone();
                if command.to != command.from || command.excluded.is_some() {
                    bind!(
                        sqlx::query("UPDATE broadcasts SET status = ?, excluded = ? WHERE id = ?"),
                        command.to.as_str(),
                        command.excluded.map(Json),
                        id.0
                    )
                    .run(&mut tx)
                    .await?;
                }
                if command.to != command.from {
                    entry = status_field(entry, command.from, command.to);
                }
                let replaced = reread(&mut tx, id).await?;
                audit::append(&mut tx, entry, command.now).await?;
                Ok(ReplaceBroadcastOutcome::Replaced(replaced))
            })
            .await
    }

    async fn delete(
        &self,
        id: BroadcastId,
        entry: AuditEntry,
        now: DateTime<Utc>,
    ) -> Result<ChangeBroadcastOutcome, PortError> {
        self.db
            .transaction("broadcasts.delete", async |mut tx| {
                let Some(old) = lock(&mut tx, id).await? else {
                    return Ok(ChangeBroadcastOutcome::NotFound);
                };
                if old.status != BroadcastStatus::Draft {
                    return Ok(ChangeBroadcastOutcome::WrongState(old.status));
                }
                sqlx::query("DELETE FROM broadcasts WHERE id = ?").bind(id.0).run(&mut tx).await?;
                let entry = entry.clone().field("title", Some(old.terms.title.clone()), None);
                audit::append(&mut tx, entry, now).await?;
                Ok(ChangeBroadcastOutcome::Changed(Box::new(old)))
            })
            .await
    }

    async fn advance(&self, command: MoveBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        self.db
            .transaction("broadcasts.advance", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(ChangeBroadcastOutcome::NotFound);
                };
                if !old.allows_move(command.wanted, command.due_at) {
                    return Ok(ChangeBroadcastOutcome::WrongState(old.status));
                }
                let now = to_millis(command.now);
                let (begins, ends) = match command.wanted {
                    BroadcastMove::Start | BroadcastMove::Resume => (Some(now), None),
                    BroadcastMove::Cancel => (None, Some(now)),
                    BroadcastMove::Schedule | BroadcastMove::Pause => (None, None),
                };
                // The first start fixes the audience: later edits of the segment have no effect.
                let filter = match begins {
                    Some(_) if old.started_at.is_none() => {
                        filter_of(&mut tx, &old.terms.audience).await?
                    }
                    _ => None,
                };
                // A person who resumes has seen why the broadcast stopped.
                let sql = "UPDATE broadcasts SET status = ?, \
                     scheduled_at = COALESCE(?, scheduled_at), started_at = COALESCE(started_at, ?), \
                     finished_at = COALESCE(?, finished_at), excluded = COALESCE(?, excluded), \
                     fixed_filter = COALESCE(?, fixed_filter), waiting_until = NULL, error_code = NULL, \
                     error_message = NULL, body_errors = 0, body_error = NULL, updated_at = ? \
                     WHERE id = ?";
                bind!(sqlx::query(sql), command.wanted.target().as_str(), command.scheduled_at.map(to_millis), begins, ends, command.excluded.map(Json), filter.map(|filter| Json(filter.to_json())), now, command.id.0).run(&mut tx).await?;
                let entry =
                    status_field(command.audit.clone(), old.status, command.wanted.target());
                let changed = reread(&mut tx, command.id).await?;
                audit::append(&mut tx, entry, command.now).await?;
                Ok(ChangeBroadcastOutcome::Changed(changed))
            })
            .await
    }

    async fn stop(&self, command: StopBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        self.db
            .transaction("broadcasts.stop", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(ChangeBroadcastOutcome::NotFound);
                };
                if old.status != command.from || old.is_rescheduled(command.due_at) {
                    return Ok(ChangeBroadcastOutcome::WrongState(old.status));
                }
                stop_locked(&mut tx, &old, &command.reason, command.now).await?;
                Ok(ChangeBroadcastOutcome::Changed(reread(&mut tx, command.id).await?))
            })
            .await
    }

    async fn count_audience(&self, reach: Reach) -> Result<AudienceCount, PortError> {
        self.db
            .read("broadcasts.count_audience", async |mut conn| {
                let Some(filter) = filter_of(&mut conn, &reach.audience).await? else {
                    return Ok(AudienceCount::default());
                };
                let skipped = |reason| marketing::skipped(reason, reach.needs_consent);
                let mut query = QueryBuilder::<Database>::new("SELECT COUNT(*)");
                for reason in [Obstacle::Blocked, Obstacle::OptedOut, Obstacle::NoConsent] {
                    query.push(", COUNT(CASE WHEN ").push(skipped(reason));
                    query.push(" THEN 1 END)");
                }
                query.push(" FROM users u WHERE ");
                push_meant(&mut query, &reach.audience, &filter, &reach.moment);
                let (all, blocked, opted_out, no_consent): (i64, i64, i64, i64) =
                    query.build_query_as().fetch_one(&mut *conn).await?;
                let [all, blocked, opted_out, no_consent] =
                    [all, blocked, opted_out, no_consent].map(i64::unsigned_abs);
                let excluded = Excluded { blocked, opted_out, no_consent };
                Ok(AudienceCount { total: all.saturating_sub(excluded.total()), excluded })
            })
            .await
    }

    async fn sample_audience(&self, reach: Reach, limit: u32) -> Result<Vec<User>, PortError> {
        self.db
            .read("broadcasts.sample_audience", async |mut conn| {
                let Some(filter) = filter_of(&mut conn, &reach.audience).await? else {
                    return Ok(Vec::new());
                };
                let mut query = QueryBuilder::<Database>::new(concat!(
                    "SELECT ",
                    user_columns!(),
                    " FROM users u WHERE "
                ));
                push_reached(&mut query, &reach, &filter);
                query.push(" ORDER BY u.id DESC LIMIT ").push_bind(i64::from(limit));
                query.build_query_as::<UserRow>().all(&mut conn).await
            })
            .await
    }

    async fn recipients(&self, list: RecipientList) -> Result<Page<RecipientLog>, PortError> {
        self.db
            .read("broadcasts.recipients", async |mut conn| {
                let mut query = QueryBuilder::<Database>::new(select_recipients!(""));
                query.push_bind(list.id.0);
                push_recipients(&mut query, &list.filter);
                query.push(" ORDER BY l.id LIMIT ");
                query.push_bind(i64::from(list.page.per_page));
                query.push(" OFFSET ").push_bind(list.page.offset());
                let items = query.build_query_as::<RecipientRow>().all(&mut conn).await?;
                let key = format!("recipients {} {:?}", list.id, list.filter);
                let total = self
                    .counts
                    .total(&mut conn, key, list.now, |query, _| {
                        query.push(" FROM broadcast_logs l WHERE l.broadcast_id = ");
                        query.push_bind(list.id.0);
                        push_recipients(query, &list.filter);
                    })
                    .await?;
                Ok(Page { items, total })
            })
            .await
    }

    /// Every portion begins where the last one ended, by the key that has each broadcast's recipients in order.
    async fn recipients_portion(
        &self,
        id: BroadcastId,
        filter: &RecipientFilter,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<RecipientLog>, PortError> {
        self.db
            .read("broadcasts.recipients_portion", async |mut conn| {
                let mut query = QueryBuilder::<Database>::new(select_recipients!(by_index!(
                    "uq_broadcast_logs_broadcast_id_user_id"
                )));
                query.push_bind(id.0);
                push_recipients(&mut query, filter);
                query.push(" AND l.user_id > ");
                query.push_bind(after.map_or(0, |id| id.0));
                query.push(" ORDER BY l.user_id LIMIT ");
                query.push_bind(i64::from(limit));
                let rows: Vec<RecipientRow> = query.build_query_as().fetch_all(&mut *conn).await?;
                rows.into_iter().map(RecipientLog::try_from).collect()
            })
            .await
    }

    async fn test(&self, command: TestBroadcast) -> Result<(), PortError> {
        self.db
            .transaction("broadcasts.test", async |mut tx| {
                for (user, codes) in command.users.iter().zip(&command.codes) {
                    write::enqueue_test(&mut tx, &command, user, codes).await?;
                }
                audit::append(&mut tx, command.audit.clone(), command.now).await?;
                Ok(())
            })
            .await
    }

    /// Begins a retry pass. The rows of missed recipients are reset batch by batch: see `retry_pass.rs`.
    async fn retry(&self, command: RetryBroadcast) -> Result<RetryBroadcastOutcome, PortError> {
        self.db
            .transaction("broadcasts.retry", async |mut tx| {
                let Some(broadcast) = lock(&mut tx, command.id).await? else {
                    return Ok(RetryBroadcastOutcome::NotFound);
                };
                if !broadcast.allows_retry() {
                    return Ok(RetryBroadcastOutcome::WrongState(broadcast.status));
                }
                let count = broadcast.missed(&command.statuses);
                if count == 0 {
                    return Ok(RetryBroadcastOutcome::Nobody);
                }
                let words: Vec<_> = command.statuses.iter().map(|status| status.as_str()).collect();
                let sql = "UPDATE broadcasts SET status = 'sending', finished_at = NULL, retry_statuses = ?, \
                     retry_after_user_id = 0, updated_at = ? WHERE id = ?";
                bind!(sqlx::query(sql), words.join(","), to_millis(command.now), command.id.0).run(&mut tx).await?;
                let entry = command.audit.clone().field("recipients", None, Some(count));
                let broadcast = reread(&mut tx, command.id).await?;
                audit::append(&mut tx, entry, command.now).await?;
                Ok(RetryBroadcastOutcome::Queued { count, broadcast })
            })
            .await
    }

    async fn recall(&self, command: RecallBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        self.db
            .transaction("broadcasts.recall", async |mut tx| {
                let Some(broadcast) = lock(&mut tx, command.id).await? else {
                    return Ok(ChangeBroadcastOutcome::NotFound);
                };
                if !broadcast.allows_recall() {
                    return Ok(ChangeBroadcastOutcome::WrongState(broadcast.status));
                }
                let sql = "UPDATE broadcasts SET recall_requested_at = ?, recall_finished_at = NULL, \
                     recall_revokes_codes = ?, updated_at = ? WHERE id = ?";
                bind!(sqlx::query(sql), to_millis(command.now), broadcast.recall_revokes_codes(command.revoke_codes), to_millis(command.now), command.id.0).run(&mut tx).await?;
                let changed = reread(&mut tx, command.id).await?;
                audit::append(&mut tx, command.audit.clone(), command.now).await?;
                Ok(ChangeBroadcastOutcome::Changed(changed))
            })
            .await
    }

    async fn money_trail(&self, id: BroadcastId) -> Result<MoneyTrail, PortError> {
        self.db
            .read("broadcasts.money_trail", async |mut conn| {
                let (issued, redeemed): (i64, i64) = sqlx::query_as(
                    "SELECT COUNT(*), COUNT(CASE WHEN uses_count > 0 THEN 1 END) \
                     FROM discounts WHERE broadcast_id = ?",
                )
                .bind(id.0)
                .fetch_one(&mut *conn)
                .await?;
                let (revenue, discount): (Option<Hundredths>, Option<Hundredths>) = sqlx::query_as(
                    "SELECT SUM(o.amount), SUM(o.discount_amount) \
                     FROM orders o JOIN discounts d ON d.id = o.discount_id \
                     WHERE d.broadcast_id = ? AND o.status = 'completed'",
                )
                .bind(id.0)
                .fetch_one(&mut *conn)
                .await?;
                let of = RowOf { table: "orders", id: id.0 };
                Ok(MoneyTrail {
                    codes_issued: issued.unsigned_abs(),
                    codes_redeemed: redeemed.unsigned_abs(),
                    revenue: of.money_opt("amount", revenue)?.unwrap_or_default(),
                    discount: of.money_opt("discount_amount", discount)?.unwrap_or_default(),
                })
            })
            .await
    }
}
