use marmelad_core::audit::Actor;
use marmelad_core::discounts::IssueOutcome;
use marmelad_core::kernel::{TelegramId, TemplateId};
use marmelad_core::staff::Role;
use poem::http::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

use crate::house::{House, problem};
use crate::staff::{body, parts};

const PATH: &str = "/discount-templates";

fn tea() -> Value {
    json!({
        "name": "Чай", "value": "12.5", "value_type": "percent", "event": "manual", "duration_days": 14,
        "recurrence": { "type": "days", "value": 30 },
    })
}

#[expect(clippy::needless_pass_by_value, reason = "given as it is written")]
fn tea_with(more: Value) -> Value {
    let mut tea = tea();
    let fields = tea.as_object_mut().unwrap();
    for (key, value) in more.as_object().unwrap().clone() {
        fields.insert(key, value);
    }
    tea
}

#[tokio::test]
async fn a_template_is_added_changed_and_deleted() {
    let house = House::open().await;
    let marketing = house.staff(Role::Marketing).await;
    let wanted = tea_with(json!({
        "usage_type": "multi", "max_uses": 3, "min_order_amount": "500", "total_limit": 10, "description": "Для своих",
        "valid_until": "2026-12-31T23:59:59+10:00", "message_text": "<b>Приходите!</b>", "is_active": false,
    }));
    let answer = marketing.post(PATH, wanted).await;
    let location = answer.0.header("location").unwrap().to_owned();
    let added = body(answer, 201).await;
    let path = location.strip_prefix("/api/v1").unwrap();
    assert_eq!(marketing.read(path).await, added);
    assert_eq!((&added["value"], &added["min_order_amount"]), (&json!("12.50"), &json!("500.00")));
    assert_eq!(added["recurrence"], json!({ "type": "days", "value": 30 }));
    assert_eq!(added["valid_until"], "2026-12-31T13:59:59.000Z");
    assert_eq!((&added["is_active"], &added["issued_count"]), (&json!(false), &json!(0)));

    let change = json!({
        "total_limit": null, "valid_until": null, "min_order_amount": null, "description": null, "message_text": null,
        "usage_type": "single", "is_active": true, "recurrence": { "type": "monthly" },
    });
    let changed = body(marketing.patch(path, change).await, 200).await;
    let expected = json!({
        "id": added["id"], "name": "Чай", "value": "12.50", "value_type": "percent", "event": "manual",
        "usage_type": "single", "duration_days": 14, "recurrence": { "type": "monthly" }, "issued_count": 0,
        "is_active": true, "created_at": added["created_at"],
    });
    assert_eq!(changed, expected);

    marketing.delete(path).await.assert_status(StatusCode::NO_CONTENT);
    for answer in [
        marketing.get(path).await,
        marketing.patch(path, json!({})).await,
        marketing.delete(path).await,
    ] {
        problem(answer, 404, "not-found").await;
    }
}

#[rstest]
#[case(json!({ "name": " " }), "/name", "out_of_range")]
#[case(json!({ "value": "100.01" }), "/value", "out_of_range")]
#[case(json!({ "value": "ten" }), "/value", "not_a_number")]
#[case(json!({ "min_order_amount": "1.005" }), "/min_order_amount", "not_a_number")]
#[case(json!({ "usage_type": "multi" }), "/max_uses", "missing")]
#[case(json!({ "max_uses": 3 }), "/max_uses", "mismatch")]
#[case(json!({ "message_text": "<b>" }), "/message_text", "html")]
#[tokio::test]
async fn a_broken_rule_names_its_field(
    #[case] fields: Value,
    #[case] path: &str,
    #[case] code: &str,
) {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let told =
        problem(owner.post(PATH, tea_with(fields.clone())).await, 422, "invalid-value").await;
    assert_eq!(parts(&told), [(path, code)]);
    let added = body(owner.post(PATH, tea()).await, 201).await;
    let answer = owner.patch(&format!("{PATH}/{}", added["id"]), fields).await;
    let told = problem(answer, 422, "invalid-value").await;
    assert_eq!(parts(&told), [(path, code)]);
}

#[rstest]
#[case(json!({ "recurrence": { "type": "weekly" } }), "/recurrence")]
#[case(json!({ "recurrence": { "type": "once", "value": 3 } }), "/recurrence")]
#[case(json!({ "value": 10 }), "/value")]
#[case(json!({ "name": null }), "/name")]
#[case(json!({ "colour": "red" }), "/colour")]
#[tokio::test]
async fn a_misfit_is_pointed_at(#[case] fields: Value, #[case] path: &str) {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let told = problem(owner.post(PATH, tea_with(fields.clone())).await, 400, "bad-request").await;
    assert!(parts(&told)[0].0.starts_with(path), "{told}");
    let added = body(owner.post(PATH, tea()).await, 201).await;
    let answer = owner.patch(&format!("{PATH}/{}", added["id"]), fields).await;
    problem(answer, 400, "bad-request").await;
}

#[tokio::test]
async fn once_used_it_is_switched_off() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let added = body(owner.post(PATH, tea()).await, 201).await;
    let id = TemplateId(added["id"].as_i64().unwrap());
    let profile = marmelad_testkit::profile(7, "Анна");
    house.app().clients.meet(profile).await.unwrap();
    let issued = house.app().discounts.issue_manually(TelegramId(7), id, &Actor::Cli).await;
    assert!(matches!(issued.unwrap(), IssueOutcome::Issued(_)));
    let path = format!("{PATH}/{id}");
    let off = body(owner.delete(&path).await, 200).await;
    assert_eq!((&off["is_active"], &off["issued_count"]), (&json!(false), &json!(1)));
    assert_eq!(owner.read(&path).await, off);
}

#[tokio::test]
async fn templates_are_filtered_and_sorted() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    for (name, is_active) in [("Чай", true), ("Кофе", false)] {
        house.clock.advance(chrono::TimeDelta::seconds(1));
        let wanted = tea_with(json!({ "name": name, "is_active": is_active }));
        body(owner.post(PATH, wanted).await, 201).await;
    }
    let names = async |query: &str| -> Vec<String> {
        let page = owner.read(&format!("{PATH}?{query}")).await;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("event=manual").await, ["Кофе", "Чай"]);
    assert_eq!(names("event=manual&sort=created_at").await, ["Чай", "Кофе"]);
    assert_eq!(names("event=manual&is_active=true").await, ["Чай"]);
    assert_eq!(names("is_active=false").await, ["Кофе"]);
    // The first start adds one for the subscription and one for birthdays.
    assert_eq!(names("sort=-issued_count").await.len(), 4);
    assert_eq!(names("event=manual&sort=name").await, ["Кофе", "Чай"]);
}
