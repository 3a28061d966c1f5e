//! Codes: looked at, checked, redeemed, taken back, withdrawn.

use chrono::TimeDelta;
use futures::future::join_all;
use marmelad_core::discounts::{TemplateTerms, UsageType};
use marmelad_core::staff::Role;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};
use crate::shop::{from_500, terms};

on_each_database!(
    a_code_is_checked_and_redeemed,
    a_refusal_has_its_status_and_its_place,
    of_twenty_at_once_one_redeems,
    a_redemption_is_taken_back,
    a_discount_is_withdrawn,
    discounts_are_listed_by_what_is_given,
    the_usage_log_is_listed,
    readonly_admins_see_no_codes_that_work,
    what_is_no_code_is_masked_for_who_only_reads,
    bodies_and_parameters_are_strict,
);

const CHECK: &str = "/discounts/check";
const REDEEM: &str = "/discounts/redeem";

fn post(path: &str) -> (Method, &str) {
    (Method::POST, path)
}

async fn refused(house: &House, token: &str, body: Value, status: u16, slug: &str) -> Value {
    let request = house.ask(Method::POST, REDEEM, token).body_json(&body);
    problem(request.send().await, status, slug).await
}

async fn a_code_is_checked_and_redeemed(house: House) {
    let token = house.token(Role::Marketing).await;
    let several = TemplateTerms { usage: UsageType::Multi { max_uses: 2 }, ..terms() };
    let discount = house.code(7, several).await;
    let typed = format!(" код: {}", discount.code.to_string().to_lowercase());
    let checked = house.call(post(CHECK), &token, Some(json!({ "code": typed })), 200).await;
    assert_eq!(checked["status"], "valid");
    assert_eq!(checked["code"], discount.code.as_ref());
    assert_eq!(checked["discount"]["uses_left"], 2);
    assert_eq!(checked["user"]["display_name"], "Анна");
    assert_eq!(checked["discount"]["value"], "10.00");

    let till = house.till(900, true).await;
    let body = json!({ "code": typed, "order_amount": "1500.50", "cashier_id": till });
    let redeemed = house.call(post(REDEEM), &token, Some(body), 200).await;
    assert_eq!(redeemed["status"], "success");
    assert_eq!(redeemed["uses_left"], 1);
    assert_eq!(redeemed["order"]["amount"], "1500.50");
    assert_eq!(redeemed["order"]["discount_amount"], "150.05");
    assert_eq!(redeemed["discount"]["used_by_cashier_id"], till);
    assert_eq!(redeemed["user"], checked["user"]);

    let path = format!("/discounts/{}", discount.id);
    let found = house.get(&path, &token).await;
    assert_eq!(found["state"], "active");
    assert_eq!(found["user"], checked["user"]);
    let log = &found["usage_logs"][0];
    assert_eq!(log["id"], redeemed["usage_log_id"]);
    assert_eq!((&log["status"], &log["source"]), (&json!("success"), &json!("api")));
    assert_eq!((&log["shop"], &log["cashier_id"]), (&json!("Светланская"), &json!(till)));
    let me = house.get("/auth/me", &token).await;
    assert_eq!(log["admin_id"], me["id"]);
    let audit = house.app().ports().audit.newest(1).await.unwrap();
    assert_eq!(audit[0].row.action, "redeem_discount");
    assert_eq!(audit[0].row.entity_id, Some(discount.id.0));
    assert_eq!(audit[0].row.admin_id, me["id"].as_i64());
}

