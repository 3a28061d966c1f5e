use poem::http::StatusCode;
use serde_json::Value;

use crate::house::House;

#[tokio::test]
async fn a_process_with_its_database_is_healthy_and_ready() {
    let house = House::open().await;
    for path in ["/health", "/ready"] {
        let answer = house.client.get(path).send().await;
        answer.assert_status_is_ok();
        answer.assert_text(r#"{"status":"ok"}"#).await;
    }
}

#[tokio::test]
async fn without_its_database_it_lives_but_is_not_ready() {
    let house = House::open().await;
    house.running.close().await;
    house.client.get("/health").send().await.assert_status_is_ok();
    let answer = house.client.get("/ready").send().await;
    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE);
    let body: Value = answer.json().await.value().deserialize();
    assert_eq!(body["failing"][0], "database");
}

#[tokio::test]
async fn without_what_it_can_do_without_it_is_ready_and_says_what_fails() {
    let house = House::open_with(&[("REDIS_URL", "redis://127.0.0.1:1")]).await;
    let answer = house.client.get("/ready").send().await;
    answer.assert_status_is_ok();
    answer.assert_text(r#"{"failing":["redis"],"status":"degraded"}"#).await;
    house.running.close().await;
    let answer = house.client.get("/ready").send().await;
    answer.assert_status(StatusCode::SERVICE_UNAVAILABLE);

    let redis = std::env::var("TEST_REDIS_URL").expect("run the tests by scripts/with-services.sh");
    let house = House::open_with(&[("REDIS_URL", &redis)]).await;
    let answer = house.client.get("/ready").send().await;
    answer.assert_text(r#"{"status":"ok"}"#).await;
}

/// Holds whether or not the panel was built before the server was.
#[tokio::test]
async fn every_path_outside_the_api_leads_to_the_panel() {
    let house = House::open().await;
    let start = house.client.get("/").send().await;
    let built = start.0.status() == StatusCode::OK;
    let page = start.0.into_body().into_string().await.unwrap();
    if built {
        assert!(page.contains("<div id=\"root\">"), "{page}");
    } else {
        assert!(page.starts_with("The panel is not built."), "{page}");
    }
    let deep = house.client.get("/users/5").send().await;
    assert_eq!(deep.0.into_body().into_string().await.unwrap(), page);
    if built {
        let missing = house.client.get("/assets/missing.js").send().await;
        missing.assert_status(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let house = House::open().await;
    let first = house.client.get("/").send().await;
    let Some(tag) = first.0.header("etag") else {
        return;
    };
    let again = house.client.get("/").header("If-None-Match", tag).send().await;
    again.assert_status(StatusCode::NOT_MODIFIED);
}

/// Holds when the panel was built before the server was.
#[tokio::test]
async fn the_panel_is_sent_compressed_to_whoever_takes_that() {
    let house = House::open().await;
    let plain = house.client.get("/").send().await;
    if plain.0.status() != StatusCode::OK {
        return;
    }
    assert_eq!(plain.0.header("content-encoding"), None);
    let asked = house.client.get("/").header("Accept-Encoding", "gzip, br");
    let small = asked.send().await;
    small.assert_header("content-encoding", "gzip");
    small.assert_header("content-type", "text/html; charset=utf-8");
    small.assert_header("vary", "accept-encoding");
    assert_ne!(small.0.header("etag"), plain.0.header("etag"));
    let bytes = small.0.into_body().into_vec().await.unwrap();
    assert_eq!(bytes[..2], [0x1f, 0x8b], "gzip's own beginning");
}

/// Whoever asks for it again and again costs nothing: it is the same text in memory, not another like it.
#[tokio::test]
async fn the_document_is_written_once() {
    let house = House::open().await;
    for path in ["/openapi.json", "/docs/swagger-ui.js", "/docs/swagger-ui.css"] {
        let ask = async || {
            let answer = house.client.get(path).send().await;
            answer.assert_status_is_ok();
            answer.0.into_body().into_bytes().await.unwrap()
        };
        let (first, second) = (ask().await, ask().await);
        assert!(first.len() > 1000, "{path}");
        assert_eq!(first.as_ptr(), second.as_ptr(), "{path}");
    }
}
