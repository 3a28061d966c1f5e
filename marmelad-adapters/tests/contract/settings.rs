//! Settings.

use std::time::{Duration, Instant};

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::ports::ChangeSettings;
use serde_json::{Value, json};

use crate::scene::entry;
use crate::world::{World, at};

contract!(
    a_change_of_this_process_is_in_force_at_once,
    a_null_is_a_value_and_none_is_the_default,
    changes_at_once_leave_one_row,
    what_is_learned_is_kept_without_audit,
    a_stored_value_that_is_not_valid_keeps_the_default,
);

fn changes(changes: &[(&str, Option<Value>)]) -> ChangeSettings {
    let changes = changes
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone(), entry("update_setting")))
        .collect();
    ChangeSettings {
        changes,
        admin_id: None,
        now: at(0),
    }
}

async fn a_change_of_this_process_is_in_force_at_once(world: World) {
    let settings = &world.store.settings;
    let entries = world.number("SELECT COUNT(*) FROM audit_logs").await;
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
    settings
        .change(changes(&[
            ("reminder_hour", Some(json!(15))),
            ("digest_hour", Some(json!(8))),
        ]))
        .await
        .unwrap();
    let current = settings.current().await.unwrap();
    assert_eq!((current.reminder_hour(), current.digest_hour()), (15, 8));
    assert_eq!(
        world.number("SELECT COUNT(*) FROM audit_logs").await,
        entries + 2
    );
    settings
        .change(changes(&[("reminder_hour", None)]))
        .await
        .unwrap();
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
}

async fn a_null_is_a_value_and_none_is_the_default(world: World) {
    let settings = &world.store.settings;
    assert!(settings.current().await.unwrap().quiet_hours().is_some());
    settings
        .change(changes(&[("quiet_hours", Some(Value::Null))]))
        .await
        .unwrap();
    assert!(settings.current().await.unwrap().quiet_hours().is_none());
    settings
        .change(changes(&[("quiet_hours", None)]))
        .await
        .unwrap();
    assert!(settings.current().await.unwrap().quiet_hours().is_some());
}

async fn changes_at_once_leave_one_row(world: World) {
    let before = world.number("SELECT COUNT(*) FROM audit_logs").await;
    world
        .race(|store, number| async move {
            store
                .settings
                .change(changes(&[("reminder_hour", Some(json!(number)))]))
                .await
                .unwrap();
        })
        .await;
    assert_eq!(world.number("SELECT COUNT(*) FROM settings").await, 1);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM audit_logs").await,
        before + 20
    );
}

async fn what_is_learned_is_kept_without_audit(world: World) {
    let settings = &world.store.settings;
    let head = world.store.audit.head().await.unwrap();
    settings.current().await.unwrap();
    settings
        .learn("main_bot_username", json!("dvor_bot"), at(0))
        .await
        .unwrap();
    assert_eq!(
        settings.current().await.unwrap().main_bot_username(),
        Some("dvor_bot")
    );
    settings
        .learn("main_bot_username", json!("dvor_bot"), at(9))
        .await
        .unwrap();
    settings
        .learn("main_bot_username", json!("dvorik_bot"), at(9))
        .await
        .unwrap();
    assert_eq!(
        settings.current().await.unwrap().main_bot_username(),
        Some("dvorik_bot")
    );
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

async fn a_stored_value_that_is_not_valid_keeps_the_default(world: World) {
    let settings = &world.store.settings;
    settings
        .change(changes(&[
            ("reminder_hour", Some(json!(99))),
            ("digest_hour", Some(json!(8))),
        ]))
        .await
        .unwrap();
    let current = settings.current().await.unwrap();
    assert_eq!((current.reminder_hour(), current.digest_hour()), (12, 8));
}

#[tokio::test]
async fn a_change_of_another_process_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let one = connect(&url, SqlOptions::default()).await.unwrap();
    one.migrate(at(0)).await.unwrap();
    let other = connect(&url, SqlOptions::default()).await.unwrap();
    assert_eq!(other.settings.current().await.unwrap().reminder_hour(), 12);
    let change = changes(&[("reminder_hour", Some(json!(15)))]);
    one.settings.change(change).await.unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while other.settings.current().await.unwrap().reminder_hour() != 15 {
        assert!(Instant::now() < deadline, "the change is never noticed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    one.close().await;
    other.close().await;
}
