//! Birthday candidates: clients whose birthday is due.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use marmelad_core::calendar::{Celebrant, GreetBatch};
use marmelad_core::clients::ContactState;
use marmelad_core::kernel::{Address, ClientId, TelegramId};
use marmelad_core::notifications::NotificationDraft;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, for_update};
use super::super::row::push_list;
use crate::sql::fault::Fault;

/// A client to greet.
pub(super) struct BirthdayClient {
    pub(super) id: ClientId,
    pub(super) chat: Address,
    pub(super) first_name: Option<String>,
    pub(super) is_test: bool,
    pub(super) celebrant: Celebrant,
}

/// `SELECT` the facts that decide on a greeting; the condition follows.
macro_rules! select_birthday_client {
    ($rest:literal) => {
        concat!(
            "SELECT id, telegram_id, first_name, birthday, birthday_changed_at, last_celebrated_on, is_blocked, \
             is_opted_out, consent_at, marketing_consent_at, is_test, anonymized_at FROM users WHERE ",
            $rest
        )
    };
}

/// The candidates, read without a lock, and the client after whom there may be more.
pub(super) async fn find(
    conn: &mut Conn,
    batch: &GreetBatch,
) -> Result<(Vec<ClientId>, Option<ClientId>), Fault> {
    let rows: Vec<BirthdayClientRow> =
        sqlx::query_as(select_birthday_client!("birthday_md = ? AND id > ? ORDER BY id LIMIT ?"))
            .bind(format!("{:04}", batch.birthday_md))
            .bind(batch.after.0)
            .bind(i64::from(batch.limit))
            .fetch_all(conn)
            .await?;
    let is_full = rows.len() == batch.limit as usize;
    let last = rows.last().map(|row| ClientId(row.id));
    let due = rows
        .into_iter()
        .map(BirthdayClient::from)
        .filter(|client| batch.rule.greets(&client.celebrant))
        .map(|client| client.id)
        .collect();
    Ok((due, last.filter(|_| is_full)))
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
    let rows: Vec<BirthdayClientRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    let mut clients: Vec<BirthdayClient> = rows
        .into_iter()
        .map(BirthdayClient::from)
        .filter(|client| batch.rule.greets(&client.celebrant))
        .collect();
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
    NotificationDraft::birthday_key(client.id, batch.rule.day.year())
}

#[derive(sqlx::FromRow)]
struct BirthdayClientRow {
    id: i64,
    telegram_id: i64,
    first_name: Option<String>,
    birthday: Option<NaiveDate>,
    birthday_changed_at: Option<DateTime<Utc>>,
    last_celebrated_on: Option<NaiveDate>,
    is_blocked: bool,
    is_opted_out: bool,
    consent_at: Option<DateTime<Utc>>,
    marketing_consent_at: Option<DateTime<Utc>>,
    is_test: bool,
    anonymized_at: Option<DateTime<Utc>>,
}

impl From<BirthdayClientRow> for BirthdayClient {
    fn from(row: BirthdayClientRow) -> Self {
        Self {
            id: ClientId(row.id),
            chat: TelegramId(row.telegram_id).into(),
            first_name: row.first_name,
            is_test: row.is_test,
            celebrant: Celebrant {
                birthday: row.birthday,
                birthday_changed_at: row.birthday_changed_at,
                last_celebrated_on: row.last_celebrated_on,
                contact: ContactState {
                    is_blocked: row.is_blocked,
                    is_opted_out: row.is_opted_out,
                    is_anonymized: row.anonymized_at.is_some(),
                    has_agreed: row.marketing_consent_at.is_some(),
                },
                has_consented: row.consent_at.is_some(),
            },
        }
    }
}
