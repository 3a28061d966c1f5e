//! What goes wrong around the program, and what it says then.

use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use rstest::rstest;
use serde_json::Value;
use sqlx::Executor;

use crate::shop::{Ran, Shop};

#[rstest]
#[case(&["user", "list"])]
#[case(&["user", "show", "1"])]
#[case(&["code", "check", "ДЯА4589"])]
#[case(&["code", "redeem", "ДЯА4589", "--yes"])]
#[case(&["template", "list"])]
#[case(&["broadcast", "list"])]
#[case(&["broadcast", "watch", "1"])]
#[case(&["cashier", "list"])]
#[case(&["admin", "list"])]
#[case(&["settings", "list"])]
#[case(&["audit", "verify"])]
#[case(&["migrate", "status"])]
fn without_a_database_there_is_one_line_with_what_to_do(#[case] args: &[&str]) {
    let shop = Shop::empty();
    shop.run(args).failed(1, &["marmelad.db", "marmelad-cli migrate"]);
    assert_eq!(std::fs::read_dir(shop.path()).unwrap().count(), 0);
}

#[test]
fn a_database_that_is_not_migrated_is_not_touched() {
    let shop = Shop::empty();
    std::fs::write(shop.path().join("marmelad.db"), "").unwrap();
    shop.run(&["user", "list"]).failed(1, &["lacks", "marmelad-cli migrate"]);
    assert_eq!(shop.json(&["migrate", "status"])["applied"], 0);
    assert!(shop.json(&["migrate"])["newly_applied"].as_u64().unwrap() > 0);
    assert_eq!(shop.json(&["migrate"])["newly_applied"], 0);
    assert_eq!(shop.json(&["migrate", "status"])["pending"], 0);
    shop.run(&["user", "list"]).ok();
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let shop = Shop::empty();
    std::fs::write(shop.path().join("marmelad.db"), "x".repeat(4096)).unwrap();
    shop.run(&["user", "list"]).failed(1, &["marmelad.db", "not an SQLite database"]);
    let folder = [("DB_URL", "sqlite:.")];
    shop.run_with(&folder, &["user", "list"]).failed(1, &["DB_URL"]);
}

#[tokio::test]
async fn a_locked_database_is_told_in_one_line() {
    let shop = Shop::migrated();
    let mut holder = shop.database().await;
    for step in [
        "PRAGMA locking_mode = EXCLUSIVE",
        "BEGIN EXCLUSIVE",
        "UPDATE admins SET role = role",
        "DELETE FROM leases",
    ] {
        holder.execute(step).await.unwrap();
    }
    shop.run(&["user", "list"]).failed(1, &["locked"]);
}

#[test]
fn a_wrong_configuration_is_told_whole_and_without_secrets() {
    let shop = Shop::empty();
    std::fs::write(
        shop.path().join(".env"),
        "TZ=Nowhere/City\nDB_URL=postgres://user:hunter2@host/db\n",
    )
    .unwrap();
    let ran = shop.run(&["user", "list"]);
    assert!(!ran.stderr.contains("hunter2"), "{ran:?}");
    ran.failed(2, &["TZ", "DB_URL", "2 problems"]);
    std::fs::write(shop.path().join(".env"), "this is no line\n").unwrap();
    shop.run(&["migrate"]).failed(2, &[".env"]);
}

#[rstest]
#[case(&["code", "revoke", "ДЯА4589"], "--reason")]
#[case(&["user", "list", "--per-page", "0"], "--per-page")]
#[case(&["cashier", "list", "--status", "happy"], "pending")]
#[case(&["code", "redeem", "ДЯА4589", "--amount", "много"], "--amount")]
#[case(&["completions", "cmd.exe"], "bash")]
#[case(&["frobnicate"], "--help")]
fn a_wrong_command_line_is_exit_2_in_one_line(#[case] args: &[&str], #[case] word: &str) {
    let shop = Shop::empty();
    shop.run(args).failed(2, &[word]);
    shop.fails(args, 2, "usage");
}

#[test]
fn without_a_command_there_is_help_and_no_success() {
    let ran = Shop::empty().run(&[]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage:") && ran.stderr.contains("demo"));
}

#[test]
fn help_version_completions_and_the_document_need_nothing() {
    let shop = Shop::empty();
    assert!(shop.run(&["--help"]).ok().stdout.contains("Examples:"));
    assert!(shop.run(&["code", "redeem", "--help"]).ok().stdout.contains("--idempotency-key"));
    assert!(shop.run(&["--version"]).ok().stdout.starts_with("marmelad-cli "));
    assert!(shop.run(&["completions", "bash"]).ok().stdout.contains("complete -F"));
}

#[test]
fn the_kept_openapi_document_is_what_the_code_gives() {
    let shop = Shop::migrated();
    let given = shop.run(&["openapi"]).ok().stdout;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(given == kept, "openapi/openapi.json is out of date: run `make gen` and commit it");
    let document: Value = serde_json::from_str(&given).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with('3'));
    assert_eq!(document, shop.json(&["openapi"]));
}

#[test]
fn whoever_stops_reading_is_not_complained_about() {
    let shop = Shop::migrated();
    let mut child = shop
        .command(&["settings", "list", "--texts"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_database_server_that_is_away_is_named_without_its_password() {
    let shop = Shop::empty();
    let away = [("DB_URL", "mysql://shop:hunter2@127.0.0.1:1/shop")];
    for args in [&["user", "list"][..], &["migrate"], &["seed"]] {
        let ran: Ran = shop.run_with(&away, args);
        assert!(!ran.stderr.contains("hunter2"), "{ran:?}");
        ran.failed(1, &["127.0.0.1:1", "does not answer"]);
    }
}
