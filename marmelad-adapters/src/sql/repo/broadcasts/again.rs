//! A broadcast goes to a few beforehand, to those whom it missed, or is taken back.

use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::broadcast::{BroadcastStatus, RecipientStatus};
use marmelad_core::domain::discount::DiscountSource;
use marmelad_core::domain::notice::{Notice, NotificationDraft};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::ports::{
    ChangeBroadcastOutcome, RecallBroadcast, RetryBroadcast, RetryBroadcastOutcome, TestBroadcast,
};

use super::super::super::dialect::Db;
use super::super::discounts::{Grant, issue_test};
use super::super::{audit, notifications};
use super::row::{find, lock};
use crate::sql::fault::Fault;

/// How long a test is worth sending.
const TEST_LIFE: chrono::Duration = chrono::Duration::hours(1);

pub(super) async fn test(db: &Db, command: &TestBroadcast) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    for (user, codes) in command.users.iter().zip(&command.codes) {
        let code = match &command.template {
            None => None,
            Some(template) => {
                let grant = Grant {
                    user_id: user.id,
                    is_test: true,
                    template,
                    source: DiscountSource::Broadcast,
                    campaign_id: None,
                    admin_id: None,
                    now: command.now,
                    zone: command.zone,
                };
                let issued = issue_test(&mut tx, &grant, codes).await?;
                Some(issued.ok_or(Fault::Raced)?.code.to_string())
            }
        };
        let draft = NotificationDraft {
            bot: BotKind::Main,
            chat: user.telegram_id,
            user_id: Some(user.id),
            notice: Notice::BroadcastTest {
                broadcast_id: command.id,
                code,
            },
            dedupe_key: format!(
                "broadcast_test:{}:{}:{}",
                command.id,
                user.id,
                command.now.timestamp_millis()
            ),
            send_before: command.now + TEST_LIFE,
        };
        notifications::enqueue(&mut tx, &draft, command.now).await?;
    }
    audit::append(&mut tx, command.audit.clone(), command.now).await?;
    Ok(tx.commit().await?)
}

/// Rows of those missed are as new, but for their code: whoever has one keeps it.
pub(super) async fn retry(
    db: &Db,
    command: &RetryBroadcast,
) -> Result<RetryBroadcastOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(broadcast) = lock(&mut tx, command.id).await? else {
        return Ok(RetryBroadcastOutcome::NotFound);
    };
    // What is being taken back is not sent at the same time.
    let is_recalled = broadcast
        .recall
        .is_some_and(|recall| recall.finished_at.is_none());
    if broadcast.status != BroadcastStatus::Sent || is_recalled {
        return Ok(RetryBroadcastOutcome::WrongState(broadcast.status));
    }
    let now = to_millis(command.now);
    let mut count = 0;
    for status in &command.statuses {
        let done = sqlx::query(
            "UPDATE broadcast_logs SET status = 'pending', attempts = 0, next_attempt_at = ?, claim_id = NULL, \
             lease_until = NULL, error_message = NULL, updated_at = ? WHERE broadcast_id = ? AND status = ?",
        )
        .bind(now)
        .bind(now)
        .bind(command.id.0)
        .bind(status.as_str())
        .execute(&mut *tx)
        .await?
        .rows_affected();
        let fewer = match status {
            RecipientStatus::Uncertain => {
                "UPDATE broadcasts SET uncertain_count = uncertain_count - ? WHERE id = ?"
            }
            _ => "UPDATE broadcasts SET failed_count = failed_count - ? WHERE id = ?",
        };
        sqlx::query(fewer)
            .bind(i64::try_from(done).unwrap_or_default())
            .bind(command.id.0)
            .execute(&mut *tx)
            .await?;
        count += done;
    }
    if count == 0 {
        return Ok(RetryBroadcastOutcome::Nobody);
    }
    sqlx::query(
        "UPDATE broadcasts SET status = 'sending', finished_at = NULL, updated_at = ? WHERE id = ?",
    )
    .bind(now)
    .bind(command.id.0)
    .execute(&mut *tx)
    .await?;
    let changed = find(&mut tx, command.id).await?.ok_or(Fault::Raced)?;
    let entry = command.audit.clone().field("recipients", None, Some(count));
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    Ok(RetryBroadcastOutcome::Queued {
        count,
        broadcast: Box::new(changed),
    })
}

pub(super) async fn recall(
    db: &Db,
    command: &RecallBroadcast,
) -> Result<ChangeBroadcastOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(broadcast) = lock(&mut tx, command.id).await? else {
        return Ok(ChangeBroadcastOutcome::NotFound);
    };
    let stands_still = matches!(
        broadcast.status,
        BroadcastStatus::Sent
            | BroadcastStatus::Canceled
            | BroadcastStatus::Paused
            | BroadcastStatus::Error
    );
    if !stands_still || broadcast.started_at.is_none() {
        return Ok(ChangeBroadcastOutcome::WrongState(broadcast.status));
    }
    sqlx::query(
        "UPDATE broadcasts SET recall_requested_at = ?, recall_finished_at = NULL, recall_revokes_codes = ?, \
         updated_at = ? WHERE id = ?",
    )
    .bind(to_millis(command.now))
    .bind(command.revoke_codes)
    .bind(to_millis(command.now))
    .bind(command.id.0)
    .execute(&mut *tx)
    .await?;
    let changed = find(&mut tx, command.id).await?.ok_or(Fault::Raced)?;
    audit::append(&mut tx, command.audit.clone(), command.now).await?;
    tx.commit().await?;
    Ok(ChangeBroadcastOutcome::Changed(Box::new(changed)))
}
