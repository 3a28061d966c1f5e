use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::json;

use super::errors;
use crate::house::{House, on_each_database, problem};

on_each_database!(it_is_begun_held_gone_on_with_and_given_up, whoever_writes_it_tries_it_first,);

async fn it_is_begun_held_gone_on_with_and_given_up(house: House) {
    let token = house.token(Role::Marketing).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let refused = async |action: &str, from: &str, to: &str| {
        let answer = house.ask(Method::POST, &format!("{path}/{action}"), &token);
        let answer = answer.send().await;
        let told = problem(answer, 409, "wrong-state").await;
        let detail = told["detail"].as_str().unwrap();
        assert!(
            detail.contains(&format!("`{from}`")) && detail.contains(&format!("`{to}`")),
            "{detail}"
        );
    };
    let moved = async |action: &str, expected: &str| {
        let path = format!("{path}/{action}");
        let now = house.post(&path, &token, None, 200).await;
        assert_eq!(now["status"], expected, "{action}");
        now
    };
    refused("pause", "draft", "paused").await;
    refused("resume", "draft", "sending").await;
    let begun = moved("start", "sending").await;
    assert_eq!(begun["started_at"], "2026-03-05T10:00:00.000Z");
    assert_eq!(begun["effective_rate_per_minute"], 25);
    refused("start", "sending", "sending").await;
    for method in [Method::PATCH, Method::DELETE] {
        let answer = house.ask(method, &path, &token).body_json(&json!({}));
        let told = problem(answer.send().await, 409, "wrong-state").await;
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains("`sending`") && detail.contains("`draft`"), "{detail}");
    }
    moved("pause", "paused").await;
    moved("resume", "sending").await;
    let ended = moved("cancel", "canceled").await;
    assert!(ended.get("finished_at").is_some());
    refused("resume", "canceled", "sending").await;
    house.refuse((Method::POST, "/broadcasts/999/start"), &token, None, 404, "not-found").await;
}

async fn whoever_writes_it_tries_it_first(house: House) {
    let token = house.token(Role::Owner).await;
    let path = house.a_draft(&token, json!({})).await;
    let test = format!("{path}/test");
    let refused = async |body| {
        let answer = house.ask(Method::POST, &test, &token).body_json(&body);
        errors(&problem(answer.send().await, 422, "invalid-value").await)
    };
    assert_eq!(refused(json!({})).await, ["/user_ids unreachable"]);
    assert_eq!(refused(json!({ "user_ids": [] })).await, ["/user_ids count"]);
    assert_eq!(refused(json!({ "user_ids": [999] })).await, ["/user_ids unreachable"]);
    // The owner writes to the main bot themselves.
    house.a_client(42).await;
    let anna = house.a_client(1000).await;
    let tried = house.post(&test, &token, Some(json!({})), 200).await;
    assert_eq!(tried["status"], "draft");
    let anna = json!({ "user_ids": [anna.id.0] });
    house.post(&test, &token, Some(anna), 200).await;
    let logs = house.get(&format!("{path}/logs"), &token).await;
    assert_eq!(logs["total"], 0, "they are no recipients");
}
