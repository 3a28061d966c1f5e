//! Settings.

use std::time::{Duration, Instant};

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::settings::{BootDefaults, ChangeSettings, SettingTouch, check};
use serde_json::{Value, json};

use crate::scene::entry;
use crate::world::{World, at};

contract!(
    a_change_of_this_process_is_in_force_at_once,
    no_quiet_hours_is_a_value,
    what_is_stored_decides_whether_something_changes,
    the_last_to_set_a_setting_is_known_though_they_set_it_back,
    changes_at_once_leave_one_row,
    what_is_learned_is_kept_without_audit,
    a_stored_value_that_is_not_valid_keeps_the_default,
);

fn changes(changes: &[(&str, Value)]) -> ChangeSettings {
    let boot = BootDefaults::default();
    let changes = changes.iter();
    ChangeSettings {
        changes: changes.map(|(key, value)| check(key, value, &boot).unwrap()).collect(),
        audit: entry("update_setting"),
        admin_id: None,
        now: at(0),
    }
}

async fn a_change_of_this_process_is_in_force_at_once(world: World) {
    let settings = &world.store.settings;
    let entries = world.number("SELECT COUNT(*) FROM audit_logs").await;
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
    settings
        .change(changes(&[("reminder_hour", json!(15)), ("digest_hour", json!(8))]))
        .await
        .unwrap();
    let current = settings.current().await.unwrap();
    assert_eq!((current.reminder_hour(), current.digest_hour()), (15, 8));
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_logs").await, entries + 2);
    settings.change(changes(&[("reminder_hour", Value::Null)])).await.unwrap();
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
}

async fn no_quiet_hours_is_a_value(world: World) {
    let settings = &world.store.settings;
    assert!(settings.current().await.unwrap().quiet_hours().is_some());
    let none = changes(&[("quiet_hours", Value::Null)]);
    assert_eq!(settings.change(none).await.unwrap(), ["quiet_hours"]);
    assert!(settings.current().await.unwrap().quiet_hours().is_none());
}

/// Another process may have changed it a moment ago.
async fn what_is_stored_decides_whether_something_changes(world: World) {
    let settings = &world.store.settings;
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
    let at_ten = settings.change(changes(&[("reminder_hour", json!(10))])).await;
    assert_eq!(at_ten.unwrap(), ["reminder_hour"]);
    // The memory holds 10 from here on.
    settings.current().await.unwrap();
    world.execute("UPDATE settings SET value = '15'").await;
    let before = world.number("SELECT COUNT(*) FROM audit_logs").await;
    let wanted = || changes(&[("reminder_hour", json!(10)), ("digest_hour", json!(9))]);
    assert_eq!(settings.change(wanted()).await.unwrap(), ["reminder_hour"]);
    assert!(settings.change(wanted()).await.unwrap().is_empty());
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_logs").await, before + 1);
    let told = world.store.audit.newest(1).await.unwrap().remove(0).row.payload;
    assert_eq!(told, json!({ "reminder_hour": { "old": 15, "new": 10 } }));
}

async fn the_last_to_set_a_setting_is_known_though_they_set_it_back(world: World) {
    let settings = &world.store.settings;
    assert!(settings.touches().await.unwrap().is_empty());
    let owner = world.owner(1).await.id;
    for (place, value) in [json!(10), Value::Null].into_iter().enumerate() {
        let now = at(i64::try_from(place).unwrap());
        let command =
            ChangeSettings { admin_id: Some(owner), now, ..changes(&[("reminder_hour", value)]) };
        settings.change(command).await.unwrap();
        let touch = SettingTouch { key: "reminder_hour".into(), admin_id: Some(owner), at: now };
        assert_eq!(settings.touches().await.unwrap(), [touch]);
    }
    assert_eq!(settings.current().await.unwrap().reminder_hour(), 12);
}

async fn changes_at_once_leave_one_row(world: World) {
    let before = world.number("SELECT COUNT(*) FROM audit_logs").await;
    let changed = world
        .race(|store, number| async move {
            let wanted = changes(&[("reminder_days_before", json!(number + 10))]);
            store.settings.change(wanted).await.unwrap().len()
        })
        .await;
    assert_eq!(changed, [1; 20]);
    assert_eq!(world.number("SELECT COUNT(*) FROM settings").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_logs").await, before + 20);
}

async fn what_is_learned_is_kept_without_audit(world: World) {
    let settings = &world.store.settings;
    let head = world.store.audit.head().await.unwrap();
    settings.current().await.unwrap();
    settings.learn("main_bot_username", json!("dvor_bot"), at(0)).await.unwrap();
    assert_eq!(settings.current().await.unwrap().main_bot_username(), Some("dvor_bot"));
    settings.learn("main_bot_username", json!("dvor_bot"), at(9)).await.unwrap();
    settings.learn("main_bot_username", json!("dvorik_bot"), at(9)).await.unwrap();
    assert_eq!(settings.current().await.unwrap().main_bot_username(), Some("dvorik_bot"));
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

async fn a_stored_value_that_is_not_valid_keeps_the_default(world: World) {
    let settings = &world.store.settings;
    let valid = changes(&[("reminder_hour", json!(10)), ("digest_hour", json!(8))]);
    settings.change(valid).await.unwrap();
    world.execute("UPDATE settings SET value = '99' WHERE `key` = 'reminder_hour'").await;
    // A change makes this process read anew.
    let another = changes(&[("birthday_hold_days", json!(8))]);
    settings.change(another).await.unwrap();
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
    let change = changes(&[("reminder_hour", json!(15))]);
    one.settings.change(change).await.unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while other.settings.current().await.unwrap().reminder_hour() != 15 {
        assert!(Instant::now() < deadline, "the change is never noticed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    one.close().await;
    other.close().await;
}
