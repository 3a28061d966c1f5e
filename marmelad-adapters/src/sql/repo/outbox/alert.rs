//! Telling the admins in `alerts` that something is wrong.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::Alert;
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::staff::{Admin, NotificationGroup};
use sha2::{Digest, Sha256};

use super::super::super::dialect::Db;
use super::super::{admins, leases, notifications};
use crate::sql::fault::Fault;

pub(super) async fn queue(
    db: &Db,
    alert: &Alert,
    quiet: Option<Duration>,
    now: DateTime<Utc>,
) -> Result<u32, Fault> {
    let mut tx = db.begin().await?;
    let told: Vec<Admin> = admins::all(&mut tx)
        .await?
        .into_iter()
        .filter(|admin| admin.is_active && admin.is_in(NotificationGroup::Alerts))
        .collect();
    if told.is_empty() {
        return Ok(0);
    }
    // A lease that nobody holds for longer than the quiet: of any number of processes one gets it.
    if let Some(quiet) = quiet {
        let name = format!("alert:{}", alert.topic());
        let owner = now.timestamp_millis().to_string();
        if !leases::take_free(&mut tx, &name, &owner, now, now + quiet).await? {
            return Ok(0);
        }
    }
    let notice = Notice::Alert(alert.clone());
    let mark = fingerprint(alert);
    let mut count = 0;
    for admin in told {
        let key = format!(
            "alert:{}:{}:{mark:012x}:{}",
            alert.topic(),
            now.timestamp_millis(),
            admin.id
        );
        let mut draft = NotificationDraft::to_staff(admin.telegram_id, notice.clone(), key, now);
        draft.bot = alert.bot();
        notifications::enqueue(&mut tx, &draft, now).await?;
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}

/// Tells two alerts of one topic and millisecond apart.
fn fingerprint(alert: &Alert) -> u64 {
    let digest = Sha256::digest(format!("{alert:?}").as_bytes());
    digest
        .iter()
        .take(6)
        .fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}
