#![allow(clippy::unwrap_used)]

use std::path::Path;

use marmelad_core::kernel::TelegramId;
use marmelad_core::staff::{NotificationGroup, Role};
use marmelad_testkit::ManualClock;

use super::*;
use crate::config::{Purpose, Variables};
use crate::telemetry::describe;

fn config(folder: &Path, more: &[(&str, &str)]) -> Config {
    let url = format!("sqlite:{}", folder.join("shop.db").display());
    let mut variables = Variables::from_pairs([
        ("DB_URL", url.as_str()),
        ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
    ]);
    for (name, value) in more {
        variables = variables.with(name, *value);
    }
    Config::load(Purpose::Http, &variables).unwrap()
}

#[tokio::test]
async fn a_development_start_migrates_and_adds_the_first_owner_once() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path(), &[("FIRST_SUPERADMIN_TG_ID", "42")]);
    for _ in 0..2 {
        let running = bootstrap(&config, Overrides::default()).await.unwrap();
        assert_eq!(running.app.system.database_state().await.unwrap().pending, 0);
        let admins = running.app.staff.list_admins().await.unwrap();
        assert_eq!(admins.len(), 1);
        assert_eq!(admins[0].telegram_id, TelegramId(42));
        assert!(admins[0].is_active && admins[0].role == Role::Owner);
        assert_eq!(admins[0].notification_groups, NotificationGroup::ALL);
        running.close().await;
    }
}

#[tokio::test]
async fn production_starts_on_a_migrated_database_only() {
    let folder = tempfile::tempdir().unwrap();
    let prod = config(folder.path(), &[("APP_ENV", "prod")]);

    let missing = bootstrap(&prod, Overrides::default()).await.err().unwrap();
    assert!(describe(&missing).contains("marmelad-cli migrate"), "{}", describe(&missing));

    let store = open_store(&prod, true).await.unwrap();
    let empty = bootstrap(&prod, Overrides::default()).await.err().unwrap();
    assert!(matches!(empty, BootstrapError::NotMigrated { pending: 1.. }), "{empty:?}");
    assert!(describe(&empty).contains("run `marmelad-cli migrate`"));

    store.migrate(SystemClock.now()).await.unwrap();
    store.close().await;
    bootstrap(&prod, Overrides::default()).await.unwrap().close().await;
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_named() {
    let config = config(Path::new("/nowhere/at/all"), &[]);
    let error = bootstrap(&config, Overrides::default()).await.err().unwrap();
    assert!(
        describe(&error).starts_with("cannot start with DB_URL=sqlite:/nowhere/at/all/shop.db: ")
    );

    let secret = "mysql://user:hunter2@127.0.0.1:1/shop";
    let config = self::config(Path::new("."), &[("DB_URL", secret)]);
    let error = bootstrap(&config, Overrides::default()).await.err().unwrap();
    assert!(!describe(&error).contains("hunter2"), "{}", describe(&error));
    assert!(describe(&error).contains("mysql://user:***@127.0.0.1:1/shop"), "{}", describe(&error));
}

#[tokio::test]
async fn a_test_brings_its_own_clock() {
    let folder = tempfile::tempdir().unwrap();
    let now = "2026-03-05T10:00:00Z".parse().unwrap();
    let clock = Some(Arc::new(ManualClock::at(now)) as Arc<dyn Clock>);
    let overrides = Overrides { clock, ..Overrides::default() };
    let running = bootstrap(&config(folder.path(), &[]), overrides).await.unwrap();
    assert_eq!(running.app.now(), now);
    running.close().await;
}
