//! `Idempotency-Key`: requests that act once.

use chrono::TimeDelta;
use futures::future::join_all;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer, UsageSource};
use marmelad_core::kernel::AdminId;
use marmelad_core::sessions::KeyState;
use marmelad_core::staff::Role;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};
use crate::shop::terms;

on_each_database!(
    the_same_request_gets_the_same_answer,
    refusals_are_remembered_too,
    of_twenty_at_once_one_acts_and_all_hear_of_it,
    a_purchase_is_entered_once_of_twenty,
    another_body_is_refused,
    a_crash_in_between_redeems_nothing_twice,
    a_pause_is_not_remembered,
    keys_are_one_admins_and_one_places,
    a_forgotten_client_is_named_in_no_repetition,
);

const REDEEM: &str = "/discounts/redeem";

/// Status, address and text of an answer.
type Answer = (StatusCode, Option<String>, String);

async fn send(house: &House, path: &str, token: &str, key: &str, body: &Value) -> Answer {
    let request = house.ask(Method::POST, path, token);
    let answer = request.header("Idempotency-Key", key).body_json(body).send().await;
    let place = answer.0.header("location").map(ToOwned::to_owned);
    let status = answer.0.status();
    (status, place, answer.0.into_body().into_string().await.unwrap())
}

async fn uses(house: &House, token: &str, id: i64) -> Value {
    house.get(&format!("/discounts/{id}"), token).await["uses_count"].clone()
}

async fn the_same_request_gets_the_same_answer(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    let body = json!({ "code": discount.code.to_string(), "order_amount": "100" });
    let first = send(&house, REDEEM, &token, "press-1", &body).await;
    assert_eq!(first.0, StatusCode::OK);
    let order = json!({ "user_id": discount.user_id.0, "amount": "5" });
    let entered = send(&house, "/orders", &token, "press-1", &order).await;
    assert_eq!(entered.0, StatusCode::CREATED);
    assert!(entered.1.is_some(), "an address");
    house.clock.advance(TimeDelta::hours(10));
    for _ in 0..2 {
        assert_eq!(send(&house, REDEEM, &token, "press-1", &body).await, first);
        assert_eq!(send(&house, "/orders", &token, "press-1", &order).await, entered);
    }
    assert_eq!(house.get("/orders", &token).await["total"], 2);
    // Without a key, and with another, it is another attempt.
    let other = send(&house, REDEEM, &token, "press-2", &body).await;
    assert_eq!(other.0, StatusCode::CONFLICT);
}

async fn refusals_are_remembered_too(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({ "code": "ЯЯЯ0000" });
    let first = send(&house, REDEEM, &token, "press-1", &body).await;
    assert_eq!(first.0, StatusCode::NOT_FOUND);
    assert!(first.2.contains("/problems/not-found"));
    assert_eq!(send(&house, REDEEM, &token, "press-1", &body).await, first);
    let logs = house.get("/discounts/usage-logs", &token).await;
    assert_eq!(logs["total"], 1, "one attempt");
}

async fn of_twenty_at_once_one_acts_and_all_hear_of_it(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    let body = json!({ "code": discount.code.to_string(), "order_amount": "100" });
    let all = (0..20).map(|_| send(&house, REDEEM, &token, "press-1", &body));
    let answers = join_all(all).await;
    assert_eq!(answers[0].0, StatusCode::OK, "{}", answers[0].2);
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(uses(&house, &token, discount.id.0).await, 1);
    let logs = house.get("/discounts/usage-logs", &token).await;
    assert_eq!(logs["total"], 1);
}

async fn a_purchase_is_entered_once_of_twenty(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({ "user_id": house.client(1).await, "amount": "5" });
    let all = (0..20).map(|_| send(&house, "/orders", &token, "receipt", &body));
    let answers = join_all(all).await;
    assert_eq!(answers[0].0, StatusCode::CREATED, "{}", answers[0].2);
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(house.get("/orders", &token).await["total"], 1);
}

async fn another_body_is_refused(house: House) {
    let token = house.token(Role::Marketing).await;
    let user = house.client(1).await;
    let body = |amount: &str| json!({ "user_id": user, "amount": amount });
    send(&house, "/orders", &token, "receipt", &body("5")).await;
    let request = house.ask(Method::POST, "/orders", &token);
    let request = request.header("Idempotency-Key", "receipt");
    let other = request.body_json(&body("6")).send().await;
    problem(other, 422, "idempotency-key-reused").await;
    assert_eq!(house.get("/orders", &token).await["total"], 1);
    // A day later it means nothing.
    house.clock.advance(TimeDelta::hours(24));
    let token = house.token(Role::Marketing).await;
    let later = send(&house, "/orders", &token, "receipt", &body("6")).await;
    assert_eq!(later.0, StatusCode::CREATED, "{}", later.2);
}

