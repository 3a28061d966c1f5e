//! `doctor`

use marmelad_adapters::bootstrap::{Overrides, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_core::system::ProcessReport;
use marmelad_sandbox::{BotKind, Sandbox};
use serde_json::Value;

use crate::shop::{Ran, Shop};

/// Runs `doctor` with these variables.
fn examine(shop: &Shop, variables: &[(&str, String)]) -> Ran {
    shop.run_with(variables, &["doctor", "--json"])
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

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_in_order_passes_with_advice() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shop = Shop::migrated();
    let ran = examine(&shop, &variables(&sandbox));
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
    for what in ["privacy policy", "processes"] {
        assert_eq!(check(&ran, what).0, "warning", "{what}");
    }
    let (status, todo) = check(&ran, "owners");
    assert!(status == "warning" && todo.contains("admin add"), "{status} {todo}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_work_is_an_error_with_what_to_do() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    sandbox.set_channel_admin(BotKind::Main, false);
    let set = format!("{}/bot{}/setWebhook", sandbox.base_url(), sandbox.token(BotKind::Auth));
    let form = [("url", "https://example.com/bot/auth/webhook")];
    assert!(
        reqwest::Client::new().post(set).form(&form).send().await.unwrap().status().is_success()
    );

    let ran = examine(&Shop::migrated(), &variables(&sandbox));
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert_eq!(check(&ran, "main bot's updates").0, "ok");
    let (status, todo) = check(&ran, "auth bot's updates");
    assert!(status == "error" && todo.contains("webhook delete"), "{status} {todo}");
    let (status, todo) = check(&ran, "channel");
    assert!(status == "error" && todo.contains("administrator"), "{status} {todo}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_named() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let mut variables = variables(&sandbox);
    variables[1].1 = "7000000009:AAAnotherTokenThatTelegramDoesNotKno".into();
    let ran = examine(&Shop::migrated(), &variables);
    let (status, todo) = check(&ran, "main bot");
    assert!(status == "error" && todo.contains("TELEGRAM_MAIN_BOT_TOKEN"), "{status} {todo}");
    assert_eq!((ran.exit, check(&ran, "auth bot").0.as_str()), (1, "ok"));
}

#[test]
fn every_problem_of_the_configuration_is_listed_and_the_rest_still_checked() {
    let shop = Shop::migrated();
    let ran = shop.run_with(&[("REDIS_URL", "redis://127.0.0.1:1")], &["doctor", "--json"]);
    assert_eq!(ran.exit, 1);
    assert_eq!(check(&ran, "TELEGRAM_MAIN_BOT_TOKEN").0, "error");
    assert_eq!(check(&ran, "TELEGRAM_AUTH_BOT_TOKEN").0, "error");
    assert_eq!(check(&ran, "database").0, "ok");
    let (status, todo) = check(&ran, "Redis");
    assert!(status == "error" && todo.contains("REDIS_URL"), "{status} {todo}");
    let text = shop.run(&["doctor"]);
    assert!(text.stdout.contains('✗') && text.stdout.contains('✓') && text.stdout.contains('!'));
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 80), "{}", text.stdout);
}

/// As if other processes had reported themselves just now.
async fn report(shop: &Shop, zone: &str, version: &str) {
    let config =
        Config::load(Purpose::Cli, &Variables::from_pairs([("DB_URL", shop.database_url())]));
    let running = bootstrap(&config.unwrap(), Overrides::default()).await.unwrap();
    let now = running.app.now();
    let process = ProcessReport {
        id: format!("{zone} {version}"),
        name: "marmelad-bots".into(),
        roles: "bots".into(),
        zone: zone.into(),
        version: version.into(),
        started_at: now,
    };
    running.app.ports().processes.report(process, now).await.unwrap();
    running.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_do_not_agree_are_found() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shop = Shop::migrated();
    report(&shop, "Asia/Vladivostok", "1.0.0").await;
    let ran = examine(&shop, &variables(&sandbox));
    assert_eq!((ran.exit, check(&ran, "processes").0.as_str()), (0, "ok"), "{ran:?}");
    report(&shop, "Europe/Moscow", "1.0.1").await;
    let ran = examine(&shop, &variables(&sandbox));
    let (status, todo) = check(&ran, "zone of all");
    assert!(status == "error" && todo.contains("TZ"), "{status} {todo}");
    assert_eq!((ran.exit, check(&ran, "versions").0.as_str()), (1, "warning"));
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_are_compared_with_what_telegram_says() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shop = Shop::migrated();
    let ran = examine(&shop, &webhooks(&sandbox));
    let (status, todo) = check(&ran, "main bot's updates");
    assert!(status == "error" && todo.contains("webhook set"), "{status} {todo}");

    let set = shop.run_with(&webhooks(&sandbox), &["webhook", "set", "--json"]);
    let told: Value = set.ok().json();
    assert_eq!(told[0]["url"], "https://shop.example/bot/main/webhook", "{told}");
    assert_eq!(told[1]["bot"], "auth");
    let ran = examine(&shop, &webhooks(&sandbox));
    for bot in ["main", "auth"] {
        assert_eq!(check(&ran, &format!("{bot} bot's updates")).0, "ok", "{ran:?}");
    }

    let elsewhere =
        ("TELEGRAM_WEBHOOK_AUTH_URL", "https://new.example/bot/auth/webhook".to_owned());
    let moved: Vec<_> = webhooks(&sandbox).into_iter().chain([elsewhere]).collect();
    let ran = examine(&shop, &moved);
    assert_eq!(check(&ran, "auth bot's updates").0, "error");

    let webhook =
        |words: &[&str]| shop.run_with(&variables(&sandbox), &[&["webhook"], words].concat());
    let deleted = webhook(&["delete", "--bot", "auth"]);
    assert!(deleted.stdout.contains("nowhere"), "{deleted:?}");
    let ran = webhook(&["info"]);
    assert!(ran.stdout.contains("https://shop.example/bot/main/webhook"), "{ran:?}");
    let ran = webhook(&["set"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("TELEGRAM_WEBHOOK_SECRET"), "{ran:?}");
}

fn webhooks(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let mut variables = variables(sandbox);
    for (name, value) in [
        ("BOT_MODE", "webhook"),
        ("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example/bot/main/webhook"),
        ("TELEGRAM_WEBHOOK_AUTH_URL", "https://shop.example/bot/auth/webhook"),
        ("TELEGRAM_WEBHOOK_SECRET", "0123456789abcdef"),
    ] {
        variables.push((name, value.to_owned()));
    }
    variables
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_tells_who_answers_from_who_does_not() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shop = Shop::empty();
    let here = |path: &str| format!("{}/control/{path}", sandbox.base_url());
    shop.run(&["probe", &here("state")]).ok();
    shop.run(&["probe", &here("nowhere")]).failed(1, &["404"]);
    shop.run(&["probe", "http://127.0.0.1:1/"]).failed(1, &["does the process run"]);
    shop.run(&["probe", "127.0.0.1"]).failed(2, &["http://"]);
}

#[test]
fn without_a_database_it_says_how_to_make_one() {
    let ran = Shop::empty().run(&["doctor", "--json"]);
    assert_eq!((ran.exit, check(&ran, "database").0.as_str()), (1, "error"));
    assert!(ran.stdout.contains("marmelad-cli migrate"));
}
