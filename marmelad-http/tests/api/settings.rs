use std::sync::Arc;
use std::time::Duration;

use marmelad_adapters::bootstrap::{Overrides, bootstrap};
use marmelad_core::staff::Role;
use poem::EndpointExt;
use poem::test::TestClient;
use serde_json::{Value, json};

use crate::house::{Client, House, problem};
use crate::staff::{body, parts};

const PATH: &str = "/settings";

#[tokio::test]
async fn all_values_are_shown_and_some_are_changed_together() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let all = owner.read(PATH).await;
    assert_eq!(all["reminder_hour"], 12);
    assert_eq!(all["quiet_hours"], json!({ "from": "21:00", "to": "09:00" }));
    assert!(all["text_welcome"].is_string(), "{all}");
    assert!(all.get("privacy_policy_url").is_none());

    let change = json!({
        "reminder_hour": 15, "quiet_hours": null, "telegram_channel_id": "@dvorik",
        "privacy_policy_url": "https://dvorik.ru/policy",
    });
    let changed = body(owner.patch(PATH, change).await, 200).await;
    assert_eq!(changed["reminder_hour"], 15);
    assert!(changed.get("quiet_hours").is_none());
    assert_eq!(changed["telegram_channel_id"], "@dvorik");
    assert_eq!(owner.read(PATH).await, changed);
    let back = json!({ "reminder_hour": null, "privacy_policy_url": null });
    let back = body(owner.patch(PATH, back).await, 200).await;
    assert_eq!(back["reminder_hour"], 12);
    assert!(back.get("privacy_policy_url").is_none());
    assert_eq!(body(owner.patch(PATH, json!({})).await, 200).await, back);
}

#[tokio::test]
async fn one_wrong_value_keeps_all_others_out() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let before = owner.read(PATH).await;
    let rules = json!({
        "digest_hour": 8, "reminder_hour": 24, "reminder_hours": 3, "quiet_hours": { "from": "9", "to": "10:00" },
        "telegram_channel_id": "channel", "telegram_rate_per_second": 0, "text_welcome": "<b>", "a/b": 1,
    });
    let told = problem(owner.patch(PATH, rules).await, 422, "invalid-value").await;
    let mut found = parts(&told);
    found.sort_unstable();
    let expected = [
        ("/a~1b", "unknown_key"),
        ("/quiet_hours", "quiet_hours"),
        ("/reminder_hour", "out_of_range"),
        ("/reminder_hours", "unknown_key"),
        ("/telegram_channel_id", "wrong_form"),
        ("/telegram_rate_per_second", "out_of_range"),
        ("/text_welcome", "text"),
    ];
    assert_eq!(found, expected);
    let misfits = json!({ "digest_hour": 8, "reminder_hour": "9", "quiet_hours": "21-9", "consent_version": 2 });
    let told = problem(owner.patch(PATH, misfits).await, 400, "bad-request").await;
    assert_eq!(parts(&told).len(), 3, "{told}");
    problem(owner.patch(PATH, json!([1])).await, 400, "bad-request").await;
    assert_eq!(owner.read(PATH).await, before);
}

#[tokio::test]
async fn the_schema_tells_everything_and_who_set_it_last() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let find = async |key: &str| -> Value {
        let schema = owner.read("/settings/schema").await;
        let mut all = schema.as_array().unwrap().iter();
        all.find(|spec| spec["key"] == key).cloned().unwrap()
    };
    let hour = find("reminder_hour").await;
    let expected = json!({
        "key": "reminder_hour", "type": "integer", "min": 0, "max": 23, "default": 12, "group": "reminders",
        "description_ru": "В котором часу напоминать о скидках", "description_en": "Hour of reminders, local",
    });
    assert_eq!(hour, expected);
    assert_eq!(find("text_welcome").await["group"], "main_bot_texts");
    body(owner.patch(PATH, json!({ "reminder_hour": 9 })).await, 200).await;
    house.clock.advance(chrono::TimeDelta::hours(1));
    body(owner.patch(PATH, json!({ "reminder_hour": null })).await, 200).await;
    let touched = find("reminder_hour").await;
    assert_eq!(touched["updated_at"], "2026-03-05T11:00:00.000Z");
    let me = owner.read("/auth/me").await;
    assert_eq!(touched["updated_by_admin_id"], me["id"]);
    assert_eq!(touched["default"], 12);
}

/// Another process on the same database, which has just read the settings.
#[tokio::test]
async fn a_change_is_in_force_in_every_process_within_five_seconds() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let overrides =
        Overrides { clock: Some(Arc::new(house.clock.clone())), ..Overrides::default() };
    let other = bootstrap(&house.config, overrides).await.unwrap();
    let endpoint = marmelad_http::endpoint(other.app.clone(), &house.config);
    let client: Client = TestClient::new(endpoint.boxed());
    let there = owner.at(&client);
    assert_eq!(there.read(PATH).await["reminder_hour"], 12);
    body(owner.patch(PATH, json!({ "reminder_hour": 9 })).await, 200).await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(5)).await;
    tokio::time::resume();
    assert_eq!(there.read(PATH).await["reminder_hour"], 9);
    // The other one changes it back by what is stored, and says so.
    body(there.patch(PATH, json!({ "reminder_hour": 12 })).await, 200).await;
    let log = owner.read("/audit-logs?per_page=1").await;
    assert_eq!(log["items"][0]["payload"], json!({ "reminder_hour": { "old": 9, "new": 12 } }));
}
