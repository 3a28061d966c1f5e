//! Birthday candidates: clients whose birthday is due.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use marmelad_core::calendar::{Celebrant, GreetBatch};
use marmelad_core::kernel::{Address, ClientId, TelegramId};
use marmelad_core::notifications::NotificationDraft;
use sqlx::QueryBuilder;

use super::super::clients::ContactRow;
use super::super::dialect::{Conn, Database, for_update};
use super::super::row::push_list;
use super::super::statement::bind;
use crate::sql::fault::Fault;

/// A client whose birthday it is.
#[derive(sqlx::FromRow)]
pub(super) struct BirthdayClient {
    id: i64,
    telegram_id: i64,
    pub(super) first_name: Option<String>,
    birthday: Option<NaiveDate>,
    birthday_changed_at: Option<DateTime<Utc>>,
    last_celebrated_on: Option<NaiveDate>,
    consent_at: Option<DateTime<Utc>>,
    pub(super) is_test: bool,
    #[sqlx(flatten)]
    contact: ContactRow,
}

impl BirthdayClient {
    pub(super) fn id(&self) -> ClientId {
        ClientId(self.id)
    }

    pub(super) fn chat(&self) -> Address {
        TelegramId(self.telegram_id).into()
    }

    /// What the rule of greetings looks at.
    pub(super) fn celebrant(&self) -> Celebrant {
        Celebrant {
            birthday: self.birthday,
            birthday_changed_at: self.birthday_changed_at,
            last_celebrated_on: self.last_celebrated_on,
            contact: self.contact.state(),
            has_consented: self.consent_at.is_some(),
        }
    }
}

/// `SELECT` the facts that decide on a greeting; the condition follows.
macro_rules! select_birthday_client {
    ($rest:literal) => {
        concat!(
            "SELECT id, telegram_id, first_name, birthday, birthday_changed_at, \
             last_celebrated_on, is_blocked, is_opted_out, consent_at, marketing_consent_at, \
             is_test, anonymized_at FROM users WHERE ",
            $rest
        )
    };
}

/// The candidates, read without a lock, and the client after whom there may be more.
pub(super) async fn find(
    conn: &mut Conn,
    batch: &GreetBatch,
) -> Result<(Vec<ClientId>, Option<ClientId>), Fault> {
    let sql = select_birthday_client!("birthday_md = ? AND id > ? ORDER BY id LIMIT ?");
    let (day, limit) = (format!("{:04}", batch.birthday_md), i64::from(batch.limit));
    let query = bind!(sqlx::query_as(sql), day, batch.after.0, limit);
    let clients: Vec<BirthdayClient> = query.fetch_all(conn).await?;
    let is_full = clients.len() == batch.limit as usize;
    let last = clients.last().map(BirthdayClient::id);
    let due = clients.iter().filter(|client| batch.rule.greets(&client.celebrant()));
    Ok((due.map(BirthdayClient::id).collect(), last.filter(|_| is_full)))
}

/// The candidates who are still to be greeted, locked in the order of their ids.
pub(super) async fn lock(
    conn: &mut Conn,
    batch: &GreetBatch,
    candidates: &[ClientId],
) -> Result<Vec<BirthdayClient>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_birthday_client!("id IN ("));
    push_list(&mut query, candidates.iter().map(|id| id.0));
    query.push(concat!(") ORDER BY id", for_update!()));
    let mut clients: Vec<BirthdayClient> = query.build_query_as().fetch_all(&mut *conn).await?;
    clients.retain(|client| batch.rule.greets(&client.celebrant()));
    if !clients.is_empty() {
        let greeted = already_greeted(conn, batch, &clients).await?;
        clients.retain(|client| !greeted.contains(&key(batch, client)));
    }
    Ok(clients)
}

/// Keys of greetings queued this year, whatever the clients' rows say, so that nobody gets a second code.
async fn already_greeted(
    conn: &mut Conn,
    batch: &GreetBatch,
    clients: &[BirthdayClient],
) -> Result<HashSet<String>, Fault> {
    let mut query =
        QueryBuilder::<Database>::new("SELECT dedupe_key FROM notifications WHERE dedupe_key IN (");
    push_list(&mut query, clients.iter().map(|client| key(batch, client)));
    query.push(")");
    let keys: Vec<String> = query.build_query_scalar().fetch_all(conn).await?;
    Ok(keys.into_iter().collect())
}

fn key(batch: &GreetBatch, client: &BirthdayClient) -> String {
    NotificationDraft::birthday_key(client.id(), batch.rule.day.year())
}
