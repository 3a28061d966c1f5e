//! Query plans of lists of clients: every filter and sort uses its index, and every plan returns the same page.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, NaiveDate, Utc};
use marmelad_core::clients::{TestUsers, UserFilter, UserList, UserSort, UserSortKey};
use marmelad_core::kernel::{EXACT_TOTAL, Moment, PageRequest};
use marmelad_core::people::Gender;
use marmelad_core::segments::SegmentFilter;
use marmelad_testkit::Backend;
use sqlx::{AssertSqlSafe, Execute, QueryBuilder, Row};

use super::super::dialect::{Conn, Database, Db};
use super::UserRow;
use super::filter::{Matching, Start};
use super::list::page_query;
use crate::sql::SqlOptions;

const CLIENTS: i64 = 3_000;

fn is_sqlite() -> bool {
    <Database as sqlx::Database>::NAME == "SQLite"
}

fn noon() -> DateTime<Utc> {
    "2026-03-05T02:00:00Z".parse().unwrap()
}

fn list(filter: UserFilter, by: UserSortKey) -> UserList {
    UserList {
        filter,
        sort: UserSort { by, is_descending: true },
        page: PageRequest { page: 2, per_page: 7 },
        moment: Moment { now: noon(), zone: chrono_tz::Asia::Vladivostok },
    }
}

/// A database in which only a few clients have the values that the tests filter by, and the file or schema of it.
async fn shop() -> (Db, marmelad_testkit::Database) {
    let backend = if is_sqlite() { Backend::Sqlite } else { Backend::MariaDb };
    let home = marmelad_testkit::Database::migrated(backend).await;
    let db = Db::connect(home.url(), &SqlOptions::default()).await.unwrap();
    fill(&db).await;
    (db, home)
}

async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    let campaign = "INSERT INTO campaigns (id, slug, name, is_active, created_at, updated_at) \
                    VALUES (1, 'c', 'c', 1, ?, ?)";
    sqlx::query(campaign).bind(noon()).bind(noon()).execute(&mut *tx).await.unwrap();
    for part in (1..=CLIENTS).collect::<Vec<_>>().chunks(500) {
        let mut users = QueryBuilder::<Database>::new(
            "INSERT INTO users (id, telegram_id, display_name, gender, birthday, \
             birthday_md, phone_reversed, \
             is_subscribed, is_blocked, tags, is_test, campaign_id, last_seen_at, \
             created_at, updated_at) ",
        );
        users.push_values(part, |mut row, id| {
            let is_rare = id % 150 == 0;
            let born = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + Duration::days(id * 7);
            let at = noon() - Duration::minutes(id * 37 % 1_000);
            row.push_bind(*id)
                .push_bind(1_000_000 + id)
                .push_bind(format!("Клиент {}", id * 7_919 % CLIENTS))
                .push_bind(if is_rare { "male" } else { "female" })
                .push_bind(born)
                .push_bind(born.format("%m%d").to_string())
                .push_bind(format!("{:011}", id * 7_919 % 1_000_003))
                .push_bind(is_rare)
                .push_bind(is_rare)
                .push_bind("[]")
                .push_bind(id % 500 == 0)
                .push_bind(is_rare.then_some(1_i64))
                .push_bind(at)
                .push_bind(at - Duration::days(1))
                .push_bind(at);
        });
        users.build().execute(&mut *tx).await.unwrap();
        let mut terms = QueryBuilder::<Database>::new(
            "INSERT INTO user_search_terms (user_id, term, created_at) ",
        );
        terms.push_values(part, |mut row, id| {
            row.push_bind(*id).push_bind(format!("слово{id}")).push_bind(noon());
        });
        terms.build().execute(&mut *tx).await.unwrap();
        let mut tags =
            QueryBuilder::<Database>::new("INSERT INTO user_tags (user_id, tag, created_at) ");
        tags.push_values(part, |mut row, id| {
            row.push_bind(*id).push_bind(format!("tag{}", id % 100)).push_bind(noon());
        });
        tags.build().execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    if !is_sqlite() {
        let mut conn = db.reader().await.unwrap();
        let analyze = sqlx::raw_sql("ANALYZE TABLE users, user_search_terms, user_tags");
        analyze.execute(&mut *conn).await.unwrap();
    }
}

