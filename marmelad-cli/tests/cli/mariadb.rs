//! The same program on MariaDB.

use serde_json::Value;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, MySqlConnection};

use crate::shop::{Ran, Shop};

/// A database of its own on the server of `TEST_MYSQL_URL`; the server goes away after the tests.
async fn database() -> (MySqlConnection, String) {
    let server = std::env::var("TEST_MYSQL_URL").expect(
        "TEST_MYSQL_URL names no MariaDB to test against; run scripts/with-services.sh cargo test -p marmelad-cli",
    );
    let options: MySqlConnectOptions = server.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    let name = format!("cli_{}", std::process::id());
    for statement in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name}"),
    ] {
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    (
        connection,
        format!("{}/{name}", server.trim_end_matches('/')),
    )
}

#[tokio::test]
async fn clients_are_made_found_and_redeem() {
    let (_connection, url) = database().await;
    let shop = Shop::empty();
    let run = |args: &[&str]| -> Ran { shop.run_with(&[("DB_URL", url.as_str())], args) };
    let json = |args: &[&str]| -> Value { run(&[args, &["--json"]].concat()).ok().json() };

    run(&["user", "list"]).failed(1, &["lacks", "marmelad-cli migrate"]);
    assert_eq!(json(&["seed", "--users", "700"])["users"], 700);
    assert_eq!(json(&["seed"])["seeded"], false);
    let client = json(&["user", "list", "--per-page", "1"])["items"][0]["telegram_id"].to_string();
    assert_eq!(
        json(&["user", "show", &client])["telegram_id"].to_string(),
        client
    );
    let code = json(&["code", "issue", "--user", &client, "--template", "1"])["code"].clone();
    let code = code.as_str().unwrap();
    let redeemed = json(&["code", "redeem", code, "--yes", "--amount", "1500.50"]);
    assert_eq!(redeemed["order"]["discount_amount"], "150.05");
    assert_eq!(run(&["code", "redeem", code, "--yes"]).exit, 4);
    assert_eq!(json(&["audit", "verify"])["status"], "ok");
}
