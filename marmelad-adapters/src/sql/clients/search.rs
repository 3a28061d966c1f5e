//! The search text: words, phones, Telegram ids.

use marmelad_core::clients::UserFilter;
use marmelad_core::people::fold_words;
use sqlx::QueryBuilder;

use super::super::dialect::Database;

/// Words that are used; more would narrow nothing.
const MOST_WORDS: usize = 8;

/// Last digits by which a phone is found: longer numbers differ in how the country code is written.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 4..=10;

/// A word that every found client must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    text: String,
    phones: bool,
}

impl Word {
    /// Every folded word, or one number when only digits and signs were typed: `+7 (900) 123-45-67`.
    pub(super) fn all(filter: &UserFilter) -> Vec<Self> {
        let text = filter.search.as_deref().unwrap_or_default();
        let words = if text.chars().any(char::is_alphabetic) {
            fold_words(text)
        } else {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            (!digits.is_empty()).then_some(digits).into_iter().collect()
        };
        let phones = !filter.ignores_phones;
        let words = words.into_iter().take(MOST_WORDS);
        words.map(|text| Self { text, phones }).collect()
    }

    /// `SELECT` the ids of the clients with the word, some ids more than once.
    pub(super) fn push_ids(&self, sql: &mut QueryBuilder<Database>) {
        sql.push("SELECT t.user_id AS id FROM user_search_terms t WHERE ");
        push_prefix(sql, "t.term", self.text.clone());
        if let Some(end) = self.phone_end() {
            sql.push(" UNION ALL SELECT p.id FROM users p WHERE ");
            push_prefix(sql, "p.phone_reversed", end);
        }
        if let Some(telegram_id) = self.telegram_id() {
            sql.push(" UNION ALL SELECT i.id FROM users i WHERE i.telegram_id = ")
                .push_bind(telegram_id);
        }
    }

    /// The condition that the client `u` has the word. Counted, because the databases turn `EXISTS` into a join and lose
    /// the order of the clients.
    pub(super) fn push_test(&self, sql: &mut QueryBuilder<Database>) {
        sql.push("((SELECT COUNT(*) FROM user_search_terms t WHERE t.user_id = u.id AND ");
        push_prefix(sql, "t.term", self.text.clone());
        sql.push(") > 0");
        if let Some(end) = self.phone_end() {
            sql.push(" OR (u.phone_reversed IS NOT NULL AND ");
            push_prefix(sql, "u.phone_reversed", end);
            sql.push(")");
        }
        if let Some(telegram_id) = self.telegram_id() {
            sql.push(" OR u.telegram_id = ").push_bind(telegram_id);
        }
        sql.push(")");
    }

    fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The last digits of a phone, reversed.
    fn phone_end(&self) -> Option<String> {
        let is_phone = self.phones && self.is_number() && self.text.len() >= *PHONE_DIGITS.start();
        is_phone.then(|| self.text.chars().rev().take(*PHONE_DIGITS.end()).collect())
    }

    fn telegram_id(&self) -> Option<i64> {
        self.is_number().then(|| self.text.parse().ok()).flatten()
    }
}

/// A range instead of LIKE: it means the same in both databases, and both use the index.
fn push_prefix(sql: &mut QueryBuilder<Database>, column: &str, prefix: String) {
    let end = format!("{prefix}{}", char::MAX);
    sql.push(column)
        .push(" >= ")
        .push_bind(prefix)
        .push(" AND ")
        .push(column)
        .push(" < ")
        .push_bind(end);
}