async fn a_refusal_has_its_status_and_its_place(house: House) {
    let token = house.token(Role::Marketing).await;
    let used = house.code(1, terms()).await;
    let body = json!({ "code": used.code.to_string() });
    house.call(post(REDEEM), &token, Some(body.clone()), 200).await;
    let told = refused(&house, &token, body.clone(), 409, "already-used").await;
    assert!(told["detail"].as_str().unwrap().contains("2026-03-05T10:00:00.000Z"));
    let checked = house.call(post(CHECK), &token, Some(body), 200).await;
    assert_eq!(checked["status"], "already_used");
    assert_eq!(checked["discount"]["uses_left"], 0);
    assert!(checked.get("user").is_none());

    for typed in ["ЯЯЯ0000", "привет", ""] {
        let body = json!({ "code": typed });
        refused(&house, &token, body.clone(), 404, "not-found").await;
        let checked = house.call(post(CHECK), &token, Some(body), 200).await;
        assert_eq!(checked["status"], "not_found");
    }
    let minimum = house.code(3, from_500()).await.code.to_string();
    let told = refused(&house, &token, json!({ "code": minimum }), 422, "amount-required").await;
    assert_eq!(told["errors"][0]["path"], "/order_amount");
    let body = json!({ "code": minimum, "order_amount": "499.99" });
    let told = refused(&house, &token, body, 422, "below-minimum").await;
    assert!(told["detail"].as_str().unwrap().contains("500.00"));
    let body = json!({ "code": minimum, "order_amount": "500", "cashier_id": 999_999 });
    refused(&house, &token, body, 403, "cashier-not-active").await;
}

async fn of_twenty_at_once_one_redeems(house: House) {
    let token = house.token(Role::Owner).await;
    let discount = house.code(1, terms()).await;
    let body = json!({ "code": discount.code.to_string(), "order_amount": "100" });
    let tries = (0..20).map(|_| house.ask(Method::POST, REDEEM, &token).body_json(&body).send());
    let answers = join_all(tries).await;
    let count = |status| answers.iter().filter(|it| it.0.status() == status).count();
    assert_eq!(count(StatusCode::OK), 1);
    assert_eq!(count(StatusCode::CONFLICT), 19);
    assert_eq!(house.get("/orders", &token).await["total"], 1);
}

async fn a_redemption_is_taken_back(house: House) {
    let token = house.token(Role::Owner).await;
    let discount = house.code(1, terms()).await;
    let path = format!("/discounts/{}/undo", discount.id);
    let undo = async |body: Value, status: u16, slug: &str| {
        let request = house.ask(Method::POST, &path, &token).body_json(&body);
        problem(request.send().await, status, slug).await
    };
    undo(json!({ "reason": "ошибка" }), 409, "not-redeemed").await;
    let body = json!({ "code": discount.code.to_string(), "order_amount": "100" });
    let redeemed = house.call(post(REDEEM), &token, Some(body.clone()), 200).await;
    let log = &redeemed["usage_log_id"];

    let told = undo(json!({ "reason": " " }), 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["path"], "/reason");
    let other = house.code(2, terms()).await;
    let other = house
        .call(post(REDEEM), &token, Some(json!({ "code": other.code.to_string() })), 200)
        .await;
    let of_another = json!({ "reason": "ошибка", "usage_log_id": other["usage_log_id"] });
    let told = undo(of_another, 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["path"], "/usage_log_id");

    // Whenever it was.
    house.clock.advance(TimeDelta::hours(11));
    let named = json!({ "reason": "ошибка", "usage_log_id": log });
    let undone = house.call(post(&path), &token, Some(named.clone()), 200).await;
    assert_eq!(undone["status"], "undone");
    assert_eq!(undone["discount"]["uses_left"], 1);
    undo(named, 409, "already-undone").await;
    let orders = house.get("/orders?status=undone", &token).await;
    assert_eq!(orders["items"][0]["id"], redeemed["order"]["id"]);
    house.call(post(REDEEM), &token, Some(body), 200).await;
    let missing = post("/discounts/999/undo");
    house.call(missing, &token, Some(json!({ "reason": "x" })), 404).await;
}

