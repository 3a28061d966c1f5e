//! The program itself: what it needs, what it says when it lacks it, how it stops.

use std::process::{Output, Stdio};

use marmelad_sandbox::{BotKind, Person, Sandbox};
use rstest::rstest;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// The program in an empty folder, with no environment but what is given.
fn program(folder: &TempDir, variables: &[(&str, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marmelad-bots"));
    command
        .env_clear()
        .current_dir(folder.path())
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

fn given(telegram: &Sandbox) -> Vec<(&'static str, String)> {
    vec![
        ("TELEGRAM_API_URL", telegram.base_url()),
        ("TELEGRAM_MAIN_BOT_TOKEN", telegram.token(BotKind::Main)),
        ("TELEGRAM_AUTH_BOT_TOKEN", telegram.token(BotKind::Auth)),
    ]
}

fn set(variables: &mut Vec<(&'static str, String)>, name: &'static str, value: &str) {
    variables.retain(|(known, _)| *known != name);
    variables.push((name, value.to_owned()));
}

/// As an operator or a supervisor does it.
async fn terminate(child: Child) -> Output {
    let id = child.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().await;
    assert!(sent.unwrap().success());
    child.wait_with_output().await.unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn it_answers_until_it_is_terminated() {
    let (telegram, folder) = (Sandbox::builder().start().await.unwrap(), TempDir::new().unwrap());
    telegram.add_person(Person::new(101, "Анна"));
    let child = program(&folder, &given(&telegram)).spawn().unwrap();
    let welcome = telegram.ask(BotKind::Main, 101, "/start").await.unwrap();
    assert!(welcome.text.contains("Здравствуйте, Анна!"));
    let request = telegram.ask(BotKind::Auth, 101, "/start").await.unwrap();
    assert!(request.text.contains("Запрос отправлен"));
    let output = terminate(child).await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    telegram.stop().await;
}

#[tokio::test]
async fn updates_are_found_in_the_log_and_counted() {
    let (telegram, folder) = (Sandbox::builder().start().await.unwrap(), TempDir::new().unwrap());
    telegram.add_person(Person::new(101, "Анна"));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = free.local_addr().unwrap();
    drop(free);
    let child = program(&folder, &given(&telegram))
        .env("LOG_FORMAT", "json")
        .env("METRICS_ADDR", metrics.to_string())
        .spawn()
        .unwrap();
    let posted = telegram.send_text(BotKind::Main, 101, "/start").unwrap();
    telegram.next_bot_message(BotKind::Main, 101, posted.message_id).await.unwrap();
    let handled = r#"marmelad_updates_total{bot="main",outcome="handled"} 1"#;
    let counted = loop {
        let asked = reqwest::get(format!("http://{metrics}/metrics")).await.unwrap();
        let counted = asked.text().await.unwrap();
        if counted.contains(handled) {
            break counted;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    for line in [
        r#"marmelad_telegram_calls_total{bot="main",method="SendMessage",outcome="ok"} 1"#,
        r#"marmelad_queue_depth{queue="notifications"}"#,
        r#"marmelad_db_connections{state="idle"}"#,
        r#"process="marmelad-bots"} 1"#,
    ] {
        assert!(counted.contains(line), "{line}: {counted}");
    }
    let output = terminate(child).await;
    let logged = told(&output);
    assert_eq!(output.status.code(), Some(0), "{logged}");
    let ended = logged
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find(|line| line["message"] == "an update's handling ended")
        .unwrap();
    assert_eq!(ended["span"]["update_id"], posted.update_id, "{ended}");
    assert_eq!(ended["span"]["bot"], "main");
    assert!(!logged.contains("Анна"), "personal data in the log: {logged}");
    telegram.stop().await;
}

#[tokio::test]
async fn a_webhook_that_telegram_refuses_or_a_port_that_is_taken_stops_the_start() {
    let (telegram, folder) = (Sandbox::builder().start().await.unwrap(), TempDir::new().unwrap());
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let refused_url = "http://shop.example:8081/bot/main/webhook";
    for (url, address, code, says) in [
        (refused_url, "127.0.0.1:0", 2, "TELEGRAM_WEBHOOK_MAIN_URL"),
        ("https://shop.example/bot/main/webhook", taken.as_str(), 1, "BOTS_ADDR"),
    ] {
        let output = program(&folder, &given(&telegram))
            .env("BOT_MODE", "webhook")
            .env("BOTS_ADDR", address)
            .env("TELEGRAM_WEBHOOK_MAIN_URL", url)
            .env("TELEGRAM_WEBHOOK_AUTH_URL", "https://shop.example/bot/auth/webhook")
            .env("TELEGRAM_WEBHOOK_SECRET", "a-secret-of-16-or-more")
            .output()
            .await
            .unwrap();
        let told = told(&output);
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains(says), "{told}");
    }
    telegram.stop().await;
}

#[tokio::test]
async fn a_worker_alone_takes_no_updates() {
    let (telegram, folder) = (Sandbox::builder().start().await.unwrap(), TempDir::new().unwrap());
    let mut child = program(&folder, &given(&telegram))
        .args(["--roles", "worker"])
        .env("RUST_LOG", "warn")
        .spawn()
        .unwrap();
    let database = folder.path().join("marmelad.db");
    while !database.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        tokio::task::yield_now().await;
    }
    let output = terminate(child).await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(telegram.calls(BotKind::Main, None).len(), 0);
    telegram.stop().await;
}

#[rstest]
#[case::no_tokens(&[("TELEGRAM_MAIN_BOT_TOKEN", ""), ("TELEGRAM_AUTH_BOT_TOKEN", "")], 2,
    &["TELEGRAM_MAIN_BOT_TOKEN", "TELEGRAM_AUTH_BOT_TOKEN"])]
#[case::token_not_accepted(
    &[("TELEGRAM_MAIN_BOT_TOKEN", "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")], 2,
    &["TELEGRAM_MAIN_BOT_TOKEN"])]
#[case::webhooks(&[("BOT_MODE", "webhook")], 2, &["TELEGRAM_WEBHOOK_MAIN_URL"])]
#[case::no_folder(&[("DB_URL", "sqlite:nowhere/marmelad.db")], 1,
    &["sqlite:nowhere/marmelad.db"])]
#[tokio::test]
async fn what_keeps_it_from_starting_is_said(
    #[case] variables: &[(&'static str, &str)],
    #[case] code: i32,
    #[case] says: &[&str],
) {
    let (telegram, folder) = (Sandbox::builder().start().await.unwrap(), TempDir::new().unwrap());
    let mut given = given(&telegram);
    for (name, value) in variables {
        set(&mut given, name, value);
    }
    let output = program(&folder, &given).output().await.unwrap();
    let told = told(&output);
    assert_eq!(output.status.code(), Some(code), "{told}");
    for word in says {
        assert!(told.contains(word), "{told}");
    }
    assert!(!told.contains(":AA"), "a secret is told: {told}");
    telegram.stop().await;
}

#[tokio::test]
async fn a_role_that_is_none_is_refused() {
    let folder = TempDir::new().unwrap();
    let output = program(&folder, &[]).args(["--roles", "bots,cook"]).output().await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("worker"), "{}", told(&output));
}
