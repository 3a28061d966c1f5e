//! Writing a client that staff edited.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::to_millis;
use marmelad_core::people::{User, birthday_md};
use sqlx::types::Json;

use super::super::dialect::Conn;
use super::super::statement::{Statement, bind};
use super::words::{replace_tags, replace_terms};
use crate::sql::fault::Fault;

/// The digits by which a phone is searched, and the same reversed.
pub(super) fn phone_keys(user: &User) -> (Option<String>, Option<String>) {
    let digits = user.phone.as_ref().map(|phone| {
        let digits = phone.chars().filter(char::is_ascii_digit);
        digits.collect::<String>()
    });
    let reversed = digits.as_ref().map(|digits| digits.chars().rev().collect());
    (digits, reversed)
}

/// The birthday as MMDD.
pub(super) fn birthday_key(user: &User) -> Option<String> {
    user.birthday.map(|day| format!("{:04}", birthday_md(day)))
}

/// Writes what staff may change. `old` is the locked row.
pub(super) async fn save(
    conn: &mut Conn,
    old: &User,
    new: &User,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let (digits, reversed) = phone_keys(new);
    let sql = "UPDATE users SET username = ?, first_name = ?, last_name = ?, display_name = ?, \
               phone = ?, phone_digits = ?, phone_reversed = ?, gender = ?, birthday = ?, \
               birthday_md = ?, birthday_changed_at = ?, tags = ?, is_test = ?, updated_at = ? \
               WHERE id = ?";
    bind!(
        sqlx::query(sql),
        &new.username,
        &new.first_name,
        &new.last_name,
        &new.display_name,
        &new.phone,
        digits,
        reversed,
        new.gender.as_str(),
        new.birthday,
        birthday_key(new),
        new.birthday_changed_at,
        Json(&new.tags),
        new.is_test,
        now,
        new.id.0
    )
    .run(conn)
    .await?;
    let id = new.id.0;
    let terms = new.search_terms();
    if terms != old.search_terms() {
        let terms: Vec<_> = terms.into_iter().map(|term| (id, term)).collect();
        replace_terms(conn, &[id], &terms, now).await?;
    }
    if new.tags != old.tags {
        let tags: Vec<_> = new.tags.iter().map(|tag| (id, tag.clone())).collect();
        replace_tags(conn, &[id], &tags, now).await?;
    }
    if new.is_test != old.is_test {
        let updates = [
            "UPDATE discounts SET is_test = ?, updated_at = ? WHERE user_id = ?",
            "UPDATE orders SET is_test = ?, updated_at = ? WHERE user_id = ?",
        ];
        for update in updates {
            sqlx::query(update).bind(new.is_test).bind(now).bind(id).run(conn).await?;
        }
    }
    Ok(())
}
