//! The bounds that the document states for fields of PATCH bodies are those that the server checks.

use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::{Value, json};

use crate::house::House;

/// Values at the bounds of a field and beyond them; `true` = the server takes the value.
fn probes(field: &Value) -> Vec<(Value, bool)> {
    let mut probes = Vec::new();
    let bound = |name: &str| {
        field[name].as_f64().map(|bound| format!("{bound:.0}").parse::<i64>().unwrap())
    };
    let count = |name: &str| field[name].as_u64().map(|bound| usize::try_from(bound).unwrap());
    if let Some(longest) = count("maxLength") {
        probes.push((json!("я".repeat(longest)), true));
        probes.push((json!("я".repeat(longest + 1)), false));
    }
    if let Some(shortest) = count("minLength") {
        probes.push((json!("1".repeat(shortest)), true));
        probes.push((json!("1".repeat(shortest - 1)), false));
    }
    for (name, outwards) in [("minimum", -1), ("maximum", 1)] {
        if let Some(bound) = bound(name) {
            probes.push((json!(bound), true));
            probes.push((json!(bound + outwards), false));
        }
    }
    if let (Some(most), "string") =
        (count("maxItems"), field["items"]["type"].as_str().unwrap_or_default())
    {
        let items =
            |count: usize| json!((0..count).map(|item| item.to_string()).collect::<Vec<_>>());
        probes.push((items(most), true));
        probes.push((items(most + 1), false));
    }
    probes
}

#[tokio::test]
async fn documented_bounds_are_those_of_the_server() {
    let house = House::open().await;
    let token = house.token(Role::Owner).await;
    house.token(Role::Readonly).await;
    let template = json!({
        "name": "Чай", "value": "10", "value_type": "percent", "event": "manual", "duration_days": 14,
        "recurrence": { "type": "unlimited" }, "usage_type": "multi", "max_uses": 3,
    });
    let segment = json!({ "name": "Все", "filter": { "all": [] } });
    let (user, cashier) = (house.client(1).await, house.till(900, true).await);
    let mut resources = vec![("/users", user), ("/cashiers", cashier), ("/admins", 2)];
    for (path, body) in [
        ("/discount-templates", template),
        ("/segments", segment),
        ("/campaigns", json!({ "slug": "leto", "name": "Лето" })),
        ("/broadcasts", json!({ "title": "Весна", "body": "Здравствуйте!" })),
    ] {
        let added = house.call((Method::POST, path), &token, Some(body), 201).await;
        resources.push((path, added["id"].as_i64().unwrap()));
    }
    let document: Value = serde_json::from_str(marmelad_http::spec::document()).unwrap();
    let mut compared = 0;
    for (collection, id) in resources {
        let operation = &document["paths"][format!("{collection}/{{id}}")]["patch"];
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let schema = document.pointer(schema.as_str().unwrap().trim_start_matches('#')).unwrap();
        for (field, of) in schema["properties"].as_object().unwrap() {
            // Ids within their bounds may be unknown; a broadcast of kind `html` has no source.
            if of["format"] == "int64" {
                continue;
            }
            for (value, fits) in probes(of) {
                let body = json!({ field: value });
                let path = format!("{collection}/{id}");
                let answer = house.ask(Method::PATCH, &path, &token).body_json(&body).send().await;
                let status = answer.0.status().as_u16();
                let answer = answer.0.into_body().into_string().await.unwrap();
                let answer: Value = serde_json::from_str(&answer).unwrap();
                let is_refused =
                    answer["errors"].as_array().into_iter().flatten().any(|error| {
                        error["path"].as_str().unwrap().split('/').nth(1) == Some(field)
                    });
                assert_eq!(is_refused, !fits, "{path} {body}: {status} {answer}");
                assert!(matches!(status, 200 | 400 | 422), "{path} {body}: {status} {answer}");
                compared += 1;
            }
        }
    }
    assert!(compared > 40, "{compared}");
}
