//! Clients: `users`, `user_search_terms` and `user_tags`; the port of clients.

mod anonymize;
mod change;
mod edit;
mod filter;
mod import;
mod list;
mod row;
mod search;
mod tag;
#[cfg(test)]
mod tests;
mod timeline;
pub(super) mod totals;
mod upsert;
mod words;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::clients::{
    AnonymizeUser, ChangeUser, EditClient, EditUser, ImportUsers, Imported, TagUsers, TaggedUsers,
    TimelineEntry, UpsertUser, Upserted, UserFilter, UserList, UserRepo, describe_user_edit,
};
use marmelad_core::kernel::{
    ClientId, Moment, Page, PageRequest, PortError, TelegramId, to_millis,
};
use marmelad_core::people::User;
use sqlx::QueryBuilder;

use super::conditions::Conditions;
use super::counting::Extent;
use super::dialect::{Conn, for_update, in_order_of_ids};
use super::sessions::idempotency;
use super::statement::{Count, Fetch, bind};
use super::{Store, audit, discounts};
use crate::sql::fault::Fault;
use anonymize::{drop_notifications, forget_conversation, forget_person, revoke_codes};
use edit::save;
use filter::{Matching, Start};
use list::{day_of, page_query};
use row::select_user;
use timeline::{EventRow, push_events};
use upsert::{create, fitted, refresh};

pub(super) use row::{ContactRow, UserRow, user_columns};

async fn find(conn: &mut Conn, id: ClientId) -> Result<Option<User>, Fault> {
    sqlx::query_as::<_, UserRow>(select_user!("WHERE u.id = ?")).bind(id.0).one(conn).await
}

