//! A broadcast goes to a few beforehand, to those whom it missed, or is taken back.

use marmelad_core::broadcasts::{
    BroadcastStatus, ChangeBroadcastOutcome, RecallBroadcast, RecipientStatus, RetryBroadcast,
    RetryBroadcastOutcome, TestBroadcast,
};
use marmelad_core::discounts::DiscountSource;
use marmelad_core::kernel::{BotKind, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};

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

/// Begins a round to those missed. Their rows become as new portion by portion, as the first time: see `ledger::rounds`.
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
    let counts = broadcast.counts;
    let of = |status: &RecipientStatus| match status {
        RecipientStatus::Failed => counts.failed,
        RecipientStatus::Uncertain => counts.uncertain,
        _ => 0,
    };
    let count: u64 = command
        .statuses
        .iter()
        .map(|status| u64::from(of(status)))
        .sum();
    if count == 0 {
        return Ok(RetryBroadcastOutcome::Nobody);
    }
    let words: Vec<_> = command
        .statuses
        .iter()
        .map(|status| status.as_str())
        .collect();
    sqlx::query(
        "UPDATE broadcasts SET status = 'sending', finished_at = NULL, retry_statuses = ?, retry_after_user_id = 0, \
         updated_at = ? WHERE id = ?",
    )
    .bind(words.join(","))
    .bind(to_millis(command.now))
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
    // One that revokes is not undone by another that comes before it is over.
    let revokes = command.revoke_codes
        || broadcast
            .recall
            .is_some_and(|recall| recall.finished_at.is_none() && recall.revokes_codes);
    sqlx::query(
        "UPDATE broadcasts SET recall_requested_at = ?, recall_finished_at = NULL, recall_revokes_codes = ?, \
         updated_at = ? WHERE id = ?",
    )
    .bind(to_millis(command.now))
    .bind(revokes)
    .bind(to_millis(command.now))
    .bind(command.id.0)
    .execute(&mut *tx)
    .await?;
    let changed = find(&mut tx, command.id).await?.ok_or(Fault::Raced)?;
    audit::append(&mut tx, command.audit.clone(), command.now).await?;
    tx.commit().await?;
    Ok(ChangeBroadcastOutcome::Changed(Box::new(changed)))
}
