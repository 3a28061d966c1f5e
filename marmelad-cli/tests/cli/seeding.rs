//! `seed`

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::shop::Shop;

/// Everything that a story tells.
async fn story(shop: &Shop) -> Vec<String> {
    let mut database: SqliteConnection = shop.database().await;
    let mut told = Vec::new();
    for query in [
        "SELECT json_array(telegram_id, display_name, phone, birthday, tags, is_subscribed, campaign_id, created_at) FROM users ORDER BY id",
        "SELECT json_array(user_id, template_id, code, value, uses_count, expires_at, used_at, revoked_at) FROM discounts ORDER BY id",
        "SELECT json_array(code, cashier_id, status, shop, order_id, undoes_log_id, created_at) FROM discount_usage_logs ORDER BY id",
        "SELECT json_array(user_id, discount_id, amount, discount_amount, status) FROM orders ORDER BY id",
        "SELECT json_array(campaign_id, user_id, discount_id) FROM campaign_users ORDER BY id",
        "SELECT json_array(display_name, shop, status) FROM cashiers ORDER BY id",
    ] {
        told.extend(sqlx::query_scalar::<_, String>(query).fetch_all(&mut database).await.unwrap());
    }
    database.close().await.unwrap();
    told
}

/// How many rows break what the counters and histories promise.
async fn broken_promises(shop: &Shop) -> Vec<i64> {
    let mut database = shop.database().await;
    let mut broken = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM discounts d WHERE uses_count <> \
         (SELECT COUNT(*) FROM discount_usage_logs l WHERE l.discount_id = d.id AND l.status = 'success') - \
         (SELECT COUNT(*) FROM discount_usage_logs l WHERE l.discount_id = d.id AND l.status = 'undone')",
        "SELECT COUNT(*) FROM discount_templates t WHERE issued_count <> \
         (SELECT COUNT(*) FROM discounts d WHERE d.template_id = t.id)",
        "SELECT COUNT(*) FROM campaigns c WHERE joined_count <> \
         (SELECT COUNT(*) FROM campaign_users j WHERE j.campaign_id = c.id)",
        "SELECT COUNT(*) FROM orders o WHERE (status = 'undone') <> EXISTS \
         (SELECT 1 FROM discount_usage_logs l WHERE l.order_id = o.id AND l.status = 'undone')",
        "SELECT COUNT(*) FROM users u WHERE (discounts_issued, discounts_redeemed) <> \
         (SELECT COUNT(*), COUNT(used_at) FROM discounts d WHERE d.user_id = u.id)",
        "SELECT COUNT(*) FROM users u WHERE (orders_count, orders_total) <> \
         (SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM orders o WHERE o.user_id = u.id AND o.status = 'completed')",
        "SELECT COUNT(*) FROM discounts WHERE (uses_count > 0) <> (used_at IS NOT NULL)",
        "SELECT COUNT(*) FROM pragma_foreign_key_check",
    ] {
        broken.push(sqlx::query_scalar::<_, i64>(query).fetch_one(&mut database).await.unwrap());
    }
    database.close().await.unwrap();
    broken
}

#[tokio::test]
async fn the_same_number_makes_the_same_story_in_every_database() {
    let (one, same, other) = (Shop::empty(), Shop::empty(), Shop::empty());
    one.run(&["seed", "--users", "150", "--rng-seed", "7"]).ok();
    same.run(&["seed", "--users", "150", "--rng-seed", "7"]).ok();
    other.run(&["seed", "--users", "150", "--rng-seed", "8"]).ok();
    let told = story(&one).await;
    assert!(told.len() > 600);
    assert_eq!(told, story(&same).await);
    assert_ne!(told, story(&other).await);
    assert_eq!(broken_promises(&one).await, [0; 8]);
}

#[tokio::test]
async fn more_clients_than_one_transaction_takes_hang_together() {
    let shop = Shop::seeded(5_200);
    assert_eq!(shop.json(&["user", "list", "--per-page", "1"])["total"], 5_200);
    assert_eq!(broken_promises(&shop).await, [0; 8]);
}

#[test]
fn a_database_with_clients_is_left_as_it_is() {
    let shop = Shop::seeded(20);
    assert_eq!(shop.json(&["seed", "--users", "30"]), json!({ "seeded": false, "users": 20 }));
    assert!(shop.run(&["seed"]).ok().stdout.contains("20 clients already"));
    assert_eq!(shop.json(&["cashier", "list"]).as_array().unwrap().len(), 8);
    assert_eq!(shop.json(&["audit", "verify"])["status"], "ok");
}

#[test]
fn production_gets_no_made_up_clients() {
    let shop = Shop::empty();
    let ran = shop.run_with(&[("APP_ENV", "prod")], &["seed"]);
    ran.failed(6, &["APP_ENV"]);
    assert!(!shop.path().join("marmelad.db").exists());
    shop.run(&["seed", "--users", "0"]).failed(2, &["--users"]);
}
