use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{BroadcastInput, BroadcastKind, ContentDraft, SavedBroadcast};
use marmelad_core::clients::SharedContact;
use marmelad_core::kernel::SegmentId;
use marmelad_core::staff::Role;
use serde_json::{Value, json};

use crate::house::{House, problem};
use crate::staff::{body, parts};

const PATH: &str = "/segments";

fn women() -> Value {
    json!({ "field": "gender", "op": "eq", "value": "female" })
}

fn named(name: &str) -> Value {
    json!({ "name": name, "filter": women() })
}

/// A client with a phone and a username.
async fn client(house: &House, telegram_id: i64) {
    let profile = marmelad_testkit::profile(telegram_id, "Анна");
    let user = house.app().clients.meet(profile).await.unwrap();
    let contact =
        SharedContact { owner: Some(user.telegram_id), phone: format!("+7914{telegram_id:07}") };
    house.app().clients.set_phone(&user, &contact).await.unwrap();
}

#[tokio::test]
async fn a_segment_is_added_changed_and_deleted() {
    let house = House::open().await;
    let marketing = house.staff(Role::Marketing).await;
    let wanted = json!({
        "name": " Женщины ",
        "description": "Все",
        "filter": { "all": [women(), { "field": "age", "op": "lt", "value": 40 }] },
    });
    let answer = marketing.post(PATH, wanted).await;
    let location = answer.0.header("location").unwrap().to_owned();
    let added = body(answer, 201).await;
    assert_eq!(added["name"], "Женщины");
    assert_eq!(added["filter"]["all"][1]["value"], 40);
    assert!(added["created_by_admin_id"].is_number());
    assert_eq!(location, format!("/api/v1/segments/{}", added["id"]));
    let path = location.strip_prefix("/api/v1").unwrap();
    assert_eq!(marketing.read(path).await, added);

    let change = json!({ "description": null, "filter": women() });
    let changed = body(marketing.patch(path, change).await, 200).await;
    assert_eq!((&changed["name"], &changed["filter"]), (&added["name"], &women()));
    assert!(changed.get("description").is_none());

    let taken = body(marketing.post(PATH, named("Другие")).await, 201).await;
    let again = problem(marketing.post(PATH, named("Другие")).await, 409, "conflict").await;
    assert_eq!(parts(&again), [("/name", "taken")]);
    let other = format!("{PATH}/{}", taken["id"]);
    let renamed = marketing.patch(&other, json!({ "name": "Женщины" })).await;
    problem(renamed, 409, "conflict").await;

    marketing.delete(path).await.assert_status(poem::http::StatusCode::NO_CONTENT);
    for answer in [
        marketing.get(path).await,
        marketing.patch(path, json!({ "name": "Кто" })).await,
        marketing.delete(path).await,
    ] {
        problem(answer, 404, "not-found").await;
    }
}

#[tokio::test]
async fn segments_are_searched_and_sorted() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    for name in ["Берег моря", "Алёнки на море", "Все"] {
        body(owner.post(PATH, named(name)).await, 201).await;
        house.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let names = async |query: &str| -> Vec<String> {
        let page = owner.read(&format!("{PATH}?{query}")).await;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("").await, ["Все", "Алёнки на море", "Берег моря"]);
    assert_eq!(names("sort=created_at").await[0], "Берег моря");
    assert_eq!(names("sort=name").await[0], "Алёнки на море");
    assert_eq!(names("sort=-name").await[0], "Все");
    // «мор», «аленк»
    assert_eq!(names("search=%D0%9C%D0%9E%D0%A0").await.len(), 2);
    assert_eq!(names("search=%D0%B0%D0%BB%D0%B5%D0%BD%D0%BA").await, ["Алёнки на море"]);
    assert_eq!(names("per_page=2&page=2").await, ["Берег моря"]);
    let page = owner.read(&format!("{PATH}?per_page=2")).await;
    assert_eq!((&page["total"], &page["per_page"]), (&json!(3), &json!(2)));
    problem(owner.get(&format!("{PATH}?sort=id")).await, 400, "bad-request").await;
}