/// A process redeems, and dies before it keeps the answer.
async fn a_crash_in_between_redeems_nothing_twice(house: House) {
    let token = house.token(Role::Marketing).await;
    let admin = AdminId(house.get("/auth/me", &token).await["id"].as_i64().unwrap());
    let discount = house.code(1, terms()).await;
    let body = json!({ "code": discount.code.to_string() });
    let app = house.app();
    let place = "POST /api/v1/discounts/redeem";
    let bytes = serde_json::to_vec(&body).unwrap();
    let begun = app.sessions.begin_idempotent(admin, place, "press-1", &bytes).await;
    let KeyState::Begun { operation_key } = begun.unwrap().1 else { panic!("nobody had the key") };
    let redeemed = app.discounts.redeem(RedeemCode {
        code: discount.code.to_string(),
        by: Redeemer { cashier_id: None, admin_id: Some(admin), source: UsageSource::Api },
        amount: None,
        key: Some(format!("api:{operation_key}")),
        actor: None,
    });
    let RedeemOutcome::Redeemed(redeemed) = redeemed.await.unwrap() else { panic!("it holds") };
    // Its lease runs out: the key is not blocked for the day.
    house.clock.advance(TimeDelta::seconds(30));
    let again = send(&house, REDEEM, &token, "press-1", &body).await;
    assert_eq!(again.0, StatusCode::OK, "{}", again.2);
    let told: Value = serde_json::from_str(&again.2).unwrap();
    assert_eq!(told["usage_log_id"], redeemed.usage_log_id.0);
    assert_eq!(uses(&house, &token, discount.id.0).await, 1);
    assert_eq!(send(&house, REDEEM, &token, "press-1", &body).await, again);
}

async fn a_pause_is_not_remembered(house: House) {
    let token = house.token(Role::Marketing).await;
    let (till, discount) = (house.till(900, true).await, house.code(1, terms()).await);
    for number in 0..10 {
        let body = json!({ "code": format!("ЯЯЯ{number:04}"), "cashier_id": till });
        send(&house, REDEEM, &token, &format!("press-{number}"), &body).await;
    }
    let body = json!({ "code": discount.code.to_string(), "cashier_id": till });
    let paused = send(&house, REDEEM, &token, "press", &body).await;
    assert_eq!(paused.0, StatusCode::TOO_MANY_REQUESTS);
    house.clock.advance(TimeDelta::minutes(5));
    let redeemed = send(&house, REDEEM, &token, "press", &body).await;
    assert_eq!(redeemed.0, StatusCode::OK, "{}", redeemed.2);
}

async fn keys_are_one_admins_and_one_places(house: House) {
    let (one, two) = (house.token(Role::Marketing).await, house.token(Role::Owner).await);
    let body = json!({ "user_id": house.client(1).await, "amount": "5" });
    for token in [&one, &two] {
        let entered = send(&house, "/orders", token, "receipt", &body).await;
        assert_eq!(entered.0, StatusCode::CREATED);
    }
    assert_eq!(house.get("/orders", &one).await["total"], 2);
    let elsewhere = send(&house, REDEEM, &one, "receipt", &json!({ "code": "x" })).await;
    assert_eq!(elsewhere.0, StatusCode::NOT_FOUND);
}

async fn a_forgotten_client_is_named_in_no_repetition(house: House) {
    let token = house.token(Role::Owner).await;
    let discount = house.code(1, terms()).await;
    let redeem = json!({ "code": discount.code.to_string(), "order_amount": "100" });
    let user = discount.user_id.0;
    let order = json!({ "user_id": user, "amount": "5" });
    let client = house.get(&format!("/users/{user}"), &token).await;
    let name = client["display_name"].as_str().unwrap();
    let requests = [(REDEEM, redeem), ("/orders", order)];
    for (path, body) in &requests {
        let first = send(&house, path, &token, "press-1", body).await;
        assert!(first.0.is_success() && first.2.contains(name), "{}", first.2);
    }
    let anonymize = format!("/users/{user}/anonymize");
    house.call((Method::POST, &anonymize), &token, None, 200).await;
    for (path, body) in &requests {
        let again = send(&house, path, &token, "press-1", body).await;
        assert!(again.0.is_success(), "{}", again.2);
        assert!(!again.2.contains(name), "{}", again.2);
    }
    assert_eq!(uses(&house, &token, discount.id.0).await, 1);
    assert_eq!(house.get("/orders", &token).await["total"], 2);
}
