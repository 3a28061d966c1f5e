//! Settings.

use std::sync::Arc;
use std::time::{Duration, Instant};

use marmelad_adapters::sql::{SqlOptions, connect};
use marmelad_core::settings::{BootDefaults, ChangeSettings, SettingTouch, Settings, check};
use marmelad_testkit::Database;
use serde_json::{Value, json};

use crate::scene::entry;
use crate::world::{Backend, World, at};

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

impl World {
    async fn current(&self) -> Arc<Settings> {
        self.settings.current().await.unwrap()
    }

    /// The keys of settings that changed.
    async fn change(&self, wanted: &[(&str, Value)]) -> Vec<String> {
        self.settings.change(changes(wanted)).await.unwrap()
    }
}

async fn a_change_of_this_process_is_in_force_at_once(world: World) {
    assert_eq!(world.current().await.reminder_hour(), 12);
    world.change(&[("reminder_hour", json!(15)), ("digest_hour", json!(8))]).await;
    let current = world.current().await;
    assert_eq!((current.reminder_hour(), current.digest_hour()), (15, 8));
    assert_eq!(world.audited("update_setting").await, 2);
    world.change(&[("reminder_hour", Value::Null)]).await;
    assert_eq!(world.current().await.reminder_hour(), 12);
}

async fn no_quiet_hours_is_a_value(world: World) {
    assert!(world.current().await.quiet_hours().is_some());
    assert_eq!(world.change(&[("quiet_hours", Value::Null)]).await, ["quiet_hours"]);
    assert!(world.current().await.quiet_hours().is_none());
    let payload = world.last_audit().await.row.payload;
    let change = &payload["quiet_hours"];
    assert!(change["old"].is_object() && change["new"].is_null(), "{payload:?}");
}

/// Another process may have changed it a moment ago.
async fn what_is_stored_decides_whether_something_changes(world: World) {
    assert_eq!(world.current().await.reminder_hour(), 12);
    assert_eq!(world.change(&[("reminder_hour", json!(10))]).await, ["reminder_hour"]);
    // The memory holds 10 from here on.
    world.current().await;
    world.execute("UPDATE settings SET value = '15'").await;
    let wanted = [("reminder_hour", json!(10)), ("digest_hour", json!(9))];
    assert_eq!(world.change(&wanted).await, ["reminder_hour"]);
    assert_eq!(world.change(&wanted).await, [""; 0]);
    assert_eq!(world.audited("update_setting").await, 2);
    let told = world.last_audit().await.row.payload;
    assert_eq!(told, json!({ "reminder_hour": { "old": 15, "new": 10 } }));
}

async fn the_last_to_set_a_setting_is_known_though_they_set_it_back(world: World) {
    let settings = &world.settings;
    assert_eq!(settings.touches().await.unwrap(), []);
    let admin_id = Some(world.owner(1).await.id);
    for (now, value) in [(at(0), json!(10)), (at(1), Value::Null)] {
        let command = changes(&[("reminder_hour", value)]);
        settings.change(ChangeSettings { admin_id, now, ..command }).await.unwrap();
        let touch = SettingTouch { key: "reminder_hour".into(), admin_id, at: now };
        assert_eq!(settings.touches().await.unwrap(), [touch]);
    }
    assert_eq!(world.current().await.reminder_hour(), 12);
}

async fn changes_at_once_leave_one_row(world: World) {
    let changed = world
        .race(|world, number| async move {
            let wanted = changes(&[("reminder_days_before", json!(number + 10))]);
            world.settings.change(wanted).await.unwrap().len()
        })
        .await;
    assert_eq!(changed, [1; 20]);
    assert_eq!((world.count("settings").await, world.audited("update_setting").await), (1, 20));
}

async fn what_is_learned_is_kept_without_audit(world: World) {
    let head = world.audit_head().await;
    world.current().await;
    for name in ["dvor_bot", "dvor_bot", "dvorik_bot"] {
        world.settings.learn("main_bot_username", json!(name), at(9)).await.unwrap();
        assert_eq!(world.current().await.main_bot_username(), Some(name));
    }
    assert_eq!(world.audit_head().await, head);
}

async fn a_stored_value_that_is_not_valid_keeps_the_default(world: World) {
    world.change(&[("reminder_hour", json!(10)), ("digest_hour", json!(8))]).await;
    world.execute("UPDATE settings SET value = '99' WHERE `key` = 'reminder_hour'").await;
    // A change makes this process read anew.
    world.change(&[("birthday_hold_days", json!(8))]).await;
    let current = world.current().await;
    assert_eq!((current.reminder_hour(), current.digest_hour()), (12, 8));
}

#[tokio::test]
async fn a_change_of_another_process_is_noticed() {
    let database = Database::migrated(Backend::Sqlite).await;
    let one = connect(database.url(), SqlOptions::default()).await.unwrap();
    let other = connect(database.url(), SqlOptions::default()).await.unwrap();
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
