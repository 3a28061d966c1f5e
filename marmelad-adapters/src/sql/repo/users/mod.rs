//! `users` and `user_search_terms`.

mod anonymize;
mod change;
mod edit;
mod filter;
mod import;
mod list;
#[cfg(test)]
mod plans;
mod portion;
mod search;
mod tag;
mod timeline;
mod upsert;
mod words;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::clients::{
    AnonymizeUser, ChangeUser, EditUser, EditUserOutcome, ImportUsers, Imported, TagUsers,
    TaggedUsers, TimelineEntry, UpsertUser, Upserted, UserFilter, UserList, UserRepo,
};
use marmelad_core::kernel::{
    CampaignId, Moment, Page, PageRequest, PortError, TelegramId, UserId, to_millis,
};
use marmelad_core::people::User;
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{Conn, Db};
use super::counting::Totals;
use super::row::RowOf;
use crate::sql::fault::{Fault, retry};

pub(super) struct Users {
    db: Db,
    totals: Totals,
}

/// The columns of a client, `u` being the table.
macro_rules! user_columns {
    () => {
        "u.id, u.telegram_id, u.username, u.first_name, u.last_name, u.display_name, u.phone, u.gender, \
         u.birthday, u.birthday_changed_at, u.last_celebrated_on, u.is_subscribed, u.subscription_checked_at, \
         u.is_blocked, u.is_opted_out, u.consent_at, u.consent_version, u.marketing_consent_at, u.tags, \
         u.is_test, u.campaign_id, u.last_seen_at, u.anonymized_at, u.created_at"
    };
}
pub(super) use user_columns;

/// `SELECT` every column of a client, then what is given.
macro_rules! select_user {
    ($($rest:expr),+) => {
        concat!("SELECT ", user_columns!(), " FROM users u ", $($rest),+)
    };
}
use select_user;

impl Users {
    pub(super) fn new(db: Db) -> Self {
        Self {
            db,
            totals: Totals::new(),
        }
    }

    async fn try_find(&self, id: UserId) -> Result<Option<User>, Fault> {
        find(&mut *self.db.reader().await?, id).await
    }

    async fn try_find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<User>, Fault> {
        let row: Option<UserRow> = sqlx::query_as(select_user!("WHERE u.telegram_id = ?"))
            .bind(telegram_id.0)
            .fetch_optional(&mut *self.db.reader().await?)
            .await?;
        row.map(User::try_from).transpose()
    }

    async fn try_record_subscription(
        &self,
        id: UserId,
        is_subscribed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "UPDATE users SET is_subscribed = ?, subscription_checked_at = ?, updated_at = ? \
             WHERE id = ? AND anonymized_at IS NULL",
        )
        .bind(is_subscribed)
        .bind(to_millis(now))
        .bind(to_millis(now))
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

async fn find(conn: &mut Conn, id: UserId) -> Result<Option<User>, Fault> {
    let row: Option<UserRow> = sqlx::query_as(select_user!("WHERE u.id = ?"))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(User::try_from).transpose()
}

#[async_trait]
impl UserRepo for Users {
    async fn find(&self, id: UserId) -> Result<Option<User>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<User>, PortError> {
        Ok(self.try_find_by_telegram_id(telegram_id).await?)
    }

    async fn list(&self, list: UserList) -> Result<Page<User>, PortError> {
        Ok(list::list(&self.db, &self.totals, &list).await?)
    }

    async fn count(&self, filter: &UserFilter, moment: Moment) -> Result<u64, PortError> {
        Ok(portion::count(&self.db, filter, moment).await?)
    }

    async fn portion(
        &self,
        filter: &UserFilter,
        moment: Moment,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<User>, PortError> {
        Ok(portion::portion(&self.db, filter, moment, after, limit).await?)
    }

    async fn upsert(&self, command: UpsertUser) -> Result<Upserted, PortError> {
        retry(|| upsert::upsert(&self.db, &command)).await
    }

    async fn record_subscription(
        &self,
        id: UserId,
        is_subscribed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| self.try_record_subscription(id, is_subscribed, now)).await
    }

    async fn change(&self, command: ChangeUser) -> Result<Option<User>, PortError> {
        retry(|| change::change(&self.db, &command)).await
    }

    async fn edit(&self, command: EditUser) -> Result<EditUserOutcome, PortError> {
        retry(|| edit::edit(&self.db, &command)).await
    }

    async fn tag(&self, command: TagUsers) -> Result<TaggedUsers, PortError> {
        retry(|| tag::tag(&self.db, &command)).await
    }

    async fn import(&self, command: ImportUsers) -> Result<Vec<Imported>, PortError> {
        retry(|| import::import(&self.db, &command)).await
    }

    async fn timeline(
        &self,
        id: UserId,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TimelineEntry>, PortError> {
        Ok(timeline::timeline(&self.db, id, page, now).await?)
    }

    async fn anonymize(&self, command: AnonymizeUser) -> Result<bool, PortError> {
        retry(|| anonymize::anonymize(&self.db, &command)).await
    }
}

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a column each")]
pub(super) struct UserRow {
    id: i64,
    telegram_id: i64,
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
        let of = RowOf {
            table: "users",
            id: row.id,
        };
        Ok(Self {
            id: UserId(row.id),
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