#[tokio::test]
async fn what_is_wrong_with_a_tree_is_told_with_its_place() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let refused = async |filter: Value, status, slug| -> Vec<(String, String)> {
        let answer = owner.post(PATH, json!({ "name": "Кто", "filter": filter })).await;
        let told = problem(answer, status, slug).await;
        let owned = |(path, code): (&str, &str)| (path.to_owned(), code.to_owned());
        parts(&told).into_iter().map(owned).collect()
    };
    let misfits = json!({ "all": [
        { "field": "colour", "op": "eq", "value": 1 },
        { "not": { "field": "age", "op": "contains", "value": 1 } },
        { "field": "age", "op": "gte", "value": "18" },
        { "field": "age", "op": "gte" },
        { "any": 5 },
    ] });
    let told = refused(misfits, 400, "bad-request").await;
    let expected = [
        ("/filter/all/0/field", "unknown_field"),
        ("/filter/all/1/not/op", "unknown_op"),
        ("/filter/all/2/value", "wrong_type"),
        ("/filter/all/3", "missing"),
        ("/filter/all/4/any", "wrong_type"),
    ];
    for (path, code) in expected {
        assert!(told.contains(&(path.into(), code.into())), "{path} in {told:?}");
    }
    let beyond = json!({ "any": [{ "field": "age", "op": "gte", "value": 200 }, { "any": [] }] });
    let told = refused(beyond, 422, "invalid-value").await;
    assert_eq!(told[0], ("/filter/any/0/value".into(), "out_of_range".into()));
    assert_eq!(told[1].1, "empty");
    let deep = (0..40).fold(women(), |inner, _| json!({ "not": inner }));
    assert_eq!(refused(deep, 422, "invalid-value").await[0].1, "too_deep");

    let answer = owner.post(PATH, json!({ "name": " ", "filter": women() })).await;
    let told = problem(answer, 422, "invalid-value").await;
    assert_eq!(parts(&told), [("/name", "out_of_range")]);
    let answer = owner.post(PATH, json!({ "name": "Кто", "filter": women(), "x": 1 })).await;
    problem(answer, 400, "bad-request").await;
    let answer = owner.post(PATH, json!({ "name": "Кто" })).await;
    problem(answer, 400, "bad-request").await;
    let nothing = owner.read(PATH).await;
    assert_eq!(nothing["total"], 0);
}

#[tokio::test]
async fn a_filter_is_tried_and_readonly_sees_no_phones() {
    let house = House::open().await;
    for telegram_id in 1..=12 {
        client(&house, telegram_id).await;
    }
    let owner = house.staff(Role::Owner).await;
    let filter = json!({ "filter": { "field": "has_phone", "op": "eq", "value": true } });
    let preview = body(owner.post("/segments/preview", filter.clone()).await, 200).await;
    assert_eq!(preview["count"], 12);
    let sample = preview["sample"].as_array().unwrap();
    assert_eq!(sample.len(), 10);
    assert_eq!(sample[0]["phone"], "+79140000012");

    let readonly = house.staff(Role::Readonly).await;
    let shown = readonly.post("/segments/preview", filter).await;
    let shown = body(shown, 200).await;
    assert_eq!(shown["count"], 12);
    assert!(!shown.to_string().contains("7914"), "{shown}");
    let wrong = json!({ "filter": { "field": "age", "op": "eq" } });
    let told = problem(owner.post("/segments/preview", wrong).await, 400, "bad-request").await;
    assert_eq!(parts(&told), [("/filter", "missing")]);
}

#[tokio::test]
async fn a_segment_that_a_broadcast_needs_stays() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let added = body(owner.post(PATH, named("Все")).await, 201).await;
    let input = BroadcastInput {
        title: "Весна".into(),
        content: ContentDraft {
            kind: Some(BroadcastKind::Html),
            body: Some("Привет".into()),
            ..ContentDraft::default()
        },
        key: None,
        segment_id: added["id"].as_i64().map(SegmentId),
        filter: None,
        is_test: false,
        template_id: None,
        scheduled_at: None,
        rate_per_minute: None,
        ignore_quiet_hours: false,
    };
    let saved = house.app().broadcasts.create(input, &Actor::Cli).await;
    assert!(matches!(saved.unwrap(), SavedBroadcast::Saved(_)));
    let answer = owner.delete(&format!("{PATH}/{}", added["id"])).await;
    let told = problem(answer, 409, "in-use").await;
    assert!(told["detail"].as_str().unwrap().contains("«Весна» (draft)"), "{told}");
}
