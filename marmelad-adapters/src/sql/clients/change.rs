//! The statement of one change of one client.

use marmelad_core::clients::{ChangeUser, UserChange};
use marmelad_core::kernel::to_millis;

use super::super::dialect::Conn;
use crate::sql::fault::Fault;

/// `UPDATE` a client who is not anonymised, with the given `SET` and, if given, a further condition.
macro_rules! update_user {
    ($set:literal) => {
        update_user!($set, "")
    };
    ($set:literal, $where:literal) => {
        sqlx::query(concat!(
            "UPDATE users SET ",
            $set,
            ", updated_at = ? WHERE id = ? AND anonymized_at IS NULL",
            $where
        ))
    };
}

/// `false`: there is no such client, or the change is too early.
pub(super) async fn write(conn: &mut Conn, command: &ChangeUser) -> Result<bool, Fault> {
    let now = to_millis(command.now);
    let id = command.id.0;
    let update = match &command.change {
        UserChange::Birthday { date, unless_changed_after: None } => {
            update_user!("birthday = ?, birthday_md = ?, birthday_changed_at = ?")
                .bind(date)
                .bind(date.format("%m%d").to_string())
                .bind(now)
                .bind(now)
                .bind(id)
        }
        UserChange::Birthday { date, unless_changed_after: Some(limit) } => update_user!(
            "birthday = ?, birthday_md = ?, birthday_changed_at = ?",
            " AND (birthday_changed_at IS NULL OR birthday_changed_at <= ?)"
        )
        .bind(date)
        .bind(date.format("%m%d").to_string())
        .bind(now)
        .bind(now)
        .bind(id)
        .bind(to_millis(*limit)),
        UserChange::Phone(phone) => update_user!("phone = ?, phone_digits = ?, phone_reversed = ?")
            .bind(phone.as_str())
            .bind(phone.digits())
            .bind(phone.digits().chars().rev().collect::<String>())
            .bind(now)
            .bind(id),
        UserChange::Gender(gender) => {
            update_user!("gender = ?").bind(gender.as_str()).bind(now).bind(id)
        }
        UserChange::OptedOut(is_opted_out) => update_user!("is_opted_out = ?, opted_out_at = ?")
            .bind(*is_opted_out)
            .bind(is_opted_out.then_some(now))
            .bind(now)
            .bind(id),
        UserChange::Consent { version } => update_user!("consent_at = ?, consent_version = ?")
            .bind(now)
            .bind(version)
            .bind(now)
            .bind(id),
        UserChange::MarketingConsent => {
            update_user!("marketing_consent_at = ?").bind(now).bind(now).bind(id)
        }
        UserChange::Blocked(is_blocked) => update_user!("is_blocked = ?, blocked_at = ?")
            .bind(*is_blocked)
            .bind(is_blocked.then_some(now))
            .bind(now)
            .bind(id),
    };
    Ok(update.execute(conn).await?.rows_affected() == 1)
}
