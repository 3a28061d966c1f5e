//! Admins and cashiers.

use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::{Value, json};

use crate::house::{House, on_each_database};

on_each_database!(
    an_owner_adds_and_changes_admins,
    one_owner_stays,
    what_breaks_a_rule_is_pointed_at,
    an_owner_decides_on_cashiers,
    a_cashier_gets_a_name_and_a_shop
);

const ADMINS: (Method, &str) = (Method::POST, "/admins");

async fn an_owner_adds_and_changes_admins(house: House) {
    let token = house.token(Role::Owner).await;
    let body = json!({
        "telegram_id": 77, "display_name": " Марина  Ильина ", "role": "marketing",
        "can_broadcast_from_chat": true, "notification_groups": ["broadcasts", "broadcasts"],
    });
    let answer = house.ask(Method::POST, "/admins", &token);
    let answer = answer.body_json(&body).send().await;
    answer.assert_status(poem::http::StatusCode::CREATED);
    let location = answer.0.header("location").unwrap().to_owned();
    let added: Value = answer.json().await.value().deserialize();
    assert_eq!(location, format!("/api/v1/admins/{}", added["id"]));
    assert_eq!(added["display_name"], "Марина Ильина");
    assert_eq!(added["notification_groups"], json!(["broadcasts"]));
    assert_eq!(added["can_broadcast_from_chat"], true);
    assert_eq!(added["is_active"], true);

    let again = house.refuse((Method::POST, "/admins"), &token, Some(&body), 409, "conflict").await;
    let place = format!("PATCH /admins/{}", added["id"]);
    assert!(again["detail"].as_str().unwrap().contains(&place), "{again}");

    let path = format!("/admins/{}", added["id"]);
    let patch = (Method::PATCH, path.as_str());
    let body = json!({ "role": "readonly", "can_broadcast_from_chat": false });
    let changed = house.call(patch.clone(), &token, Some(body), 200).await;
    let mut expected = added.clone();
    expected["role"] = "readonly".into();
    expected["can_broadcast_from_chat"] = false.into();
    assert_eq!(changed, expected);
    let unchanged = house.call(patch, &token, Some(json!({})), 200).await;
    assert_eq!(unchanged, expected);

    let active = house.get("/admins?is_active=true&per_page=1&page=2", &token).await;
    assert_eq!(active["items"], json!([expected]));
    assert_eq!((&active["total"], &active["page"]), (&json!(2), &json!(2)));
    let nobody = (Method::PATCH, "/admins/999");
    house.call(nobody, &token, Some(json!({})), 404).await;

    let log = house.app().ports().audit.newest(2).await.unwrap();
    let who = (log[0].row.admin_id, log[0].row.request_id.is_some());
    assert_eq!(log[0].row.action, "update_admin");
    let me = house.get("/auth/me", &token).await;
    assert_eq!(who, (me["id"].as_i64(), true));
}

async fn one_owner_stays(house: House) {
    let token = house.token(Role::Owner).await;
    let me = house.get("/auth/me", &token).await;
    let path = format!("/admins/{}", me["id"]);
    for body in [json!({ "role": "marketing" }), json!({ "is_active": false })] {
        house.refuse((Method::PATCH, &path), &token, Some(&body), 409, "last-owner").await;
    }
    let body = json!({ "telegram_id": 78, "display_name": "Олег", "role": "owner" });
    house.call(ADMINS, &token, Some(body), 201).await;
    let body = json!({ "is_active": false });
    house.call((Method::PATCH, &path), &token, Some(body), 200).await;
    house.refuse((Method::GET, "/auth/me"), &token, None, 403, "admin-inactive").await;
}

