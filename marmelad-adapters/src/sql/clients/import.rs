//! Importing clients from a file: existing ones are locked, new ones inserted.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use marmelad_core::clients::{ImportUsers, Imported};
use marmelad_core::kernel::to_millis;
use marmelad_core::people::User;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::audit;
use super::super::dialect::{Conn, Database, for_update};
use super::super::row::push_list;
use super::super::statement::Statement;
use super::edit::{birthday_key, phone_keys, save};
use super::upsert::newcomer;
use super::words::{replace_tags, replace_terms};
use super::{UserRow, select_user, user_columns};
use crate::sql::fault::Fault;

pub(super) async fn import(conn: &mut Conn, command: &ImportUsers) -> Result<Vec<Imported>, Fault> {
    let now = to_millis(command.now);
    let mut known = known(conn, command).await?;
    let mut answers = Vec::new();
    let mut new = Vec::new();
    for one in &command.users {
        let Some(old) = known.remove(&one.telegram_id.0) else {
            let user = newcomer(&one.profile(), false, now);
            let unseen = User { last_seen_at: None, ..user };
            new.push(one.edit.apply(unseen, now));
            answers.push(Imported::Created);
            continue;
        };
        let edited = one.edit.apply(old.clone(), now);
        if edited == old {
            answers.push(Imported::Unchanged);
            continue;
        }
        if !command.is_dry_run {
            save(conn, &old, &edited, now).await?;
        }
        answers.push(Imported::Updated);
    }
    if command.is_dry_run {
        return Ok(answers);
    }
    insert(conn, &new, now).await?;
    if answers.iter().all(|one| *one == Imported::Unchanged) {
        return Ok(answers);
    }
    if let Some(entry) = &command.audit {
        audit::append(conn, entry.clone(), command.now).await?;
    }
    Ok(answers)
}

/// The existing clients by Telegram id, locked until the transaction ends.
async fn known(conn: &mut Conn, command: &ImportUsers) -> Result<HashMap<i64, User>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_user!("WHERE u.telegram_id IN ("));
    push_list(&mut query, command.users.iter().map(|one| one.telegram_id.0));
    query.push(concat!(") ORDER BY u.id", for_update!()));
    let rows: Vec<UserRow> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(|row| Ok((row.telegram_id, User::try_from(row)?))).collect()
}

async fn insert(conn: &mut Conn, users: &[User], now: DateTime<Utc>) -> Result<(), Fault> {
    if users.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::<Database>::new(
        "INSERT INTO users (telegram_id, username, first_name, last_name, display_name, phone, \
         phone_digits, phone_reversed, gender, birthday, birthday_md, birthday_changed_at, tags, \
         is_test, created_at, updated_at) ",
    );
    query.push_values(users, |mut row, user| {
        let (digits, reversed) = phone_keys(user);
        row.push_bind(user.telegram_id.0)
            .push_bind(user.username.clone())
            .push_bind(user.first_name.clone())
            .push_bind(user.last_name.clone())
            .push_bind(user.display_name.clone())
            .push_bind(user.phone.clone())
            .push_bind(digits)
            .push_bind(reversed)
            .push_bind(user.gender.as_str())
            .push_bind(user.birthday)
            .push_bind(birthday_key(user))
            .push_bind(user.birthday_changed_at)
            .push_bind(Json(user.tags.clone()))
            .push_bind(user.is_test)
            .push_bind(now)
            .push_bind(now);
    });
    // One of them wrote to the bot meanwhile: the repeated transaction changes that client.
    query.build().insert_new(conn).await?;

    let mut query =
        QueryBuilder::<Database>::new("SELECT telegram_id, id FROM users WHERE telegram_id IN (");
    push_list(&mut query, users.iter().map(|user| user.telegram_id.0));
    let rows: Vec<(i64, i64)> = query.push(")").build_query_as().fetch_all(&mut *conn).await?;
    let ids: HashMap<i64, i64> = rows.into_iter().collect();
    let (mut terms, mut tags) = (Vec::new(), Vec::new());
    for user in users {
        let Some(id) = ids.get(&user.telegram_id.0) else {
            continue;
        };
        terms.extend(user.search_terms().into_iter().map(|term| (*id, term)));
        tags.extend(user.tags.iter().map(|tag| (*id, tag.clone())));
    }
    replace_terms(conn, &[], &terms, now).await?;
    replace_tags(conn, &[], &tags, now).await
}
