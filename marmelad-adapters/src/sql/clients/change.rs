//! The statement of one change of one client.

use marmelad_core::clients::{ChangeUser, UserChange};
use marmelad_core::kernel::to_millis;

use super::super::dialect::Conn;
use super::super::statement::{Statement, bind};
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
            let update = update_user!("birthday = ?, birthday_md = ?, birthday_changed_at = ?");
            bind!(update, date, date.format("%m%d").to_string(), now, now, id)
        }
        UserChange::Birthday { date, unless_changed_after: Some(limit) } => {
            let update = update_user!(
                "birthday = ?, birthday_md = ?, birthday_changed_at = ?",
                " AND (birthday_changed_at IS NULL OR birthday_changed_at <= ?)"
            );
            let month_and_day = date.format("%m%d").to_string();
            bind!(update, date, month_and_day, now, now, id, to_millis(*limit))
        }
        UserChange::Phone(phone) => {
            let update = update_user!("phone = ?, phone_digits = ?, phone_reversed = ?");
            let reversed: String = phone.digits().chars().rev().collect();
            bind!(update, phone.as_str(), phone.digits(), reversed, now, id)
        }
        UserChange::Gender(gender) => bind!(update_user!("gender = ?"), gender.as_str(), now, id),
        UserChange::OptedOut(is_opted_out) => {
            let update = update_user!("is_opted_out = ?, opted_out_at = ?");
            bind!(update, *is_opted_out, is_opted_out.then_some(now), now, id)
        }
        UserChange::Consent { version } => {
            bind!(update_user!("consent_at = ?, consent_version = ?"), now, version, now, id)
        }
        UserChange::MarketingConsent => {
            bind!(update_user!("marketing_consent_at = ?"), now, now, id)
        }
        UserChange::Blocked(is_blocked) => {
            let update = update_user!("is_blocked = ?, blocked_at = ?");
            bind!(update, *is_blocked, is_blocked.then_some(now), now, id)
        }
    };
    Ok(update.changes(conn).await? == 1)
}