async fn what_breaks_a_rule_is_pointed_at(house: House) {
    let token = house.token(Role::Owner).await;
    let fine = json!({ "telegram_id": 77, "display_name": "Марина", "role": "marketing" });
    for (field, value, status, path) in [
        ("telegram_id", json!(0), 422, "/telegram_id"),
        ("telegram_id", json!("77"), 400, "/telegram_id"),
        ("display_name", json!("  "), 422, "/display_name"),
        ("display_name", json!("я".repeat(129)), 422, "/display_name"),
        ("role", json!("boss"), 400, "/role"),
        ("notification_groups", json!(["all"]), 400, "/notification_groups/0"),
        ("auth_epoch", json!(0), 400, "/auth_epoch"),
    ] {
        let mut body = fine.clone();
        body[field] = value;
        let refused = house.call(ADMINS, &token, Some(body), status).await;
        assert_eq!(refused["errors"][0]["path"], path, "{refused}");
    }
    let body = Some(json!({ "role": null }));
    let refused = house.call((Method::PATCH, "/admins/1"), &token, body, 400).await;
    assert_eq!(refused["errors"][0]["path"], "/role", "{refused}");
}

async fn ask_for_access(house: &House, telegram_id: i64) -> i64 {
    let profile = marmelad_testkit::profile(telegram_id, "Ира");
    house.app().staff.request_access(profile).await.unwrap().cashier.id.0
}

async fn an_owner_decides_on_cashiers(house: House) {
    let token = house.token(Role::Owner).await;
    let (first, second) = (ask_for_access(&house, 1).await, ask_for_access(&house, 2).await);
    let requests = house.get("/cashiers/requests", &token).await;
    assert_eq!(requests["total"], 2);
    assert_eq!(requests["items"][0]["id"], first);
    assert_eq!(requests["items"][0]["status"], "pending");

    let act = |id: i64, action: &'static str, status| {
        let (house, token, path) = (&house, &token, format!("/cashiers/{id}/{action}"));
        async move { house.call((Method::POST, &path), token, None, status).await }
    };
    let let_in = act(first, "activate", 200).await;
    assert_eq!((&let_in["status"], &let_in["is_active"]), (&json!("active"), &json!(true)));
    assert!(let_in["approved_by_admin_id"].is_i64());
    assert_eq!(act(second, "reject", 200).await["status"], "rejected");

    let refused = act(first, "activate", 409).await;
    assert_eq!(refused["type"], "/problems/wrong-state");
    assert!(refused["detail"].as_str().unwrap().contains("`active`"), "{refused}");
    act(first, "reject", 409).await;
    act(second, "deactivate", 409).await;
    act(999, "activate", 404).await;
    assert_eq!(act(second, "activate", 200).await["status"], "active");
    assert_eq!(act(first, "deactivate", 200).await["status"], "inactive");

    let active = house.get("/cashiers?active=true", &token).await;
    assert_eq!((&active["total"], &active["items"][0]["id"]), (&json!(1), &json!(second)));
    let out = house.get("/cashiers?active=false", &token).await;
    assert_eq!((&out["total"], &out["items"][0]["id"]), (&json!(1), &json!(first)));
    let inactive = house.get("/cashiers?status=inactive", &token).await;
    assert_eq!(inactive["items"], out["items"]);
    assert_eq!(house.get("/cashiers/requests", &token).await["total"], 0);
}

async fn a_cashier_gets_a_name_and_a_shop(house: House) {
    let token = house.token(Role::Owner).await;
    let path = format!("/cashiers/{}", ask_for_access(&house, 1).await);
    let change = |body, status| {
        let (house, token, path) = (&house, &token, &path);
        async move { house.call((Method::PATCH, path), token, Some(body), status).await }
    };
    let body = json!({ "display_name": "Ирина", "shop": "Светланская" });
    let changed = change(body, 200).await;
    assert_eq!(changed["display_name"], "Ирина");
    assert_eq!(changed["shop"], "Светланская");
    let kept = change(json!({ "display_name": "Ира" }), 200).await;
    assert_eq!(kept["shop"], "Светланская");
    let cleared = change(json!({ "shop": null }), 200).await;
    assert!(cleared.get("shop").is_none());
    let refused = change(json!({ "shop": "я".repeat(121) }), 422).await;
    assert_eq!(refused["errors"][0]["path"], "/shop");
    let refused = change(json!({ "display_name": null }), 400).await;
    assert_eq!(refused["errors"][0]["path"], "/display_name");
}
