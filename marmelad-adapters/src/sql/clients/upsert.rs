//! A contact creates a client or refreshes the names of one.

use chrono::{DateTime, Utc};
use marmelad_core::clients::UpsertUser;
use marmelad_core::kernel::{ClientId, TelegramId, to_millis};
use marmelad_core::people::{Gender, TelegramProfile, User};
use sqlx::types::Json;

use super::super::dialect::Conn;
use super::super::row::cut;
use super::super::statement::{Statement, bind};
use super::words::replace_terms;
use crate::sql::fault::Fault;

/// Longer names are cut; Telegram's own limits are lower.
const NAME_CHARS: usize = 255;
const USERNAME_CHARS: usize = 64;

pub(super) async fn create(
    conn: &mut Conn,
    profile: &TelegramProfile,
    command: &UpsertUser,
) -> Result<User, Fault> {
    let now = to_millis(command.now);
    let sql = "INSERT INTO users (telegram_id, username, first_name, last_name, display_name, \
               gender, tags, is_test, last_seen_at, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    // A conflict: another contact of the same person was first, and the repeated transaction refreshes the client.
    let id = bind!(
        sqlx::query(sql),
        profile.telegram_id.0,
        &profile.username,
        &profile.first_name,
        &profile.last_name,
        profile.display_name(),
        Gender::default().as_str(),
        Json(Vec::<String>::new()),
        command.is_test,
        now,
        now,
        now
    )
    .insert_new(conn)
    .await?;
    let terms: Vec<_> = profile.search_terms().into_iter().map(|term| (id, term)).collect();
    replace_terms(conn, &[], &terms, now).await?;
    Ok(User { id: ClientId(id), ..newcomer(profile, command.is_test, now) })
}

/// A client at the first contact, without a row id.
pub(super) fn newcomer(profile: &TelegramProfile, is_test: bool, now: DateTime<Utc>) -> User {
    User {
        id: ClientId(0),
        telegram_id: profile.telegram_id,
        username: profile.username.clone(),
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        display_name: profile.display_name(),
        phone: None,
        gender: Gender::default(),
        birthday: None,
        birthday_changed_at: None,
        last_celebrated_on: None,
        is_subscribed: false,
        subscription_checked_at: None,
        is_blocked: false,
        is_opted_out: false,
        consent_at: None,
        consent_version: None,
        marketing_consent_at: None,
        tags: Vec::new(),
        is_test,
        campaign_id: None,
        last_seen_at: Some(now),
        anonymized_at: None,
        created_at: now,
    }
}

pub(super) async fn refresh(
    conn: &mut Conn,
    mut user: User,
    profile: &TelegramProfile,
    command: &UpsertUser,
) -> Result<User, Fault> {
    let now = to_millis(command.now);
    let (old_terms, is_named_by_staff) = (user.search_terms(), user.is_named_by_staff());
    user.username.clone_from(&profile.username);
    user.first_name.clone_from(&profile.first_name);
    user.last_name.clone_from(&profile.last_name);
    if !is_named_by_staff {
        user.display_name = profile.display_name();
    }
    user.is_blocked = false;
    user.is_test |= command.is_test;
    user.last_seen_at = Some(now);
    let sql = "UPDATE users SET username = ?, first_name = ?, last_name = ?, display_name = ?, \
               is_blocked = ?, blocked_at = NULL, is_test = ?, last_seen_at = ?, updated_at = ? \
               WHERE id = ?";
    bind!(
        sqlx::query(sql),
        &user.username,
        &user.first_name,
        &user.last_name,
        &user.display_name,
        user.is_blocked,
        user.is_test,
        now,
        now,
        user.id.0
    )
    .run(conn)
    .await?;
    // Names seldom change, and contacts are frequent.
    let new_terms = user.search_terms();
    if old_terms != new_terms {
        let id = user.id.0;
        let terms: Vec<_> = new_terms.into_iter().map(|term| (id, term)).collect();
        replace_terms(conn, &[id], &terms, now).await?;
    }
    Ok(user)
}

pub(super) fn fitted(profile: &TelegramProfile) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(profile.telegram_id.0),
        username: profile.username.as_deref().map(|name| cut(name, USERNAME_CHARS)),
        first_name: profile.first_name.as_deref().map(|name| cut(name, NAME_CHARS)),
        last_name: profile.last_name.as_deref().map(|name| cut(name, NAME_CHARS)),
    }
}
