//! Drafts are added, changed and deleted; broadcasts move on.

use chrono::{DateTime, Utc};
use marmelad_core::alerts::{Alert, StopCode};
use marmelad_core::audit::AuditEntry;
use marmelad_core::broadcasts::{
    Broadcast, BroadcastMove, BroadcastStatus, ChangeBroadcastOutcome, MoveBroadcast,
    ReplaceBroadcast, ReplaceBroadcastOutcome, SaveBroadcast, StopBroadcast, StopReason,
};
use marmelad_core::kernel::{BroadcastId, TemplateId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::staff::NotificationGroup;
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Db};
use super::super::row::cut;
use super::super::{admins, audit, notifications, templates};
use super::audience::filter_of;
use super::row::{self, find, lock};
use crate::sql::fault::{Fault, unless_taken};

/// As much of a reason as is kept.
const REASON_CHARS: usize = 1000;

pub(super) async fn add(db: &Db, command: &SaveBroadcast) -> Result<Broadcast, Fault> {
    let mut tx = db.begin().await?;
    if let Some(key) = &command.key
        && let Some(known) = by_key(&mut tx, key).await?
    {
        return Ok(known);
    }
    let id = row::insert(&mut tx, &command.terms, command.admin_id, command.now).await?;
    if let Some(key) = &command.key {
        let marked = sqlx::query("UPDATE broadcasts SET request_key = ? WHERE id = ?")
            .bind(key)
            .bind(id.0)
            .execute(&mut *tx)
            .await;
        // The same request came through meanwhile.
        unless_taken(marked)?.ok_or(Fault::Raced)?;
    }
    let broadcast = find(&mut tx, id).await?.ok_or(Fault::Raced)?;
    audit::append(&mut tx, command.audit.clone().about(id.0), command.now).await?;
    tx.commit().await?;
    Ok(broadcast)
}

async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Broadcast>, Fault> {
    let id: Option<i64> = sqlx::query_scalar("SELECT id FROM broadcasts WHERE request_key = ?")
        .bind(key)
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => find(conn, BroadcastId(id)).await,
        None => Ok(None),
    }
}

pub(super) async fn replace(
    db: &Db,
    command: &ReplaceBroadcast,
) -> Result<ReplaceBroadcastOutcome, Fault> {
    let id = command.id;
    let mut tx = db.begin().await?;
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
        sqlx::query("UPDATE broadcasts SET status = ?, excluded = ? WHERE id = ?")
            .bind(command.to.as_str())
            .bind(command.excluded.map(Json))
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
    }
    if command.to != command.from {
        let [from, to] = [command.from, command.to].map(BroadcastStatus::as_str);
        entry = entry.field("status", Some(from), Some(to));
    }
    let changed = find(&mut tx, id).await?.ok_or(Fault::Raced)?;
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    Ok(ReplaceBroadcastOutcome::Replaced(Box::new(changed)))
}

pub(super) async fn delete(
    db: &Db,
    id: BroadcastId,
    entry: &AuditEntry,
    now: DateTime<Utc>,
) -> Result<ChangeBroadcastOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(old) = lock(&mut tx, id).await? else {
        return Ok(ChangeBroadcastOutcome::NotFound);
    };
    if old.status != BroadcastStatus::Draft {
        return Ok(ChangeBroadcastOutcome::WrongState(old.status));
    }
    sqlx::query("DELETE FROM broadcasts WHERE id = ?")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    let entry = entry
        .clone()
        .field("title", Some(old.terms.title.clone()), None);
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(ChangeBroadcastOutcome::Changed(Box::new(old)))
}

pub(super) async fn advance(
    db: &Db,
    command: &MoveBroadcast,
) -> Result<ChangeBroadcastOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(old) = lock(&mut tx, command.id).await? else {
        return Ok(ChangeBroadcastOutcome::NotFound);
    };
    // What is being taken back is not sent at the same time.
    let is_recalled = old
        .recall
        .is_some_and(|recall| recall.finished_at.is_none());
    let goes_on = command.wanted == BroadcastMove::Resume && is_recalled;
    if !command.wanted.is_allowed_from(old.status) || goes_on || is_put_off(&old, command.due_at) {
        return Ok(ChangeBroadcastOutcome::WrongState(old.status));
    }
    let now = to_millis(command.now);
    let (begins, ends) = match command.wanted {
        BroadcastMove::Start | BroadcastMove::Resume => (Some(now), None),
        BroadcastMove::Cancel => (None, Some(now)),
        BroadcastMove::Schedule | BroadcastMove::Pause => (None, None),
    };
    // The audience is fixed with the first message: a segment that is edited later changes nothing.
    let filter = match begins {
        Some(_) if old.started_at.is_none() => filter_of(&mut tx, &old.terms.audience).await?,
        _ => None,
    };
    // Whoever resumes has seen why it stopped.
    sqlx::query(
        "UPDATE broadcasts SET status = ?, scheduled_at = COALESCE(?, scheduled_at), \
         started_at = COALESCE(started_at, ?), finished_at = COALESCE(?, finished_at), \
         excluded = COALESCE(?, excluded), fixed_filter = COALESCE(?, fixed_filter), waiting_until = NULL, error_code = NULL, error_message = NULL, \
         body_errors = 0, body_error = NULL, updated_at = ? WHERE id = ?",
    )
    .bind(command.wanted.target().as_str())
    .bind(command.scheduled_at.map(to_millis))
    .bind(begins)
    .bind(ends)
    .bind(command.excluded.map(Json))
    .bind(filter.map(|filter| Json(filter.to_json())))
    .bind(now)
    .bind(command.id.0)
    .execute(&mut *tx)
    .await?;
    let changed = find(&mut tx, command.id).await?.ok_or(Fault::Raced)?;
    let entry = command.audit.clone().field(
        "status",
        Some(old.status.as_str()),
        Some(changed.status.as_str()),
    );
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    Ok(ChangeBroadcastOutcome::Changed(Box::new(changed)))
}

