//! `/users`: clients, looked at and changed.

use chrono::Duration;
use marmelad_core::audit::Actor;
use marmelad_core::clients::{ClientPatch, EditClient};
use marmelad_core::kernel::TelegramId;
use marmelad_core::people::{TelegramProfile, User};
use marmelad_core::staff::Role;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};
use crate::staff::{body, parts};

on_each_database!(instants_beyond_all_years_are_no_fault,);

/// A client of this name.
pub(crate) async fn client(house: &House, telegram_id: i64, first: &str, last: &str) -> User {
    let profile = TelegramProfile {
        telegram_id: TelegramId(telegram_id),
        username: None,
        first_name: Some(first.into()),
        last_name: Some(last.into()),
    };
    let user = house.app().clients.meet(profile).await.unwrap();
    house.clock.advance(Duration::minutes(1));
    user
}

async fn with_phone(house: &House, user: &User, phone: &str) {
    let patch = ClientPatch { phone: Some(Some(phone.into())), ..ClientPatch::default() };
    let saved = house.app().clients.edit(user.id, patch, &Actor::Cli).await;
    assert!(matches!(saved.unwrap(), EditClient::Saved(_)));
}

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|user| user["display_name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn clients_are_listed_filtered_and_sorted() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let anna = client(&house, 1, "Анна", "Ёлкина").await;
    client(&house, 2, "Борис", "Ли").await;
    client(&house, 3, "Вера", "Ли").await;
    with_phone(&house, &anna, "+7 900 123-45-67").await;

    let page = owner.read("/users").await;
    assert_eq!(names(&page), ["Вера Ли", "Борис Ли", "Анна Ёлкина"]);
    assert_eq!(
        (&page["total"], &page["total_exact"], &page["page"], &page["per_page"]),
        (&json!(3), &json!(true), &json!(1), &json!(50))
    );
    assert_eq!(page["items"][2]["phone"], "+79001234567");
    for (query, found) in [
        ("sort=display_name&per_page=2", vec!["Анна Ёлкина", "Борис Ли"]),
        ("sort=-display_name&per_page=2&page=2", vec!["Анна Ёлкина"]),
        ("search=%D0%B5%D0%BB%D0%BA", vec!["Анна Ёлкина"]),
        ("search=4567", vec!["Анна Ёлкина"]),
        ("search=2", vec!["Борис Ли"]),
        ("is_subscribed=true", vec![]),
        ("gender=unknown&sort=id&per_page=1", vec!["Анна Ёлкина"]),
        ("age_from=18", vec![]),
        ("is_test=true", vec![]),
        ("is_test=any&sort=-id&per_page=1", vec!["Вера Ли"]),
        ("segment_id=99", vec![]),
        ("created_from=2030-01-01T00:00:00Z", vec![]),
    ] {
        let page = owner.read(&format!("/users?{query}")).await;
        assert_eq!(names(&page), found, "{query}");
    }
    for query in
        ["sort=phone", "age_from=151", "age_to=null", "is_blocked=1", "created_to=yesterday"]
    {
        problem(owner.get(&format!("/users?{query}")).await, 400, "bad-request").await;
    }
}

#[tokio::test]
async fn readonly_admins_see_no_phones_and_find_nobody_by_them() {
    let house = House::open().await;
    let readonly = house.staff(Role::Readonly).await;
    let anna = client(&house, 1, "Анна", "Ли").await;
    with_phone(&house, &anna, "+7 900 123-45-67").await;
    let page = readonly.read("/users").await;
    assert!(page["items"][0].get("phone").is_none(), "{page}");
    let page = readonly.read("/users?search=4567").await;
    assert_eq!(page["total"], 0);
    let shown = readonly.read(&format!("/users/{}", anna.id)).await;
    assert!(!shown.to_string().contains("9001234567"), "{shown}");
}

#[tokio::test]
async fn what_is_sent_is_changed_and_every_broken_rule_is_told() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let id = client(&house, 1, "Анна", "Ли").await.id;
    let path = format!("/users/{id}");
    let given = json!({
        "display_name": " Анна  из кафе ", "phone": "8 (900) 123-45-67", "gender": "female",
        "birthday": "2000-02-29", "tags": ["vip", "vip"], "is_test": false,
    });
    let user = body(owner.patch(&path, given).await, 200).await;
    assert_eq!(
        (&user["display_name"], &user["phone"], &user["gender"], &user["birthday"], &user["tags"]),
        (
            &json!("Анна из кафе"),
            &json!("+89001234567"),
            &json!("female"),
            &json!("2000-02-29"),
            &json!(["vip"])
        )
    );
    let given = json!({ "display_name": null, "phone": null, "birthday": null });
    let user = body(owner.patch(&path, given).await, 200).await;
    assert_eq!(user["display_name"], "Анна Ли");
    assert!(user.get("phone").is_none() && user.get("birthday").is_none(), "{user}");
    assert_eq!(user["tags"], json!(["vip"]), "what is not sent stays");

    let wrong =
        json!({ "display_name": "", "phone": "12", "birthday": "2999-01-01", "tags": [""] });
    let told = problem(owner.patch(&path, wrong).await, 422, "invalid-value").await;
    let paths: Vec<_> = parts(&told).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/display_name", "/phone", "/birthday", "/tags"]);
    for given in [
        json!({ "telegram_id": 5 }),
        json!({ "gender": "robot" }),
        json!({ "birthday": "29.02.2000" }),
        json!({ "tags": null }),
        json!([]),
    ] {
        problem(owner.patch(&path, given).await, 400, "bad-request").await;
    }
    problem(owner.patch("/users/999", json!({})).await, 404, "not-found").await;
    problem(owner.get("/users/abc").await, 400, "bad-request").await;
}

