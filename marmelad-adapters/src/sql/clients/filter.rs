//! A filter of clients as `FROM` and `WHERE`.

use marmelad_core::clients::UserFilter;
use marmelad_core::kernel::{EXACT_TOTAL, Moment, TimeRange, local_day};
use marmelad_core::people::{Gender, latest_birthday};
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::{Conn, Database};
use super::super::segments::compile;
use super::super::statement::Count;
use super::search::Word;
use crate::sql::fault::Fault;

/// A filter whose most selective part is known.
pub(super) struct Matching<'a> {
    filter: &'a UserFilter,
    moment: Moment,
    words: Vec<Word>,
    /// The part that leaves so few clients that they are looked up one by one.
    narrowest: Option<Narrowing>,
}

/// A part of a filter on another table than `users`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Narrowing {
    Word(usize),
    Tag,
}

/// Where a query begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With the clients, in the order of the index that a hint names.
    Clients,
    /// With the part that leaves the fewest clients.
    Fewest,
}

impl<'a> Matching<'a> {
    /// Counts how many clients each word and the tag leave; the databases' own estimates are wrong by orders of magnitude.
    pub(super) async fn of(
        conn: &mut Conn,
        filter: &'a UserFilter,
        moment: Moment,
    ) -> Result<Self, Fault> {
        let mut matching = Self { filter, moment, words: Word::all(filter), narrowest: None };
        let tag = filter.tag.is_some().then_some(Narrowing::Tag);
        let words = (0..matching.words.len()).map(Narrowing::Word);
        let mut fewest = EXACT_TOTAL;
        for narrowing in tag.into_iter().chain(words) {
            let count = matching.count_of(conn, narrowing).await?;
            if count <= fewest {
                (fewest, matching.narrowest) = (count, Some(narrowing));
            }
        }
        Ok(matching)
    }

    /// Counts rows up to one more than [`EXACT_TOTAL`].
    async fn count_of(&self, conn: &mut Conn, narrowing: Narrowing) -> Result<u64, Fault> {
        let mut sql = QueryBuilder::new("SELECT COUNT(*) FROM (");
        self.push_ids(&mut sql, narrowing);
        let most = i64::try_from(EXACT_TOTAL + 1).unwrap_or(i64::MAX);
        sql.push(" LIMIT ").push_bind(most).push(") some");
        sql.build_query_scalar().count(conn).await
    }

    /// Whether so few clients are left that they are gathered and sorted.
    pub(super) fn is_narrow(&self) -> bool {
        self.narrowest.is_some()
    }

    #[cfg(test)]
    pub(super) fn forget_narrowest(&mut self) {
        self.narrowest = None;
    }

    /// ` FROM users u … WHERE …`; `hint` stands after the table's name.
    pub(super) fn push_from(&self, sql: &mut QueryBuilder<Database>, start: Start, hint: &str) {
        sql.push(" FROM users u").push(hint);
        let joined = match start {
            Start::Clients => None,
            Start::Fewest => self.narrowest.or_else(|| self.broad()),
        };
        if let Some(narrowing) = joined {
            // Clients have several words, so one may be found more than once.
            sql.push(" JOIN (SELECT DISTINCT f.id FROM (");
            self.push_ids(sql, narrowing);
            sql.push(") f) found ON found.id = u.id");
        }
        sql.push(" WHERE 1 = 1");
        for (place, word) in self.words.iter().enumerate() {
            if joined != Some(Narrowing::Word(place)) {
                sql.push(" AND ");
                word.push_test(sql);
            }
        }
        if let Some(tag) = &self.filter.tag
            && joined != Some(Narrowing::Tag)
        {
            sql.push(" AND (SELECT COUNT(*) FROM user_tags g WHERE g.user_id = u.id AND g.tag = ")
                .push_bind(tag.clone())
                .push(") > 0");
        }
        self.push_test_users(sql, hint);
        self.push_columns(sql);
        self.push_segment(sql);
    }

    /// Hardly anybody is a test user. The plus keeps SQLite, which does not know that, from using this index where a better
    /// one exists; to the other databases it means nothing.
    fn push_test_users(&self, sql: &mut QueryBuilder<Database>, hint: &str) {
        let Some(flag) = self.filter.test.flag() else {
            return;
        };
        let filter = self.filter;
        let has_better = filter.is_subscribed.is_some()
            || filter.is_blocked.is_some()
            || filter.gender.is_some()
            || filter.campaign_id.is_some()
            || filter.birthday_month.is_some()
            || filter.age_from.is_some()
            || filter.age_to.is_some();
        let is_left_alone = hint.is_empty() && has_better && !flag;
        sql.push(if is_left_alone { " AND +u.is_test = " } else { " AND u.is_test = " });
        sql.push_bind(flag);
    }

    /// The part to begin with even when it leaves many: that is faster than reading every client.
    fn broad(&self) -> Option<Narrowing> {
        let tag = self.filter.tag.as_ref().map(|_| Narrowing::Tag);
        tag.or_else(|| (!self.words.is_empty()).then_some(Narrowing::Word(0)))
    }

    fn push_ids(&self, sql: &mut QueryBuilder<Database>, narrowing: Narrowing) {
        match narrowing {
            Narrowing::Word(place) => self.words[place].push_ids(sql),
            Narrowing::Tag => {
                let tag = self.filter.tag.clone().unwrap_or_default();
                sql.push("SELECT g.user_id AS id FROM user_tags g WHERE g.tag = ").push_bind(tag);
            }
        }
    }

    /// Conditions on the client's own columns.
    fn push_columns(&self, sql: &mut QueryBuilder<Database>) {
        let filter = self.filter;
        sql.equal("u.is_subscribed", filter.is_subscribed);
        sql.equal("u.is_blocked", filter.is_blocked);
        sql.equal("u.gender", filter.gender.map(Gender::as_str));
        sql.equal("u.campaign_id", filter.campaign_id.map(|id| id.0));
        // Ages as ranges of birthdays: the column is compared as it is, by its index.
        let today = local_day(self.moment.now, self.moment.zone);
        if let Some(age) = filter.age_from {
            sql.push(" AND u.birthday <= ").push_bind(latest_birthday(age, today));
        }
        if let Some(age) = filter.age_to {
            sql.push(" AND u.birthday > ").push_bind(latest_birthday(age.saturating_add(1), today));
        }
        if let Some(month) = filter.birthday_month {
            // MMDD as text: the 00th and the 99th lie around every month's days.
            sql.push(" AND u.birthday_md BETWEEN ")
                .push_bind(format!("{month:02}00"))
                .push(" AND ")
                .push_bind(format!("{month:02}99"));
        }
        let created = TimeRange { from: filter.created_from, to: filter.created_to };
        sql.within("u.created_at", created);
    }

    fn push_segment(&self, sql: &mut QueryBuilder<Database>) {
        if let Some(segment) = &self.filter.segment {
            sql.push(" AND u.anonymized_at IS NULL AND ");
            compile(segment, &self.moment).push_into(sql);
        }
    }
}
