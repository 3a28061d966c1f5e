//! The program as its operators meet it: start, log, metrics, stop.

use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use poem::http::StatusCode;
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// The program in an empty folder, with no environment but what is given.
fn program(folder: &TempDir, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marmelad-http"));
    command
        .env_clear()
        .current_dir(folder.path())
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn get(address: SocketAddr, path: &str) -> Option<(StatusCode, String)> {
    let request = reqwest::Client::new()
        .get(format!("http://{address}{path}"))
        .header("X-Request-Id", "find-me-42");
    let answer = request.send().await.ok()?;
    Some((answer.status(), answer.text().await.ok()?))
}

async fn until_it_answers(child: &mut Child, address: SocketAddr, path: &str) -> String {
    loop {
        if let Some((status, body)) = get(address, path).await {
            assert!(status.is_success(), "{status} {body}");
            return body;
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// As an operator or a supervisor does it; what it logged.
async fn terminate(child: Child) -> (Option<i32>, String) {
    let id = child.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().await;
    assert!(sent.unwrap().success());
    let output = child.wait_with_output().await.unwrap();
    let logged = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), logged)
}

#[tokio::test]
async fn requests_are_found_in_the_log_and_counted() {
    let folder = TempDir::new().unwrap();
    let (http, metrics) = (free_address(), free_address());
    let variables = [
        ("HTTP_ADDR", &*http.to_string()),
        ("METRICS_ADDR", &metrics.to_string()),
        ("LOG_FORMAT", "json"),
    ];
    let mut child = program(&folder, &variables).spawn().unwrap();
    until_it_answers(&mut child, http, "/ready").await;
    let (status, _) = get(http, "/api/v1/nowhere/at/all").await.unwrap();
    assert_eq!(status, StatusCode::NOT_FOUND);
    let hidden = get(http, "/metrics").await.unwrap().1;
    assert!(!hidden.contains("marmelad_"), "{hidden}");

    let counted = until_it_answers(&mut child, metrics, "/metrics").await;
    for line in [
        r#"marmelad_http_requests_total{method="GET",route="unknown",status="404"} 1"#,
        r#"marmelad_build_info{version="0.1.0",process="marmelad-http"} 1"#,
        r#"marmelad_db_faults_total{kind="broken"} 0"#,
        "marmelad_http_request_duration_seconds_bucket",
        "process_resident_memory_bytes",
    ] {
        assert!(counted.contains(line), "{line}: {counted}");
    }
    assert!(!counted.contains("nowhere"), "an address became a label");
    until_it_answers(&mut child, metrics, "/health").await;

    let (code, logged) = terminate(child).await;
    assert_eq!(code, Some(0), "{logged}");
    let lines: Vec<Value> = logged
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let answered = lines.iter().find(|line| line["status"] == 404).unwrap();
    assert_eq!(answered["span"]["request_id"], "find-me-42", "{answered}");
    assert_eq!(answered["span"]["path"], "/api/v1/nowhere/at/all");
    assert_eq!(answered["level"], "INFO");
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let folder = TempDir::new().unwrap();
    for variable in ["HTTP_ADDR", "METRICS_ADDR"] {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = held.local_addr().unwrap().to_string();
        let output = program(&folder, &[(variable, &address)]).output().await;
        let output = output.unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(&format!("{variable}={address}")), "{told}");
    }
}