#[async_trait]
impl UserRepo for Store {
    async fn find(&self, id: ClientId) -> Result<Option<User>, PortError> {
        self.db.read("clients.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<User>, PortError> {
        self.db
            .read("clients.find_by_telegram_id", async |mut conn| {
                let sql = select_user!("WHERE u.telegram_id = ?");
                sqlx::query_as::<_, UserRow>(sql).bind(telegram_id.0).one(&mut conn).await
            })
            .await
    }

    async fn list(&self, list: UserList) -> Result<Page<User>, PortError> {
        self.db
            .read("clients.list", async |mut conn| {
                let matching = Matching::of(&mut conn, &list.filter, list.moment).await?;
                let key = format!("clients {:?} {}", list.filter, day_of(&list));
                let total = self
                    .counts
                    .total(&mut conn, key, list.moment.now, |sql, extent| {
                        let start = match extent {
                            Extent::Bounded if !matching.is_narrow() => Start::Clients,
                            _ => Start::Fewest,
                        };
                        matching.push_from(sql, start, "");
                    })
                    .await?;
                let mut sql = page_query(&matching, &list, total);
                let items = sql.build_query_as::<UserRow>().all(&mut conn).await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn count(&self, filter: &UserFilter, moment: Moment) -> Result<u64, PortError> {
        self.db
            .read("clients.count", async |mut conn| {
                let matching = Matching::of(&mut conn, filter, moment).await?;
                let mut sql = QueryBuilder::new("SELECT COUNT(*)");
                matching.push_from(&mut sql, Start::Fewest, "");
                sql.build_query_scalar().count(&mut conn).await
            })
            .await
    }

    /// Every portion begins where the last one ended, so that all portions together read the table once.
    async fn portion(
        &self,
        filter: &UserFilter,
        moment: Moment,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<User>, PortError> {
        self.db
            .read("clients.portion", async |mut conn| {
                let matching = Matching::of(&mut conn, filter, moment).await?;
                let mut sql = QueryBuilder::new(concat!("SELECT ", user_columns!()));
                if matching.is_narrow() {
                    matching.push_from(&mut sql, Start::Fewest, "");
                } else {
                    matching.push_from(&mut sql, Start::Clients, &in_order_of_ids());
                }
                sql.push(" AND u.id > ").push_bind(after.map_or(0, |id| id.0));
                sql.push(" ORDER BY u.id LIMIT ").push_bind(i64::from(limit));
                sql.build_query_as::<UserRow>().all(&mut conn).await
            })
            .await
    }

    async fn upsert(&self, command: UpsertUser) -> Result<Upserted, PortError> {
        let profile = fitted(&command.profile);
        self.db
            .transaction("clients.upsert", async |mut tx| {
                let sql = select_user!("WHERE u.telegram_id = ?", for_update!());
                let query = sqlx::query_as::<_, UserRow>(sql).bind(profile.telegram_id.0);
                Ok(match query.one(&mut tx).await? {
                    Some(user) => {
                        let user = refresh(&mut tx, user, &profile, &command).await?;
                        Upserted { user, is_new: false }
                    }
                    None => {
                        Upserted { user: create(&mut tx, &profile, &command).await?, is_new: true }
                    }
                })
            })
            .await
    }

    async fn record_subscription(
        &self,
        id: ClientId,
        is_subscribed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let sql = "UPDATE users SET is_subscribed = ?, subscription_checked_at = ?, updated_at = ? \
                   WHERE id = ? AND anonymized_at IS NULL";
        self.db
            .run("clients.record_subscription", || {
                bind!(sqlx::query(sql), is_subscribed, to_millis(now), to_millis(now), id.0)
            })
            .await
    }

    async fn change(&self, command: ChangeUser) -> Result<Option<User>, PortError> {
        self.db
            .transaction("clients.change", async |mut tx| {
                if !change::write(&mut tx, &command).await? {
                    return Ok(None);
                }
                let user = find(&mut tx, command.id).await?;
                if let Some(entry) = &command.audit {
                    audit::append(&mut tx, entry.clone(), command.now).await?;
                }
                Ok(user)
            })
            .await
    }

    async fn edit(&self, command: EditUser) -> Result<EditClient, PortError> {
        self.db
            .transaction("clients.edit", async |mut tx| {
                let sql = select_user!("WHERE u.id = ?", for_update!());
                let query = sqlx::query_as::<_, UserRow>(sql).bind(command.id.0);
                let Some(old) = query.one::<User>(&mut tx).await? else {
                    return Ok(EditClient::NotFound);
                };
                if old.anonymized_at.is_some() {
                    return Ok(EditClient::Anonymized);
                }
                let new = command.edit.apply(old.clone(), command.now);
                if new != old {
                    save(&mut tx, &old, &new, command.now).await?;
                    let entry = describe_user_edit(command.audit.clone(), &old, &new);
                    audit::append(&mut tx, entry, command.now).await?;
                }
                Ok(EditClient::Saved(Box::new(new)))
            })
            .await
    }

    async fn tag(&self, command: TagUsers) -> Result<TaggedUsers, PortError> {
        if command.ids.is_empty() {
            return Ok(TaggedUsers::default());
        }
        self.db.transaction("clients.tag", async |mut tx| tag::tag(&mut tx, &command).await).await
    }

    async fn import(&self, command: ImportUsers) -> Result<Vec<Imported>, PortError> {
        if command.users.is_empty() {
            return Ok(Vec::new());
        }
        self.db
            .transaction("clients.import", async |mut tx| import::import(&mut tx, &command).await)
            .await
    }

    async fn timeline(
        &self,
        id: ClientId,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TimelineEntry>, PortError> {
        self.db
            .read("clients.timeline", async |mut conn| {
                let mut count = QueryBuilder::new("SELECT COUNT(*) FROM (");
                push_events(&mut count, id, now);
                count.push(") events");
                let total = count.build_query_scalar().count(&mut conn).await?;
                let mut query = QueryBuilder::new("SELECT * FROM (");
                push_events(&mut query, id, now);
                query.push(") events ORDER BY at DESC, place DESC, ref_id DESC").limit(page);
                let items = query.build_query_as::<EventRow>().all(&mut conn).await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn anonymize(&self, command: AnonymizeUser) -> Result<bool, PortError> {
        self.db
            .transaction("clients.anonymize", async |mut tx| {
                let sql = concat!(
                    "SELECT telegram_id, phone_digits FROM users \
                     WHERE id = ? AND anonymized_at IS NULL",
                    for_update!()
                );
                let found: Option<(i64, Option<String>)> =
                    sqlx::query_as(sql).bind(command.id.0).fetch_optional(&mut *tx).await?;
                let Some((chat, phone)) = found else {
                    return Ok(false);
                };
                forget_person(&mut tx, &command).await?;
                forget_conversation(&mut tx, chat).await?;
                revoke_codes(&mut tx, &command).await?;
                drop_notifications(&mut tx, &command).await?;
                idempotency::forget_client(&mut tx, command.id, command.now).await?;
                if let Some(digits) = phone.filter(|digits| !digits.is_empty()) {
                    discounts::forget_phone(&mut tx, &digits).await?;
                }
                audit::append(&mut tx, command.audit.clone().about(command.id.0), command.now)
                    .await?;
                Ok(true)
            })
            .await
    }
}
