//! `settings …`, `audit …`

use serde_json::json;
use sqlx::Connection;

use crate::shop::Shop;

#[test]
fn settings_are_read_and_changed() {
    let shop = Shop::migrated();
    let all = shop.json(&["settings", "list"]);
    assert_eq!(all["wrong_code_limit"], 10);
    assert_eq!(all["quiet_hours"], json!({ "from": "21:00", "to": "09:00" }));
    assert!(all.get("privacy_policy_url").is_none(), "what is not set is left out");

    assert_eq!(
        shop.json(&["settings", "set", "wrong_code_limit", "5"]),
        json!({ "wrong_code_limit": 5 })
    );
    assert_eq!(
        shop.json(&["settings", "get", "wrong_code_limit"]),
        json!({ "wrong_code_limit": 5 })
    );
    shop.run(&["settings", "set", "quiet_hours", "22:00-08:30"]).ok();
    assert_eq!(
        shop.json(&["settings", "list"])["quiet_hours"],
        json!({ "from": "22:00", "to": "08:30" })
    );
    assert_eq!(shop.json(&["settings", "set", "quiet_hours", "null"]), json!({}));
    assert_eq!(
        shop.json(&["settings", "set", "wrong_code_limit", "null"]),
        json!({ "wrong_code_limit": 10 })
    );

    let newest = &shop.json(&["audit", "list", "--limit", "1"])[0];
    assert_eq!((&newest["actor"], &newest["action"]), (&json!("cli"), &json!("update_setting")));
    assert_eq!(newest["payload"]["wrong_code_limit"], json!({ "old": 5, "new": 10 }));
}

#[test]
fn wrong_settings_are_refused_with_a_hint() {
    let shop = Shop::migrated();
    shop.run(&["settings", "set", "digest_hour", "24"]).failed(2, &["0 to 23"]);
    shop.run(&["settings", "set", "quiet_hours", "noon"]).failed(2, &["21:00"]);
    shop.run(&["settings", "get", "digest_hou"]).failed(3, &["digest_hour"]);
    shop.run(&["settings", "set", "digest_hou", "9"]).failed(3, &["digest_hour"]);
    assert_eq!(shop.json(&["settings", "list"])["digest_hour"], 9);
}

#[tokio::test]
async fn a_changed_log_is_found_out() {
    let shop = Shop::migrated();
    shop.run(&["settings", "set", "digest_hour", "10"]).ok();
    let verified = shop.json(&["audit", "verify"]);
    assert_eq!((&verified["status"], &verified["records"]), (&json!("ok"), &json!(3)));

    let mut database = shop.database().await;
    sqlx::query("UPDATE audit_logs SET action = 'nothing' WHERE id = 2")
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    shop.fails(&["audit", "verify"], 1, "chain_broken");
}
