//! The two schemas are one, and migrating is safe.

use std::collections::BTreeSet;
use std::path::Path;

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::system::SchemaState;
use marmelad_testkit::Database;
use rstest::rstest;

use crate::world::{Backend, World, at, on};

contract!(a_migrated_database_says_so, migrating_again_does_nothing);

async fn a_migrated_database_says_so(world: World) {
    let state = world.status().await.unwrap();
    assert_eq!(state, SchemaState { applied: names("sqlite").len(), pending: 0 });
    world.execute("DELETE FROM _sqlx_migrations WHERE version > 1").await;
    let state = world.health.database().await.unwrap();
    assert_eq!(state, SchemaState { applied: 1, pending: names("sqlite").len() - 1 });
    world.execute("DROP TABLE _sqlx_migrations").await;
    assert_eq!(world.status().await.unwrap().applied, 0);
}

async fn migrating_again_does_nothing(world: World) {
    let head = world.audit_head().await;
    assert_eq!(world.migrate(at(9)).await.unwrap(), 0);
    assert_eq!(world.audit_head().await, head);
    world.execute("DELETE FROM discount_templates WHERE event = 'birthday'").await;
    world.migrate(at(9)).await.unwrap();
    assert_eq!(world.templates.list().await.unwrap().len(), 1, "an owner's choice is not undone");
}

/// Each with connections of its own, as processes that start at once.
#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test(flavor = "multi_thread")]
async fn many_processes_migrate_one_database_at_once(#[case] backend: Backend) {
    let mut database = Database::empty(backend).await;
    let processes = (0..6).map(|_| {
        let url = database.url().to_owned();
        tokio::spawn(async move {
            let store = connect(&url, SqlOptions::default()).await.unwrap();
            store.migrate(at(0)).await.unwrap();
            let templates = store.templates.list().await.unwrap().len();
            store.close().await;
            templates
        })
    });
    for templates in futures::future::join_all(processes).await {
        assert_eq!(templates.unwrap(), 2);
    }
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

/// `table.place column nullable` of every column, and `table (column, …)` of every UNIQUE key but the primary.
async fn columns_and_unique_keys(backend: Backend) -> [BTreeSet<String>; 2] {
    let mut database = Database::migrated(backend).await;
    let queries = match backend {
        Backend::Sqlite => [
            "SELECT t.name || '.' || (c.cid + 1) || ' ' || c.name || ' ' || (c.\"notnull\" = 0 AND c.pk = 0) \
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\'",
            "SELECT t.name || ' (' || (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) \
             ORDER BY seqno)) || ')' FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' \
             AND i.\"unique\" = 1 AND i.origin <> 'pk' AND t.name NOT LIKE '\\_%' ESCAPE '\\'",
        ],
        Backend::MariaDb => [
            "SELECT CONCAT(table_name, '.', ordinal_position, ' ', column_name, ' ', is_nullable = 'YES') \
             FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%'",
            "SELECT CONCAT(table_name, ' (', GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '), ')') \
             FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0 \
             AND index_name <> 'PRIMARY' AND table_name NOT LIKE '\\_%' GROUP BY table_name, index_name",
        ],
    };
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    for (found, query) in found.iter_mut().zip(queries) {
        found.extend(database.texts(query).await.into_iter().map(Option::unwrap));
    }
    database.remove().await;
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_hold_the_same_tables_columns_and_unique_keys() {
    let [columns, unique_keys] = columns_and_unique_keys(Backend::Sqlite).await;
    assert!(columns.len() > 300, "{}", columns.len());
    assert_eq!([columns, unique_keys], columns_and_unique_keys(Backend::MariaDb).await);
}

/// On MariaDB: what keeps texts, times and money exact, whatever the server's own defaults are.
#[tokio::test(flavor = "multi_thread")]
async fn the_servers_types_keep_texts_times_and_money_exact() {
    on(Backend::MariaDb, |world| async move {
        for (what, sql) in [
            (
                    "tables that are not InnoDB in utf8mb4",
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() \
                 AND table_name NOT LIKE '\\_%' AND (engine <> 'InnoDB' OR table_collation NOT LIKE 'utf8mb4%')",
            ),
            (
                    "codes, slugs, keys and hashes that are compared by a language's rules",
                    "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%' AND collation_name <> 'utf8mb4_bin' \
                 AND column_name IN ('code', 'slug', 'key', 'hash', 'prev_hash', 'jti', 'redeem_key', 'dedupe_key', \
                 'idempotency_key', 'body_hash', 'claim_id', 'owner', 'process_id', 'term')",
            ),
            (
                    "times that are no DATETIME(3)",
                    "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%' AND (data_type IN ('timestamp', 'time') \
                 OR (data_type = 'datetime' AND datetime_precision <> 3))",
            ),
            (
                    "numbers that are not exact",
                    "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND (data_type IN ('float', 'double') \
                 OR (data_type = 'decimal' AND (numeric_precision NOT IN (10, 14) OR numeric_scale <> 2)))",
            ),
        ] {
            let found = world.texts(sql).await;
            assert!(found.is_empty(), "{what}: {found:?}");
        }
        let keys = "information_schema.referential_constraints WHERE constraint_schema = DATABASE()";
        assert!(world.count(keys).await > 25);

        // An instant stands in the table as it is in UTC, and a code's letters are told apart from their likes.
        let code = world.held(7, 0).await.code;
        let stored = world.texts("SELECT CAST(created_at AS CHAR) FROM users").await;
        assert_eq!(stored, ["2026-03-05 02:00:00.000"]);
        let count =
            async |code: &str| world.count(&format!("discounts WHERE code = '{code}'")).await;
        assert_eq!(count(code.as_ref()).await, 1);
        assert_eq!(count(&code.to_string().to_lowercase()).await, 0);
    })
    .await;
}
