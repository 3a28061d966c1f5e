//! Each fault as the client sees it.

use std::time::{Duration, Instant};

use marmelad_sandbox::{BotKind, Fault, Sandbox};
use reqwest::Response;
use serde_json::{Value, json};

use crate::client::{ANNA, http, url, with_anna};

async fn send(sandbox: &Sandbox) -> reqwest::Result<Response> {
    http()
        .post(url(sandbox, "sendMessage"))
        .json(&json!({"chat_id": ANNA, "text": "x"}))
        .send()
        .await
}

fn delivered(sandbox: &Sandbox) -> usize {
    sandbox.bot_messages(BotKind::Main, ANNA).len()
}

#[tokio::test]
async fn a_cut_before_the_effect_sends_nothing() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::cut_before().method("sendMessage"));
    let error = send(&sandbox).await.unwrap_err();
    assert!(error.is_request() && !error.is_connect(), "{error:?}");
    assert_eq!(delivered(&sandbox), 0);
    assert_eq!(sandbox.count(BotKind::Main, Some("sendMessage"), 0), 1);
    send(&sandbox).await.unwrap();
    assert_eq!(delivered(&sandbox), 1);
}

#[tokio::test]
async fn a_cut_after_the_effect_loses_only_the_answer() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::cut_after().times(2));
    for sent in 1..=2 {
        send(&sandbox).await.unwrap_err();
        assert_eq!(delivered(&sandbox), sent);
    }
    send(&sandbox).await.unwrap();
    assert_eq!(delivered(&sandbox), 3);
}

#[tokio::test]
async fn a_cut_is_seen_on_a_kept_connection_too() {
    let sandbox = with_anna().await;
    let client = http();
    let send = || {
        client
            .post(url(&sandbox, "sendMessage"))
            .json(&json!({"chat_id": ANNA, "text": "x"}))
            .send()
    };
    send().await.unwrap().bytes().await.unwrap();
    sandbox.fault(Fault::cut_after());
    send().await.unwrap_err();
    assert_eq!(delivered(&sandbox), 2);
    send().await.unwrap();
    assert_eq!(delivered(&sandbox), 3);
}

#[tokio::test]
async fn server_errors_with_and_without_a_bot_api_body() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::http(500));
    let answer = send(&sandbox).await.unwrap();
    assert_eq!(answer.status().as_u16(), 500);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({"ok": false, "error_code": 500, "description": "Internal Server Error"})
    );
    sandbox.fault(Fault::http_html(502));
    let answer = send(&sandbox).await.unwrap();
    assert_eq!(answer.status().as_u16(), 502);
    let page = answer.text().await.unwrap();
    assert!(page.contains("502 Bad Gateway"), "{page}");
    assert_eq!(delivered(&sandbox), 0);
    sandbox.fault(Fault::http_html(502).after_effect());
    assert_eq!(send(&sandbox).await.unwrap().status().as_u16(), 502);
    assert_eq!(delivered(&sandbox), 1);
}

#[tokio::test]
async fn garbage_is_no_json() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::garbage());
    let answer = send(&sandbox).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.json::<Value>().await.unwrap_err();
    assert_eq!(delivered(&sandbox), 1);
}

#[tokio::test]
async fn refusals_and_retry_after() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::retry_after(7));
    let answer = send(&sandbox).await.unwrap();
    assert_eq!(answer.status().as_u16(), 429);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({
            "ok": false,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        })
    );
    for (fault, code) in [
        (Fault::forbidden("Forbidden: user is deactivated"), 403),
        (Fault::bad_request("Bad Request: PEER_ID_INVALID"), 400),
        (Fault::refuse(401, "Unauthorized"), 401),
    ] {
        sandbox.fault(fault);
        assert_eq!(send(&sandbox).await.unwrap().status().as_u16(), code);
    }
    assert_eq!(delivered(&sandbox), 0);
}

#[tokio::test]
async fn a_hang_answers_late_or_never() {
    let sandbox = with_anna().await;
    sandbox.fault(Fault::hang(Duration::from_millis(300)));
    let started = Instant::now();
    assert!(send(&sandbox).await.unwrap().status().is_success());
    assert!(started.elapsed() >= Duration::from_millis(300));

    let impatient = |sandbox: &Sandbox| {
        http()
            .post(url(sandbox, "sendMessage"))
            .json(&json!({"chat_id": ANNA, "text": "x"}))
            .timeout(Duration::from_millis(300))
            .send()
    };
    sandbox.fault(Fault::hang(Duration::from_mins(10)));
    assert!(impatient(&sandbox).await.unwrap_err().is_timeout());
    assert_eq!(delivered(&sandbox), 1);
    sandbox.fault(Fault::hang_after(Duration::from_mins(10)));
    assert!(impatient(&sandbox).await.unwrap_err().is_timeout());
    assert_eq!(delivered(&sandbox), 2);
}

#[tokio::test]
async fn faults_keep_to_their_bot_method_and_chat() {
    let sandbox = with_anna().await;
    let id = sandbox.fault(
        Fault::http(500)
            .on(BotKind::Main)
            .method("editMessageText")
            .during(Duration::from_mins(10)),
    );
    sandbox.fault(Fault::http(500).chat(ANNA + 1).times(10));
    sandbox.fault(Fault::http(500).on(BotKind::Auth).times(10));
    assert!(send(&sandbox).await.unwrap().status().is_success());
    assert!(sandbox.disarm(id));
    assert!(!sandbox.disarm(id));
    sandbox.fault(Fault::http(500).chat(ANNA).times(10));
    assert_eq!(send(&sandbox).await.unwrap().status().as_u16(), 500);
    sandbox.clear_faults();
    assert!(send(&sandbox).await.unwrap().status().is_success());
}