async fn a_discount_is_withdrawn(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    let path = format!("/discounts/{}/revoke", discount.id);
    let request = house.ask(Method::POST, &path, &token);
    let silent = request.body_json(&json!({ "reason": "" })).send().await;
    problem(silent, 422, "invalid-value").await;
    let why = json!({ "reason": "подделка" });
    let revoked = house.call(post(&path), &token, Some(why.clone()), 200).await;
    assert_eq!(revoked["state"], "revoked");
    assert_eq!(revoked["revoke_reason"], "подделка");
    house.refuse((Method::POST, &path), &token, Some(&why), 409, "revoked").await;
    let used = house.code(2, terms()).await;
    let body = json!({ "code": used.code.to_string() });
    house.call(post(REDEEM), &token, Some(body), 200).await;
    let path = format!("/discounts/{}/revoke", used.id);
    house.refuse((Method::POST, &path), &token, Some(&why), 409, "already-used").await;
    house.call(post("/discounts/999/revoke"), &token, Some(why), 404).await;
}

async fn discounts_are_listed_by_what_is_given(house: House) {
    let token = house.token(Role::Marketing).await;
    let mut all = Vec::new();
    for telegram_id in 1..=3 {
        all.push(house.code(telegram_id, terms()).await);
        house.clock.advance(TimeDelta::seconds(1));
    }
    let body = json!({ "code": all[0].code.to_string() });
    house.call(post(REDEEM), &token, Some(body), 200).await;
    let ids = async |query: &str| {
        let found = house.get(&format!("/discounts?{query}"), &token).await;
        assert_eq!(found["total_exact"], true);
        let items = found["items"].as_array().unwrap().iter();
        items.map(|it| it["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let id = |place: usize| all[place].id.0;
    assert_eq!(ids("").await, [id(2), id(1), id(0)]);
    assert_eq!(ids("sort=created_at&per_page=2&page=2").await, [id(2)]);
    assert_eq!(ids("sort=-used_at").await[0], id(0));
    assert_eq!(ids("sort=expires_at").await, [id(0), id(1), id(2)]);
    assert_eq!(ids("state=used").await, [id(0)]);
    assert_eq!(ids("state=active").await, [id(2), id(1)]);
    assert_eq!(ids("state=expired").await, [0_i64; 0]);
    assert_eq!(ids(&format!("user_id={}", all[1].user_id)).await, [id(1)]);
    let template = all[2].template_id.unwrap();
    assert_eq!(ids(&format!("template_id={template}")).await, [id(2)]);
    assert_eq!(ids("source=manual&is_test=any").await.len(), 3);
    assert_eq!(ids("is_test=true").await, [0_i64; 0]);
    assert_eq!(ids("campaign_id=1").await, [0_i64; 0]);
    assert_eq!(ids("broadcast_id=1").await, [0_i64; 0]);
    assert_eq!(ids("used_from=2026-03-05T00:00:00Z").await, [id(0)]);
    assert_eq!(ids("created_to=2026-03-05T10:00:01.000Z").await, [id(1), id(0)]);
    assert_eq!(ids("expires_to=2026-03-05T10:00:01Z").await, [0_i64; 0]);
    let code: String =
        url::form_urlencoded::byte_serialize(all[1].code.as_ref().as_bytes()).collect();
    assert_eq!(ids(&format!("code={code}")).await, [id(1)]);
}

async fn the_usage_log_is_listed(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    for _ in 0..2 {
        let body = json!({ "code": discount.code.to_string() });
        let request = house.ask(Method::POST, REDEEM, &token).body_json(&body);
        request.send().await;
    }
    let all = house.get("/discounts/usage-logs", &token).await;
    let statuses = |found: &Value| {
        let items = found["items"].as_array().unwrap().iter();
        items.map(|it| it["status"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(statuses(&all), ["already_used", "success"]);
    for (query, expected) in [
        ("sort=created_at", vec!["success", "already_used"]),
        ("status=success", vec!["success"]),
        ("source=bot", vec![]),
        ("shop=x", vec![]),
        ("cashier_id=1", vec![]),
        ("created_from=2026-03-06T00:00:00Z", vec![]),
        ("per_page=1&page=2", vec!["success"]),
    ] {
        let found = house.get(&format!("/discounts/usage-logs?{query}"), &token).await;
        assert_eq!(statuses(&found), expected, "{query}");
    }
}

async fn readonly_admins_see_no_codes_that_work(house: House) {
    let marketing = house.token(Role::Marketing).await;
    let (works, used) = (house.code(1, terms()).await, house.code(2, from_500()).await);
    let body = json!({ "code": used.code.to_string() });
    refused(&house, &marketing, body, 422, "amount-required").await;
    let body = json!({ "code": used.code.to_string(), "order_amount": "500" });
    house.call(post(REDEEM), &marketing, Some(body), 200).await;
    let body = json!({ "code": works.code.to_string(), "cashier_id": 999 });
    refused(&house, &marketing, body, 403, "cashier-not-active").await;

    let token = house.token(Role::Readonly).await;
    let masked = format!("{}••••", works.code.to_string().chars().take(3).collect::<String>());
    let list = house.get("/discounts?sort=created_at", &token).await;
    assert_eq!(list["items"][0]["code"], masked);
    assert_eq!(list["items"][1]["code"], used.code.as_ref());
    let one = house.get(&format!("/discounts/{}", works.id), &token).await;
    assert_eq!(one["code"], masked);
    assert_eq!(one["usage_logs"][0]["code"], masked);
    let logs = house.get("/discounts/usage-logs", &token).await;
    assert_eq!(logs["items"][0]["code"], masked);
    assert_eq!(logs["items"][1]["code"], used.code.as_ref());
    assert!(!logs.to_string().contains(works.code.as_ref()));
    // Nor can they find one out digit by digit.
    let wrong: String = works.code.to_string().chars().take(3).chain("0000".chars()).collect();
    let wrong: String = url::form_urlencoded::byte_serialize(wrong.as_bytes()).collect();
    let found = house.get(&format!("/discounts?code={wrong}"), &token).await;
    assert_eq!(found["items"][0]["code"], masked);
}

async fn bodies_and_parameters_are_strict(house: House) {
    let token = house.token(Role::Owner).await;
    let bad = async |body: Value, path: &str| {
        let told = refused(&house, &token, body, 400, "bad-request").await;
        assert_eq!(told["errors"][0]["path"], path, "{told}");
    };
    bad(json!({}), "").await;
    bad(json!({ "code": 5 }), "/code").await;
    bad(json!({ "code": "x", "amount": "1" }), "/amount").await;
    bad(json!({ "code": "x", "order_amount": 1500 }), "/order_amount").await;
    bad(json!({ "code": "x", "order_amount": "1 500" }), "/order_amount").await;
    for amount in ["0.00", "10000000", "1.005"] {
        let body = json!({ "code": "x", "order_amount": amount });
        let told = refused(&house, &token, body, 422, "invalid-value").await;
        assert_eq!(told["errors"][0]["path"], "/order_amount");
    }
    for path in ["/discounts?state=lost", "/discounts?user_id=0", "/discounts/x", "/orders/x"] {
        house.refuse((Method::GET, &path), &token, None, 400, "bad-request").await;
    }
    for path in ["/discounts/999", "/orders/999"] {
        house.refuse((Method::GET, &path), &token, None, 404, "not-found").await;
    }
}

/// It may be several codes in one message, or somebody's phone.
async fn what_is_no_code_is_masked_for_who_only_reads(house: House) {
    let marketing = house.token(Role::Marketing).await;
    let working = house.code(1, terms()).await.code.to_string();
    let two = format!("{working}, {working}");
    for typed in [two.as_str(), "+79140000000"] {
        let body = json!({ "code": typed });
        house.call(post(CHECK), &marketing, Some(body), 200).await;
    }
    let readonly = house.token(Role::Readonly).await;
    let log = house.get("/discounts/usage-logs", &readonly).await;
    assert_eq!(log["total"], 2);
    let shown = log.to_string();
    assert!(!shown.contains(&working), "{shown}");
    assert!(!shown.contains("79140000000"), "{shown}");
    let log = house.get("/discounts/usage-logs", &marketing).await;
    assert!(log.to_string().contains("79140000000"));
}
