//! The two schemas are one, and migrating is safe.

use std::collections::BTreeSet;
use std::path::Path;

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::kernel::TelegramId;
use marmelad_core::system::SchemaState;
use marmelad_testkit::Database;
use rstest::rstest;
use sqlx::{MySqlPool, SqlitePool};

use crate::world::{Backend, Raw, World, at, on};

contract!(a_migrated_database_says_so, migrating_again_does_nothing);

async fn a_migrated_database_says_so(world: World) {
    let state = world.store.status().await.unwrap();
    assert_eq!(state, SchemaState { applied: names("sqlite").len(), pending: 0 });
    world.execute("DELETE FROM _sqlx_migrations WHERE version > 1").await;
    let state = world.store.health.database().await.unwrap();
    assert_eq!(state, SchemaState { applied: 1, pending: names("sqlite").len() - 1 });
    world.execute("DROP TABLE _sqlx_migrations").await;
    assert_eq!(world.store.status().await.unwrap().applied, 0);
}

async fn migrating_again_does_nothing(world: World) {
    let head = world.audit_head().await;
    assert_eq!(world.store.migrate(at(9)).await.unwrap(), 0);
    assert_eq!(world.audit_head().await, head);
    world.execute("DELETE FROM discount_templates WHERE event = 'birthday'").await;
    world.store.migrate(at(9)).await.unwrap();
    assert_eq!(
        world.store.templates.list().await.unwrap().len(),
        1,
        "an owner's choice is not undone"
    );
}

/// Each with connections of its own, as processes that start at once.
async fn migrate_from_many_processes(url: &str) {
    let processes: Vec<_> = (0..6)
        .map(|_| {
            let url = url.to_owned();
            tokio::spawn(async move {
                let store = connect(&url, SqlOptions::default()).await.unwrap();
                store.migrate(at(0)).await.unwrap();
                let templates = store.templates.list().await.unwrap().len();
                store.close().await;
                templates
            })
        })
        .collect();
    for process in processes {
        assert_eq!(process.await.unwrap(), 2);
    }
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test(flavor = "multi_thread")]
async fn many_processes_migrate_one_database_at_once(#[case] backend: Backend) {
    let mut database = Database::empty(backend).await;
    migrate_from_many_processes(database.url()).await;
    database.remove().await;
}

fn names(database: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(database);
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn both_folders_hold_the_same_names() {
    assert_eq!(names("sqlite"), names("mysql"));
    assert!(!names("sqlite").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_hold_the_same_tables_columns_and_unique_keys() {
    let (send, receive) = tokio::sync::oneshot::channel();
    on(Backend::Sqlite, |world| async move {
        let Raw::Sqlite(pool) = &world.raw else { unreachable!() };
        send.send((sqlite_columns(pool).await, sqlite_unique_keys(pool).await)).unwrap();
    })
    .await;
    let sqlite = receive.await.unwrap();
    let (send, receive) = tokio::sync::oneshot::channel();
    on(Backend::MariaDb, |world| async move {
        let Raw::MySql(pool) = &world.raw else { unreachable!() };
        send.send((mysql_columns(pool).await, mysql_unique_keys(pool).await)).unwrap();
    })
    .await;
    let mysql = receive.await.unwrap();
    assert_eq!(sqlite.0, mysql.0);
    assert_eq!(sqlite.1, mysql.1);
    assert!(sqlite.0.len() > 300, "{}", sqlite.0.len());
}

/// `table.place column nullable` of every column.
async fn sqlite_columns(pool: &SqlitePool) -> BTreeSet<String> {
    columns(
        sqlx::query_as(
            "SELECT t.name, c.cid + 1, c.name, c.\"notnull\" = 0 AND c.pk = 0 FROM sqlite_schema t \
             JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    )
}

async fn mysql_columns(pool: &MySqlPool) -> BTreeSet<String> {
    columns(
        sqlx::query_as(
            "SELECT table_name, CAST(ordinal_position AS SIGNED), column_name, CAST(is_nullable = 'YES' AS SIGNED) \
             FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%'",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    )
}

fn columns(rows: Vec<(String, i64, String, i64)>) -> BTreeSet<String> {
    rows.into_iter()
        .map(|(table, place, column, nullable)| format!("{table}.{place} {column} {nullable}"))
        .collect()
}

/// `table (column, …)` of every UNIQUE key but the primary.
async fn sqlite_unique_keys(pool: &SqlitePool) -> BTreeSet<String> {
    let keys: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) \
         FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND i.\"unique\" = 1 \
         AND i.origin <> 'pk' AND t.name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    keys.into_iter().map(|(table, columns)| format!("{table} ({columns})")).collect()
}

async fn mysql_unique_keys(pool: &MySqlPool) -> BTreeSet<String> {
    let keys: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_name, CAST(GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', ') AS CHAR) \
         FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0 \
         AND index_name <> 'PRIMARY' AND table_name NOT LIKE '\\_%' GROUP BY table_name, index_name",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    keys.into_iter().map(|(table, columns)| format!("{table} ({columns})")).collect()
}

/// On MariaDB: what keeps texts, times and money exact, whatever the server's own defaults are.
#[tokio::test(flavor = "multi_thread")]
async fn the_servers_types_keep_texts_times_and_money_exact() {
    on(Backend::MariaDb, |world| async move {
        let wrong = async |what: &str, sql: &str| {
            let found = world.texts(sql).await;
            assert!(found.is_empty(), "{what}: {found:?}");
        };
        wrong(
            "tables that are not InnoDB in utf8mb4",
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() \
             AND table_name NOT LIKE '\\_%' AND (engine <> 'InnoDB' OR table_collation NOT LIKE 'utf8mb4%')",
        )
        .await;
        wrong(
            "codes, slugs, keys and hashes that are compared by a language's rules",
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%' AND collation_name <> 'utf8mb4_bin' \
             AND column_name IN ('code', 'slug', 'key', 'hash', 'prev_hash', 'jti', 'redeem_key', 'dedupe_key', \
             'idempotency_key', 'body_hash', 'claim_id', 'owner', 'process_id', 'term')",
        )
        .await;
        wrong(
            "times that are no DATETIME(3)",
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%' AND (data_type IN ('timestamp', 'time') \
             OR (data_type = 'datetime' AND datetime_precision <> 3))",
        )
        .await;
        wrong(
            "numbers that are not exact",
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND (data_type IN ('float', 'double') \
             OR (data_type = 'decimal' AND (numeric_precision NOT IN (10, 14) OR numeric_scale <> 2)))",
        )
        .await;
        assert!(world.count("information_schema.referential_constraints WHERE constraint_schema = DATABASE()").await > 25);

        // An instant stands in the table as it is in UTC, and a code's letters are told apart from their likes.
        world.user(7).await;
        let stored = world.texts("SELECT CAST(created_at AS CHAR) FROM users").await;
        assert_eq!(stored, ["2026-03-05 02:00:00.000"]);
        let user = world.store.users.find_by_telegram_id(TelegramId(7)).await;
        let code = world.single(user.unwrap().unwrap().id, 0).await.code;
        let count = async |code: &str| {
            let sql = format!("SELECT COUNT(*) FROM discounts WHERE code = '{code}'");
            world.number(&sql).await
        };
        assert_eq!(count(code.as_ref()).await, 1);
        assert_eq!(count(&code.to_string().to_lowercase()).await, 0);
    })
    .await;
}
