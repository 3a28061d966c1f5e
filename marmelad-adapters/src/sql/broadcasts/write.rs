//! Steps that change a broadcast: stopping it, test messages, notifying admins.

use chrono::{DateTime, Utc};
use marmelad_core::alerts::{Alert, StopCode};
use marmelad_core::audit::AuditEntry;
use marmelad_core::broadcasts::{Broadcast, BroadcastStatus, StopReason, TestBroadcast};
use marmelad_core::discounts::{DiscountCode, DiscountSource};
use marmelad_core::kernel::{BotKind, BroadcastId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::people::User;
use marmelad_core::staff::NotificationGroup;

use super::super::dialect::Conn;
use super::super::discounts::{Grant, issue_test, templates};
use super::super::row::cut;
use super::super::staff::admins;
use super::super::statement::{Statement, bind};
use super::super::{audit, notifications};
use super::row::find;
use crate::sql::fault::Fault;

/// Characters of a reason that are stored.
const REASON_CHARS: usize = 1000;

pub(super) async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Broadcast>, Fault> {
    let id: Option<i64> = sqlx::query_scalar("SELECT id FROM broadcasts WHERE request_key = ?")
        .bind(key)
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => find(conn, BroadcastId(id)).await,
        None => Ok(None),
    }
}

/// Adds a change of the status to an audit entry.
pub(super) fn status_field(
    entry: AuditEntry,
    from: BroadcastStatus,
    to: BroadcastStatus,
) -> AuditEntry {
    entry.field("status", Some(from.as_str()), Some(to.as_str()))
}

/// Stops a locked broadcast automatically and notifies the admins in `alerts`. The last step of its transaction.
pub(super) async fn stop_locked(
    conn: &mut Conn,
    broadcast: &Broadcast,
    reason: &StopReason,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let status = reason.code.status();
    let sql = "UPDATE broadcasts SET status = ?, error_code = ?, error_message = ?, \
         waiting_until = NULL, updated_at = ? WHERE id = ?";
    bind!(
        sqlx::query(sql),
        status.as_str(),
        reason.code.as_str(),
        cut(&reason.message, REASON_CHARS),
        to_millis(now),
        broadcast.id.0
    )
    .run(&mut *conn)
    .await?;
    let alert = alert(conn, broadcast, reason).await?;
    let key = format!("broadcast_stopped:{}:{}", broadcast.id, now.timestamp_millis());
    tell(conn, NotificationGroup::Alerts, &Notice::Alert(alert), &key, now).await?;
    let entry = AuditEntry::system("stop_broadcast", "broadcast").about(broadcast.id.0);
    let entry = status_field(entry, broadcast.status, status);
    audit::append(conn, entry.field("error_code", None, Some(reason.code.as_str())), now).await
}

async fn alert(
    conn: &mut Conn,
    broadcast: &Broadcast,
    reason: &StopReason,
) -> Result<Alert, Fault> {
    let template = match (reason.code, broadcast.terms.template_id) {
        (StopCode::Budget, Some(id)) => templates::find(conn, id).await?,
        _ => None,
    };
    Ok(Alert::BroadcastStopped {
        broadcast_id: broadcast.id,
        title: broadcast.terms.title.clone(),
        code: reason.code,
        reason: (reason.code == StopCode::BodyRejected).then(|| reason.message.clone()),
        template: template.map(|template| template.terms.name),
        scheduled_at: broadcast.terms.scheduled_at.filter(|_| reason.code == StopCode::LateStart),
    })
}

/// Queues a notification to every active admin of a group, once per key.
pub(super) async fn tell(
    conn: &mut Conn,
    group: NotificationGroup,
    notice: &Notice,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for admin in admins::all(conn).await? {
        if admin.is_active && admin.is_in(group) {
            let key = format!("{key}:{}", admin.id);
            let draft = NotificationDraft::to_staff(admin.address(), notice.clone(), key, now);
            notifications::enqueue(conn, &draft, now).await?;
        }
    }
    Ok(())
}

/// How long a test message is worth sending.
const TEST_LIFE: chrono::Duration = chrono::Duration::hours(1);

/// Queues a test message to a user, with a test code if the broadcast has a template.
pub(super) async fn enqueue_test(
    conn: &mut Conn,
    command: &TestBroadcast,
    user: &User,
    codes: &[DiscountCode],
) -> Result<(), Fault> {
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
            let issued = issue_test(conn, &grant, codes).await?;
            Some(issued.ok_or(Fault::Conflict)?.code.to_string())
        }
    };
    let draft = NotificationDraft {
        bot: BotKind::Main,
        chat: user.address(),
        user_id: Some(user.id),
        notice: Notice::BroadcastTest { broadcast_id: command.id, code },
        dedupe_key: format!(
            "broadcast_test:{}:{}:{}",
            command.id,
            user.id,
            command.now.timestamp_millis()
        ),
        send_before: command.now + TEST_LIFE,
    };
    notifications::enqueue(conn, &draft, command.now).await
}
