//! A page of clients, by words, phone and Telegram id.

use marmelad_core::domain::page::{Page, PageRequest};
use marmelad_core::domain::user::{User, fold_words};
use marmelad_core::ports::UserFilter;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db};
use super::{UserRow, user_columns};
use crate::sql::fault::Fault;

pub(super) async fn list(
    db: &Db,
    filter: &UserFilter,
    page: PageRequest,
) -> Result<Page<User>, Fault> {
    let mut conn = db.reader().await?;
    let total: i64 = query("SELECT COUNT(*)", filter)
        .build_query_scalar()
        .fetch_one(&mut *conn)
        .await?;
    let mut rows = query(concat!("SELECT ", user_columns!()), filter);
    rows.push(" ORDER BY u.created_at DESC, u.id DESC LIMIT ")
        .push_bind(i64::from(page.per_page));
    rows.push(" OFFSET ").push_bind(page.offset());
    let rows: Vec<UserRow> = rows.build_query_as().fetch_all(&mut *conn).await?;
    Ok(Page {
        items: rows
            .into_iter()
            .map(User::try_from)
            .collect::<Result<_, _>>()?,
        total: u64::try_from(total).unwrap_or(0),
    })
}

/// Words beyond this narrow nothing and only cost.
const MOST_WORDS: usize = 8;

/// Each word joins the ids that it finds, so that every one of them is looked up by its own index.
fn query(select: &'static str, filter: &UserFilter) -> QueryBuilder<Database> {
    let mut sql = QueryBuilder::new(select);
    sql.push(" FROM users u");
    for (place, word) in words(filter).into_iter().take(MOST_WORDS).enumerate() {
        sql.push(" JOIN (");
        push_matches(&mut sql, &word);
        sql.push(format!(") w{place} ON w{place}.id = u.id"));
    }
    if !filter.include_test {
        sql.push(" WHERE u.is_test = ").push_bind(false);
    }
    sql
}

fn push_matches(sql: &mut QueryBuilder<Database>, word: &str) {
    sql.push("SELECT DISTINCT t.user_id AS id FROM user_search_terms t WHERE t.term >= ");
    push_prefix(sql, "t.term", word.to_owned());
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        if word.len() >= 4 {
            // The last ten digits name a phone, whichever way its country code is written.
            let end: String = word.chars().rev().take(10).collect();
            sql.push(" UNION SELECT p.id FROM users p WHERE p.phone_reversed >= ");
            push_prefix(sql, "p.phone_reversed", end);
        }
        if let Ok(telegram_id) = word.parse::<i64>() {
            sql.push(" UNION SELECT i.id FROM users i WHERE i.telegram_id = ")
                .push_bind(telegram_id);
        }
    }
}

/// A range instead of LIKE: it means the same in both databases and both use the index for it.
fn push_prefix(sql: &mut QueryBuilder<Database>, column: &str, prefix: String) {
    let end = format!("{prefix}{}", char::MAX);
    sql.push_bind(prefix)
        .push(format!(" AND {column} < "))
        .push_bind(end);
}

/// The folded words, or one number when nothing but digits and signs was typed: `+7 (900) 123-45-67`.
fn words(filter: &UserFilter) -> Vec<String> {
    let text = filter.search.as_deref().unwrap_or_default();
    if text.chars().any(char::is_alphabetic) {
        return fold_words(text);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        Vec::new()
    } else {
        vec![digits]
    }
}