pub(super) async fn stop(
    db: &Db,
    command: &StopBroadcast,
) -> Result<ChangeBroadcastOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(old) = lock(&mut tx, command.id).await? else {
        return Ok(ChangeBroadcastOutcome::NotFound);
    };
    if old.status != command.from || is_put_off(&old, command.due_at) {
        return Ok(ChangeBroadcastOutcome::WrongState(old.status));
    }
    stop_locked(&mut tx, &old, &command.reason, command.now).await?;
    let changed = find(&mut tx, command.id).await?.ok_or(Fault::Raced)?;
    tx.commit().await?;
    Ok(ChangeBroadcastOutcome::Changed(Box::new(changed)))
}

/// Whether somebody gave a locked broadcast another time than the one that has come, or took it back.
fn is_put_off(broadcast: &Broadcast, due_at: Option<DateTime<Utc>>) -> bool {
    due_at.is_some_and(|at| {
        broadcast.status != BroadcastStatus::Scheduled
            || broadcast.terms.scheduled_at != Some(to_millis(at))
    })
}

/// Stops a locked broadcast by itself; admins in `alerts` are told. The last step of its transaction.
pub(in super::super) async fn stop_locked(
    conn: &mut Conn,
    broadcast: &Broadcast,
    reason: &StopReason,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let status = reason.code.status();
    sqlx::query(
        "UPDATE broadcasts SET status = ?, error_code = ?, error_message = ?, waiting_until = NULL, updated_at = ? \
         WHERE id = ?",
    )
    .bind(status.as_str())
    .bind(reason.code.as_str())
    .bind(cut(&reason.message, REASON_CHARS))
    .bind(to_millis(now))
    .bind(broadcast.id.0)
    .execute(&mut *conn)
    .await?;
    let alert = alert(conn, broadcast, reason).await?;
    let key = format!(
        "broadcast_stopped:{}:{}",
        broadcast.id,
        now.timestamp_millis()
    );
    tell(
        conn,
        NotificationGroup::Alerts,
        &Notice::Alert(alert),
        &key,
        now,
    )
    .await?;
    let entry = AuditEntry::system("stop_broadcast", "broadcast")
        .about(broadcast.id.0)
        .field(
            "status",
            Some(broadcast.status.as_str()),
            Some(status.as_str()),
        )
        .field("error_code", None, Some(reason.code.as_str()));
    audit::append(conn, entry, now).await
}

async fn alert(
    conn: &mut Conn,
    broadcast: &Broadcast,
    reason: &StopReason,
) -> Result<Alert, Fault> {
    let template = match (reason.code, broadcast.terms.template_id) {
        (StopCode::Budget, Some(id)) => name_of(conn, id).await?,
        _ => None,
    };
    Ok(Alert::BroadcastStopped {
        broadcast_id: broadcast.id,
        title: broadcast.terms.title.clone(),
        code: reason.code,
        reason: (reason.code == StopCode::BodyRejected).then(|| reason.message.clone()),
        template,
        scheduled_at: broadcast
            .terms
            .scheduled_at
            .filter(|_| reason.code == StopCode::LateStart),
    })
}

async fn name_of(conn: &mut Conn, id: TemplateId) -> Result<Option<String>, Fault> {
    let template = templates::find(conn, id).await?;
    Ok(template.map(|template| template.terms.name))
}

/// Queues a notice to every active admin of a group, once for each key.
pub(in super::super) async fn tell(
    conn: &mut Conn,
    group: NotificationGroup,
    notice: &Notice,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for admin in admins::all(conn).await? {
        if admin.is_active && admin.is_in(group) {
            let key = format!("{key}:{}", admin.id);
            let draft = NotificationDraft::to_staff(admin.telegram_id, notice.clone(), key, now);
            notifications::enqueue(conn, &draft, now).await?;
        }
    }
    Ok(())
}
