//! A row of `users`.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::clients::ContactState;
use marmelad_core::kernel::{CampaignId, ClientId, TelegramId};
use marmelad_core::people::User;
use serde_json::Value;
use sqlx::types::Json;

use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// The columns of a client; `u` is the table.
macro_rules! user_columns {
    () => {
        "u.id, u.telegram_id, u.username, u.first_name, u.last_name, u.display_name, u.phone, \
         u.gender, u.birthday, u.birthday_changed_at, u.last_celebrated_on, u.is_subscribed, \
         u.subscription_checked_at, u.is_blocked, u.is_opted_out, u.consent_at, u.consent_version, \
         u.marketing_consent_at, u.tags, u.is_test, u.campaign_id, u.last_seen_at, \
         u.anonymized_at, u.created_at"
    };
}
pub(in crate::sql) use user_columns;

/// `SELECT` every column of a client, then the given clauses.
macro_rules! select_user {
    ($($rest:expr),+) => {
        concat!("SELECT ", user_columns!(), " FROM users u ", $($rest),+)
    };
}
pub(super) use select_user;

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a column each")]
pub(in crate::sql) struct UserRow {
    pub(super) id: i64,
    pub(super) telegram_id: i64,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    display_name: String,
    phone: Option<String>,
    gender: String,
    birthday: Option<NaiveDate>,
    birthday_changed_at: Option<DateTime<Utc>>,
    last_celebrated_on: Option<NaiveDate>,
    is_subscribed: bool,
    subscription_checked_at: Option<DateTime<Utc>>,
    is_blocked: bool,
    is_opted_out: bool,
    consent_at: Option<DateTime<Utc>>,
    consent_version: Option<String>,
    marketing_consent_at: Option<DateTime<Utc>>,
    tags: Json<Value>,
    is_test: bool,
    campaign_id: Option<i64>,
    last_seen_at: Option<DateTime<Utc>>,
    anonymized_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl TryFrom<UserRow> for User {
    type Error = Fault;

    fn try_from(row: UserRow) -> Result<Self, Fault> {
        let of = RowOf { table: "users", id: row.id };
        Ok(Self {
            id: ClientId(row.id),
            telegram_id: TelegramId(row.telegram_id),
            gender: of.word("gender", &row.gender)?,
            tags: of.json("tags", row.tags)?,
            username: row.username,
            first_name: row.first_name,
            last_name: row.last_name,
            display_name: row.display_name,
            phone: row.phone,
            birthday: row.birthday,
            birthday_changed_at: row.birthday_changed_at,
            last_celebrated_on: row.last_celebrated_on,
            is_subscribed: row.is_subscribed,
            subscription_checked_at: row.subscription_checked_at,
            is_blocked: row.is_blocked,
            is_opted_out: row.is_opted_out,
            consent_at: row.consent_at,
            consent_version: row.consent_version,
            marketing_consent_at: row.marketing_consent_at,
            is_test: row.is_test,
            campaign_id: row.campaign_id.map(CampaignId),
            last_seen_at: row.last_seen_at,
            anonymized_at: row.anonymized_at,
            created_at: row.created_at,
        })
    }
}

/// What decides whether a client may get a message.
#[derive(sqlx::FromRow)]
pub(in crate::sql) struct ContactRow {
    is_blocked: bool,
    is_opted_out: bool,
    marketing_consent_at: Option<DateTime<Utc>>,
    anonymized_at: Option<DateTime<Utc>>,
}

impl ContactRow {
    pub(in crate::sql) fn state(&self) -> ContactState {
        ContactState {
            is_blocked: self.is_blocked,
            is_opted_out: self.is_opted_out,
            is_anonymized: self.anonymized_at.is_some(),
            has_agreed: self.marketing_consent_at.is_some(),
        }
    }
}