#[tokio::test]
async fn a_code_is_given_and_stands_with_the_client() {
    let house = House::open().await;
    let (owner, readonly) = (house.staff(Role::Owner).await, house.staff(Role::Readonly).await);
    let id = client(&house, 1, "Анна", "Ли").await.id;
    let template = house.app().discounts.list_templates().await.unwrap()[0].id;
    let give = async |template: i64| {
        let path = format!("/users/{id}/discounts");
        owner.post(&path, json!({ "template_id": template })).await
    };
    let issued = give(template.0).await;
    issued.assert_status(StatusCode::CREATED);
    let place = issued.0.header("location").unwrap().to_owned();
    let discount: Value = issued.json().await.value().deserialize();
    assert_eq!(place, format!("/api/v1/discounts/{}", discount["id"]));
    let told = problem(give(999).await, 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["path"], "/template_id");
    problem(
        owner.post("/users/999/discounts", json!({ "template_id": 1 })).await,
        404,
        "not-found",
    )
    .await;

    let shown = owner.read(&format!("/users/{id}")).await;
    assert_eq!(shown["active_discounts"][0]["code"], discount["code"]);
    assert_eq!((&shown["discount_history"], &shown["orders"]), (&json!([]), &json!([])));
    let masked = readonly.read(&format!("/users/{id}")).await;
    assert!(masked["active_discounts"][0]["code"].as_str().unwrap().ends_with("••••"));

    let timeline = owner.read(&format!("/users/{id}/timeline")).await;
    let kinds: Vec<_> =
        timeline["items"].as_array().unwrap().iter().map(|event| &event["type"]).collect();
    assert_eq!(kinds, ["discount_issued", "joined"]);
    assert_eq!(timeline["items"][0]["code"], discount["code"]);
    let masked = readonly.read(&format!("/users/{id}/timeline?per_page=1")).await;
    assert!(masked["items"][0]["code"].as_str().unwrap().ends_with("••••"));
    assert_eq!(masked["total"], 2);
    problem(owner.get("/users/999/timeline").await, 404, "not-found").await;
}

#[tokio::test]
async fn an_owner_anonymises_once_and_for_all() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let id = client(&house, 1, "Анна", "Ли").await.id;
    let path = format!("/users/{id}/anonymize");
    for _ in 0..2 {
        let user = body(owner.post(&path, json!({})).await, 200).await;
        assert_eq!(user["telegram_id"], -id.0);
        assert!(user["anonymized_at"].is_string() && !user.to_string().contains("Анна"), "{user}");
    }
    problem(owner.post("/users/999/anonymize", json!({})).await, 404, "not-found").await;
    let changed = owner.patch(&format!("/users/{id}"), json!({ "gender": "male" })).await;
    problem(changed, 409, "anonymized").await;
    let issued = owner.post(&format!("/users/{id}/discounts"), json!({ "template_id": 1 })).await;
    problem(issued, 409, "anonymized").await;
}

#[tokio::test]
async fn many_clients_are_tagged_at_once() {
    let house = House::open().await;
    let marketing = house.staff(Role::Marketing).await;
    let (anna, boris) =
        (client(&house, 1, "Анна", "Ли").await, client(&house, 2, "Борис", "Ли").await);
    let tag = async |given: Value| marketing.post("/users/bulk", given).await;
    let given = json!({ "ids": [anna.id.0, 999], "add_tags": [" vip "] });
    assert_eq!(body(tag(given).await, 200).await, json!({ "count": 1, "changed": 1, "full": 0 }));
    let given =
        json!({ "filter": { "search": "ли", "is_test": "any" }, "add_tags": ["vip", "весна"] });
    assert_eq!(body(tag(given).await, 200).await, json!({ "count": 2, "changed": 2, "full": 0 }));
    let given = json!({ "filter": { "tag": "vip" }, "remove_tags": ["vip"] });
    assert_eq!(body(tag(given).await, 200).await, json!({ "count": 2, "changed": 2, "full": 0 }));
    let page = marketing.read("/users?tag=%D0%B2%D0%B5%D1%81%D0%BD%D0%B0&sort=id").await;
    assert_eq!(page["total"], 2);
    assert_eq!(page["items"][1]["id"], boris.id.0);
    assert_eq!(page["items"][0]["tags"], json!(["весна"]));
    for given in [
        json!({ "filter": { "nobody": 1 }, "add_tags": ["vip"] }),
        json!({ "filter": { "birthday_month": 13 }, "add_tags": ["vip"] }),
        json!({ "ids": [0], "add_tags": ["vip"] }),
    ] {
        problem(tag(given).await, 400, "bad-request").await;
    }
    for given in
        [json!({ "add_tags": ["vip"] }), json!({ "ids": [1], "filter": {}, "add_tags": ["vip"] })]
    {
        let told = problem(tag(given).await, 422, "invalid-value").await;
        assert_eq!(told["errors"][0]["code"], "one_of");
    }
    let told = problem(tag(json!({ "ids": [1] })).await, 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["code"], "missing");
}

async fn instants_beyond_all_years_are_no_fault(house: House) {
    let marketing = house.staff(Role::Marketing).await;
    client(&house, 1, "Анна", "Ли").await;
    for (query, total) in [
        ("created_from=0000-01-01T00:00:00%2B14:00", 1),
        ("created_to=9999-12-31T23:59:59-14:00", 1),
        ("created_from=9999-12-31T23:59:59-14:00", 0),
    ] {
        let answer = marketing.get(&format!("/users?{query}")).await;
        assert_eq!(body(answer, 200).await["total"], total, "{query}");
    }
}