/// The steps of a query: table, index and remarks of each in one line.
async fn explained(conn: &mut Conn, mut query: QueryBuilder<Database>) -> Vec<String> {
    let mut query = query.build();
    let arguments = query.take_arguments().unwrap().unwrap();
    let word = if is_sqlite() { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let sql = format!("{word} {}", query.sql().as_str());
    let rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(conn).await.unwrap();
    rows.iter()
        .map(|row| {
            if is_sqlite() {
                return row.get::<String, _>("detail");
            }
            let text = |name: &str| row.get::<Option<String>, _>(name).unwrap_or_default();
            format!("{} {} {} {}", text("table"), text("type"), text("key"), text("Extra"))
        })
        .collect()
}

/// Asserts that the page is found by this index and that only the page itself is sorted.
async fn walks(conn: &mut Conn, filter: UserFilter, by: UserSortKey, index: &str, total: u64) {
    let list = list(filter, by);
    let matching = Matching::of(conn, &list.filter, list.moment).await.unwrap();
    let steps = explained(conn, page_query(&matching, &list, total)).await;
    let what = format!("{:?} by {by}: {steps:#?}", list.filter);
    if is_sqlite() {
        let index = if index == "PRIMARY" { "SCAN u" } else { index };
        assert!(steps.iter().any(|step| step.contains(index)), "{what}");
        let sorts = steps.iter().filter(|step| step.contains("TEMP B-TREE")).count();
        assert!(sorts <= 1, "{what}");
    } else {
        let walk = steps.iter().find(|step| {
            step.starts_with("u ") && step.contains(index) && !step.contains("eq_ref")
        });
        let walk = walk.unwrap_or_else(|| panic!("{what}"));
        assert!(!walk.contains("filesort"), "{what}");
    }
}

/// The index of segments, which has most of the columns, finds these clients as well and reads fewer rows.
fn is_by_segments_index(step: &str, filter: &UserFilter) -> bool {
    let is_first = filter.is_subscribed.is_some() || filter.gender.is_some();
    // A month is looked for in the index alone when that costs less than reading its clients.
    let is_enough = filter.birthday_month.is_some() && step.contains("Using index");
    (is_first || is_enough) && step.contains("ix_users_segments")
}

/// Asserts that few clients are found by this index, however they are sorted.
async fn narrows(conn: &mut Conn, filter: UserFilter, index: &str) {
    let list = list(filter, UserSortKey::DisplayName);
    let filter = &list.filter;
    let matching = Matching::of(conn, filter, list.moment).await.unwrap();
    let mut count = QueryBuilder::new("SELECT COUNT(*)");
    matching.push_from(&mut count, Start::Fewest, "");
    for query in [page_query(&matching, &list, 20), count] {
        let steps = explained(conn, query).await;
        assert!(
            steps.iter().any(|step| step.contains(index) || is_by_segments_index(step, filter)),
            "{filter:?}: {steps:#?}"
        );
    }
}

fn everybody() -> UserFilter {
    UserFilter::default()
}

fn segment() -> SegmentFilter {
    let json = serde_json::json!({"all": [{"field": "birthday_month", "op": "eq", "value": 3}]});
    SegmentFilter::parse(&json).unwrap()
}

#[tokio::test]
async fn every_sort_goes_through_an_index() {
    let (db, _home) = shop().await;
    let mut reader = db.reader().await.unwrap();
    let conn = &mut *reader;
    let any = || UserFilter { test: TestUsers::Any, ..everybody() };
    for (by, hidden, anybody) in [
        (UserSortKey::CreatedAt, "ix_users_is_test_created_at", "ix_users_created_at"),
        (
            UserSortKey::LastSeenAt,
            "ix_users_last_seen_at_id_is_test",
            "ix_users_last_seen_at_id_is_test",
        ),
        (
            UserSortKey::DisplayName,
            "ix_users_display_name_id_is_test",
            "ix_users_display_name_id_is_test",
        ),
        (UserSortKey::Id, "PRIMARY", "PRIMARY"),
    ] {
        walks(conn, everybody(), by, hidden, 20).await;
        walks(conn, any(), by, anybody, 20).await;
        // Whatever else is asked for, of many the first page is soon full.
        let many = UserFilter { age_from: Some(18), segment: Some(segment()), ..everybody() };
        walks(conn, many, by, hidden, EXACT_TOTAL + 1).await;
    }
    let window = UserFilter {
        created_from: Some(noon() - Duration::days(1)),
        created_to: Some(noon()),
        ..everybody()
    };
    walks(conn, window, UserSortKey::CreatedAt, "ix_users_is_test_created_at", 20).await;
    for (filter, index) in of_one_column() {
        walks(conn, filter, UserSortKey::CreatedAt, index, 20).await;
    }
}

/// Columns whose index continues with the first contact.
fn of_one_column() -> Vec<(UserFilter, &'static str)> {
    vec![
        (
            UserFilter { is_subscribed: Some(true), ..everybody() },
            "ix_users_is_subscribed_created_at",
        ),
        (UserFilter { is_blocked: Some(true), ..everybody() }, "ix_users_is_blocked_created_at"),
        (UserFilter { gender: Some(Gender::Male), ..everybody() }, "ix_users_gender_created_at"),
        (
            UserFilter { campaign_id: Some(1.into()), ..everybody() },
            "ix_users_campaign_id_created_at",
        ),
    ]
}

#[tokio::test]
async fn every_filter_has_an_index() {
    let (db, _home) = shop().await;
    let mut reader = db.reader().await.unwrap();
    let conn = &mut *reader;
    for (filter, index) in of_one_column() {
        narrows(conn, filter, index).await;
    }
    let search = |text: &str| UserFilter { search: Some(text.into()), ..everybody() };
    let filters = [
        (UserFilter { age_from: Some(75), age_to: Some(75), ..everybody() }, "ix_users_birthday"),
        (UserFilter { birthday_month: Some(2), ..everybody() }, "ix_users_birthday_md"),
        (UserFilter { tag: Some("tag7".into()), ..everybody() }, "ix_user_tags_tag_user_id"),
        (UserFilter { test: TestUsers::Only, ..everybody() }, "ix_users_is_test_created_at"),
        (search("слово77"), "ix_user_search_terms_term_user_id"),
        (search("4567"), "ix_users_phone_reversed"),
        (search("1000077"), "telegram_id"),
    ];
    for (filter, index) in filters {
        let index = match index {
            "telegram_id" if is_sqlite() => "sqlite_autoindex_users_1",
            "telegram_id" => "uq_users_telegram_id",
            index => index,
        };
        narrows(conn, filter, index).await;
    }
}

/// Few and many are looked up in different ways: whoever lies on the border sees no difference.
#[tokio::test]
async fn every_way_leads_to_the_same_page() {
    let (db, _home) = shop().await;
    let mut reader = db.reader().await.unwrap();
    let conn = &mut *reader;
    let filters = [
        UserFilter { search: Some("слово1".into()), age_from: Some(20), ..everybody() },
        UserFilter { tag: Some("tag7".into()), test: TestUsers::Any, ..everybody() },
        UserFilter {
            search: Some("100".into()),
            birthday_month: Some(2),
            segment: Some(segment()),
            gender: Some(Gender::Female),
            ..everybody()
        },
        UserFilter {
            segment: Some(segment()),
            created_to: Some(noon() - Duration::days(1)),
            ..everybody()
        },
    ];
    for filter in filters {
        for by in UserSortKey::ALL {
            let list = list(filter.clone(), *by);
            let mut matching = Matching::of(conn, &list.filter, list.moment).await.unwrap();
            let gathered = page(conn, page_query(&matching, &list, 20)).await;
            matching.forget_narrowest();
            let sorted = page(conn, page_query(&matching, &list, 20)).await;
            let walked = page(conn, page_query(&matching, &list, EXACT_TOTAL + 1)).await;
            assert_eq!(gathered, walked, "{list:?}");
            assert_eq!(sorted, walked, "{list:?}");
        }
    }
}

async fn page(conn: &mut Conn, mut query: QueryBuilder<Database>) -> Vec<i64> {
    let rows: Vec<UserRow> = query.build_query_as().fetch_all(conn).await.unwrap();
    rows.iter().map(|row| row.id).collect()
}
