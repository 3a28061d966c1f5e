//! `doctor`

use marmelad_sandbox::{BotKind, Sandbox};
use serde_json::Value;

use crate::shop::{Ran, Shop};

/// The program runs on another thread, so that the sandbox can answer it.
async fn examine(shop: Shop, variables: Vec<(&'static str, String)>) -> (Shop, Ran) {
    tokio::task::spawn_blocking(move || {
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let ran = shop.run_with(&variables, &["doctor", "--json"]);
        (shop, ran)
    })
    .await
    .unwrap()
}

fn variables(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    vec![
        ("TELEGRAM_API_URL", sandbox.base_url()),
        ("TELEGRAM_MAIN_BOT_TOKEN", sandbox.token(BotKind::Main)),
        ("TELEGRAM_AUTH_BOT_TOKEN", sandbox.token(BotKind::Auth)),
        ("TELEGRAM_CHANNEL_ID", sandbox.channel()),
    ]
}

/// Status and advice of one check.
fn check(ran: &Ran, what: &str) -> (String, String) {
    let report: Value = ran.json();
    let checks = report["checks"].as_array().unwrap();
    let found = checks
        .iter()
        .find(|check| check["check"] == what)
        .unwrap_or_else(|| panic!("{what}: {report:#}"));
    let text = |field: &str| found[field].as_str().unwrap_or_default().to_owned();
    (text("status"), text("todo"))
}

#[tokio::test]
async fn an_installation_in_order_passes_with_advice() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let (shop, ran) = examine(Shop::migrated(), variables(&sandbox)).await;
    assert_eq!(ran.exit, 0, "{ran:?}");
    for what in [
        "configuration",
        "Redis",
        "database",
        "database writes",
        "zone",
        "main bot",
        "auth bot",
        "channel",
    ] {
        assert_eq!(check(&ran, what).0, "ok", "{what}");
    }
    assert_eq!(check(&ran, "privacy policy").0, "warning");
    let (status, todo) = check(&ran, "owners");
    assert!(
        status == "warning" && todo.contains("admin add"),
        "{status} {todo}"
    );
    drop(shop);
}

#[tokio::test]
async fn what_does_not_work_is_an_error_with_what_to_do() {
    let sandbox = Sandbox::builder()
        .channel_admin(BotKind::Main, false)
        .start()
        .await
        .unwrap();
    let set = format!(
        "{}/bot{}/setWebhook",
        sandbox.base_url(),
        sandbox.token(BotKind::Auth)
    );
    let form = [("url", "https://example.com/bot/auth/webhook")];
    assert!(
        reqwest::Client::new()
            .post(set)
            .form(&form)
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
    );

    let (_, ran) = examine(Shop::migrated(), variables(&sandbox)).await;
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert_eq!(check(&ran, "main bot's updates").0, "ok");
    let (status, todo) = check(&ran, "auth bot's updates");
    assert!(
        status == "error" && todo.contains("deleteWebhook"),
        "{status} {todo}"
    );
    let (status, todo) = check(&ran, "channel");
    assert!(
        status == "error" && todo.contains("administrator"),
        "{status} {todo}"
    );
}

#[tokio::test]
async fn a_refused_token_is_named() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let mut variables = variables(&sandbox);
    variables[1].1 = "7000000009:AAAnotherTokenThatTelegramDoesNotKno".into();
    let (_, ran) = examine(Shop::migrated(), variables).await;
    let (status, todo) = check(&ran, "main bot");
    assert!(
        status == "error" && todo.contains("TELEGRAM_MAIN_BOT_TOKEN"),
        "{status} {todo}"
    );
    assert_eq!((ran.exit, check(&ran, "auth bot").0.as_str()), (1, "ok"));
}

#[test]
fn every_problem_of_the_configuration_is_listed_and_the_rest_still_checked() {
    let shop = Shop::migrated();
    let ran = shop.run_with(
        &[("REDIS_URL", "redis://127.0.0.1:6379")],
        &["doctor", "--json"],
    );
    assert_eq!(ran.exit, 1);
    assert_eq!(check(&ran, "TELEGRAM_MAIN_BOT_TOKEN").0, "error");
    assert_eq!(check(&ran, "TELEGRAM_AUTH_BOT_TOKEN").0, "error");
    assert_eq!(check(&ran, "database").0, "ok");
    assert_eq!(check(&ran, "Redis").0, "warning");
    let text = shop.run(&["doctor"]);
    assert!(text.stdout.contains('✗') && text.stdout.contains('✓') && text.stdout.contains('!'));
    assert!(
        text.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        text.stdout
    );
}

#[test]
fn a_mode_that_does_not_work_yet_is_named() {
    let ran = Shop::migrated().run_with(&[("BOT_MODE", "webhook")], &["doctor", "--json"]);
    let (status, todo) = check(&ran, "BOT_MODE");
    assert!(
        status == "error" && todo.contains("polling"),
        "{status} {todo}"
    );
    assert_eq!(ran.exit, 1);
}

#[test]
fn without_a_database_it_says_how_to_make_one() {
    let ran = Shop::empty().run(&["doctor", "--json"]);
    assert_eq!((ran.exit, check(&ran, "database").0.as_str()), (1, "error"));
    assert!(ran.stdout.contains("marmelad-cli migrate"));
}
