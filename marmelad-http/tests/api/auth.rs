use chrono::TimeDelta;
use futures::future::join_all;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, OWNER, problem};

const PATH: &str = "/api/v1/auth/login-token";

#[tokio::test]
async fn a_link_logs_in_once() {
    let house = House::open().await;
    let body = json!({ "token": house.login_token().await });

    let answer = house.client.post(PATH).body_json(&body).send().await;
    answer.assert_status_is_ok();
    answer.assert_header("cache-control", "no-store");
    let login: Value = answer.json().await.value().deserialize();
    assert_eq!(login["token_type"], "bearer");
    assert_eq!(login["expires_in"], 720 * 60);
    assert_eq!(login["access_token"].as_str().unwrap().split('.').count(), 3);
    assert_eq!(login["admin"]["telegram_id"], OWNER.0);
    assert_eq!(login["admin"]["role"], "owner");
    assert_eq!(login["admin"]["created_at"], "2026-03-05T10:00:00.000Z");

    let again = house.client.post(PATH).body_json(&body).send().await;
    problem(again, 401, "login-token-invalid").await;
}

#[tokio::test]
async fn of_twenty_at_once_one_gets_in() {
    let house = House::open().await;
    let body = json!({ "token": house.login_token().await });
    let tries = (0..20).map(|_| house.client.post(PATH).body_json(&body).send());
    let answers = join_all(tries).await;
    let count = |status| answers.iter().filter(|answer| answer.0.status() == status).count();
    assert_eq!(count(StatusCode::OK), 1);
    assert_eq!(count(StatusCode::UNAUTHORIZED), 19);
}

#[tokio::test]
async fn a_link_holds_five_minutes() {
    let house = House::open().await;
    let (in_time, too_late) = (house.login_token().await, house.login_token().await);
    house.clock.advance(TimeDelta::minutes(5));
    house
        .client
        .post(PATH)
        .body_json(&json!({ "token": in_time }))
        .send()
        .await
        .assert_status_is_ok();
    house.clock.advance(TimeDelta::milliseconds(1));
    let answer = house.client.post(PATH).body_json(&json!({ "token": too_late })).send().await;
    problem(answer, 401, "login-token-invalid").await;
}

#[tokio::test]
async fn a_deactivated_admin_stays_outside() {
    let house = House::open().await;
    let body = json!({ "token": house.login_token().await });
    house.deactivate_owner().await;
    let answer = house.client.post(PATH).body_json(&body).send().await;
    problem(answer, 403, "admin-inactive").await;
}

#[tokio::test]
async fn what_is_no_token_is_no_token() {
    let house = House::open().await;
    for token in ["", "short", &"0".repeat(64), &"Я".repeat(64)] {
        let answer = house.client.post(PATH).body_json(&json!({ "token": token })).send().await;
        problem(answer, 401, "login-token-invalid").await;
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_pointed_at() {
    let house = House::open().await;
    for (body, path) in [
        (json!({ "token": "x", "remember": true }), "/remember"),
        (json!({ "token": 5 }), "/token"),
        (json!({}), ""),
        (json!(["x"]), ""),
    ] {
        let answer = house.client.post(PATH).body_json(&body).send().await;
        let problem = problem(answer, 400, "bad-request").await;
        assert_eq!(problem["errors"][0]["path"], path, "{problem}");
        assert_eq!(problem["errors"][0]["code"], "invalid");
    }
    let broken = house.client.post(PATH).content_type("application/json").body("{").send().await;
    problem(broken, 400, "bad-request").await;
}

#[tokio::test]
async fn bodies_are_json_and_not_too_long() {
    let house = House::open().await;
    let form = house.client.post(PATH).content_type("text/plain").body("token=x").send().await;
    problem(form, 415, "unsupported-media-type").await;
    let untyped = house.client.post(PATH).body("{}").send().await;
    problem(untyped, 415, "unsupported-media-type").await;
    let long = json!({ "token": "x".repeat(1 << 20) });
    let answer = house.client.post(PATH).body_json(&long).send().await;
    problem(answer, 413, "payload-too-large").await;
}

#[tokio::test]
async fn too_many_tries_have_to_wait() {
    let house = House::open().await;
    let body = json!({ "token": "0".repeat(64) });
    let mut last = None;
    for _ in 0..40 {
        last = Some(house.client.post(PATH).body_json(&body).send().await);
    }
    let last = last.unwrap();
    assert!(last.0.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    problem(last, 429, "too-many-requests").await;
}

#[tokio::test]
async fn without_its_database_it_says_so_and_no_more() {
    let house = House::open().await;
    let body = json!({ "token": house.login_token().await });
    house.running.close().await;
    let answer = house.client.post(PATH).body_json(&body).send().await;
    let problem = problem(answer, 503, "unavailable").await;
    assert!(problem.get("detail").is_none(), "{problem}");
}
