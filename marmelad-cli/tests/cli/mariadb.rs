//! The same program on MariaDB.

use marmelad_testkit::{Backend, Database};
use serde_json::Value;

use crate::shop::{Ran, Shop};

#[tokio::test]
async fn clients_are_made_found_and_redeem() {
    let mut database = Database::empty(Backend::MariaDb).await;
    let url = database.url().to_owned();
    let shop = Shop::empty();
    let run = |args: &[&str]| -> Ran { shop.run_with(&[("DB_URL", url.as_str())], args) };
    let json = |args: &[&str]| -> Value { run(&[args, &["--json"]].concat()).ok().json() };

    run(&["user", "list"]).failed(1, &["lacks", "marmelad-cli migrate"]);
    assert_eq!(json(&["seed", "--users", "700"])["users"], 700);
    assert_eq!(json(&["seed"])["seeded"], false);
    let client = json(&["user", "list", "--per-page", "1"])["items"][0]["telegram_id"].to_string();
    assert_eq!(json(&["user", "show", &client])["telegram_id"].to_string(), client);
    let code = json(&["code", "issue", "--user", &client, "--template", "1"])["code"].clone();
    let code = code.as_str().unwrap();
    let redeemed = json(&["code", "redeem", code, "--yes", "--amount", "1500.50"]);
    assert_eq!(redeemed["order"]["discount_amount"], "150.05");
    assert_eq!(run(&["code", "redeem", code, "--yes"]).exit, 4);
    assert_eq!(json(&["audit", "verify"])["status"], "ok");
    database.remove().await;
}
