use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, problem};

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems() {
    let house = House::open().await;
    for path in ["/api/v1/nothing", "/api/v1", "/api/v2/users", "/api"] {
        problem(house.client.get(path).send().await, 404, "not-found").await;
    }
    let answer = house.client.get("/api/v1/auth/login-token").send().await;
    assert_eq!(answer.0.header("allow"), Some("POST"));
    problem(answer, 405, "method-not-allowed").await;
    let answer = house.client.post("/health").send().await;
    assert_eq!(answer.0.header("allow"), Some("GET, HEAD"));
    problem(answer, 405, "method-not-allowed").await;
}

#[tokio::test]
async fn a_request_keeps_the_id_it_came_with() {
    let house = House::open().await;
    let named = house.client.get("/api/v1/nothing").header("X-Request-Id", "proxy-7").send().await;
    assert_eq!(problem(named, 404, "not-found").await["request_id"], "proxy-7");

    let fresh = house.client.get("/health").header("X-Request-Id", "not an id").send().await;
    let id = fresh.0.header("x-request-id").unwrap();
    assert_eq!(id.len(), 16, "{id}");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::open().await;
    for path in ["/", "/health", "/api/v1/nothing", "/openapi.json"] {
        let answer = house.client.get(path).send().await;
        answer.assert_header("x-content-type-options", "nosniff");
        answer.assert_header("referrer-policy", "no-referrer");
        let policy = answer.0.header("content-security-policy").unwrap();
        let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
        assert!(directives.contains(&"script-src 'self'"), "{policy}");
        assert!(directives.contains(&"frame-ancestors 'none'"), "{policy}");
    }
}

#[tokio::test]
async fn a_problem_names_no_internals() {
    let house = House::open().await;
    let answer = house.client.get("/api/v1/nothing").send().await;
    let problem = problem(answer, 404, "not-found").await;
    let fields: Vec<&str> = problem.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["request_id", "status", "title", "type"]);
}

#[tokio::test]
async fn the_document_is_served_as_the_command_line_prints_it() {
    let house = House::open().await;
    let answer = house.client.get("/openapi.json").send().await;
    answer.assert_status(StatusCode::OK);
    let text = answer.0.into_body().into_string().await.unwrap();
    assert_eq!(text, marmelad_http::spec::document());
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["servers"], json!([{ "url": "/api/v1" }]));
    let login = &document["components"]["schemas"]["LoginToken"];
    assert_eq!(login["required"], json!(["token"]));
}

#[tokio::test]
async fn the_page_of_the_document_holds_no_script_within() {
    let house = House::open().await;
    for path in ["/docs", "/docs/"] {
        let answer = house.client.get(path).send().await;
        answer.assert_status(StatusCode::OK);
        answer.assert_content_type("text/html; charset=utf-8");
        let page = answer.0.into_body().into_string().await.unwrap();
        for script in page.split("<script").skip(1) {
            let (attributes, rest) = script.split_once('>').unwrap();
            assert!(rest.starts_with("</script>"), "{page}");
            let file = attributes.split('"').nth(1).unwrap();
            let answer = house.client.get(file).send().await;
            answer.assert_content_type("text/javascript; charset=utf-8");
        }
    }
}
