//! Databases that released versions wrote (`tests/fixtures/v…`) are migrated with every row and every value kept.
//!
//! Each fixture holds the same shop: clients who came by a campaign, agreed, opted out or were erased; codes redeemed,
//! taken back, revoked; purchases; broadcasts sent, scheduled and in draft; staff, sessions, settings and the audit log.
//! A migration that drops or rewrites a column on purpose says so in [`REWRITTEN`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::audit::ChainVerifier;
use marmelad_core::kernel::TelegramId;
use marmelad_testkit::Database;
use rstest::rstest;
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

use crate::world::{Backend, Raw, World, at};

/// `table.column` that a later version changes in rows of an earlier one.
const REWRITTEN: [&str; 0] = [];

/// The client of the fixtures who has everything.
const ANNA: TelegramId = TelegramId(1001);

/// Of each table: its rows by id, each with its columns as text.
type Rows = BTreeMap<String, Vec<BTreeMap<String, Option<String>>>>;

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test(flavor = "multi_thread")]
async fn databases_of_every_released_version_keep_all_rows(#[case] backend: Backend) {
    for fixture in fixtures() {
        let mut database = Database::empty(backend).await;
        match database.raw() {
            Raw::Sqlite(_) => {
                let packed = fixture.join("shop.db.gz");
                let unpacked = Command::new("gzip").arg("-dc").arg(packed).output();
                let file = database.url().trim_start_matches("sqlite:");
                std::fs::write(file, unpacked.unwrap().stdout).unwrap();
            }
            Raw::MySql(_) => {
                // One connection: the dump sets variables of its session.
                let mut session = MySqlConnection::connect(database.url()).await.unwrap();
                let mut dump = std::fs::read_to_string(fixture.join("mariadb.sql")).unwrap();
                // MySQL wants these names, which MariaDB has given by itself, to differ between tables.
                for number in 1..10 {
                    dump = dump.replace(&format!("CONSTRAINT `CONSTRAINT_{number}` "), "");
                }
                let loaded = sqlx::raw_sql(AssertSqlSafe(dump)).execute(&mut session);
                loaded.await.unwrap();
                session.close().await.unwrap();
            }
        }
        keeps_all_rows(database.url(), database.raw().clone()).await;
        database.remove().await;
    }
}

/// The folders of the released versions.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = std::fs::read_dir(folder).unwrap();
    let versions: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    assert!(!versions.is_empty());
    versions
}

async fn keeps_all_rows(url: &str, raw: Raw) {
    let store = connect(url, SqlOptions::default()).await.unwrap();
    let world = World::embedded(store, raw);
    let before = rows(&world).await;
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "the fixture shows nothing of {table}");
    }
    let head = world.audit_head().await;

    world.migrate(at(0)).await.unwrap();

    assert_eq!(world.status().await.unwrap().pending, 0);
    let after = rows(&world).await;
    for (table, rows) in before {
        assert_eq!(rows.len(), after[&table].len(), "rows of {table}");
        for (row, now) in rows.into_iter().zip(&after[&table]) {
            for (column, value) in row {
                if !REWRITTEN.contains(&&*format!("{table}.{column}")) {
                    assert_eq!(Some(&value), now.get(&column), "{table}.{column}: {now:?}");
                }
            }
        }
    }
    assert_eq!(world.audit_head().await, head);
    is_read(&world).await;
    world.close().await;
}

/// What the ports make of it.
async fn is_read(world: &World) {
    let mut verifier = ChainVerifier::new();
    for record in world.audit.read_after(None, 10_000).await.unwrap() {
        verifier.push(&record).unwrap();
    }
    let head = world.audit_head().await;
    assert!(verifier.finish(&head).unwrap() > 30);

    let anna = world.users.find_by_telegram_id(ANNA).await.unwrap();
    let anna = anna.unwrap();
    assert_eq!(anna.birthday.unwrap().to_string(), "2002-02-03");
    assert_eq!(anna.phone.as_deref(), Some("+79000001001"));
    assert!(anna.is_subscribed && !anna.is_opted_out);
    let number = async |sql: &str| world.number(sql).await;
    let of_anna = format!(" WHERE user_id = {}", anna.id);
    let used = "SELECT COUNT(*) FROM discounts".to_owned() + &of_anna;
    assert_eq!(number(&used).await, 6);
    assert_eq!(number(&format!("{used} AND revoked_at IS NOT NULL")).await, 1);
    assert_eq!(number(&format!("{used} AND uses_count = 2")).await, 1);
    let sold =
        "SELECT COUNT(*) FROM orders WHERE external_id = 'касса-7/1' AND amount > discount_amount";
    assert_eq!(number(sold).await, 1);
}

/// Every row of every table but sqlx's and SQLite's own.
async fn rows(world: &World) -> Rows {
    let (tables, columns_of, text) = match world.raw {
        Raw::Sqlite(_) => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
            "SELECT name FROM pragma_table_info('{}')",
            "TEXT",
        ),
        Raw::MySql(_) => (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_%'",
            "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{}'",
            "CHAR",
        ),
    };
    let mut rows = Rows::new();
    for table in world.texts(tables).await {
        let columns = world.texts(&columns_of.replace("{}", &table)).await;
        let mut found = Vec::new();
        for column in columns {
            let sql = format!("SELECT CAST(`{column}` AS {text}) FROM {table} ORDER BY id");
            let values = world.raw.texts(&sql).await;
            found.resize_with(values.len(), BTreeMap::new);
            for (row, value) in found.iter_mut().zip(values) {
                row.insert(column.clone(), value);
            }
        }
        rows.insert(table, found);
    }
    rows
}
