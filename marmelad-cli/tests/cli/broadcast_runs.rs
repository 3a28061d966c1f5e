//! `broadcast start|watch|pause|resume|cancel|test|retry|recall|logs`. Nothing is sent: no worker runs here.

use rstest::rstest;
use serde_json::{Value, json};
use sqlx::Executor;

use crate::shop::Shop;

impl Shop {
    /// A draft to everybody.
    pub(crate) fn draft(&self) -> String {
        let draft = self.json(&["broadcast", "create", "--title", "Весна", "--text", "Привет!"]);
        draft["id"].to_string()
    }

    pub(crate) fn broadcast(&self, words: &[&str]) -> Value {
        self.json(&[&["broadcast"], words].concat())
    }
}

#[test]
fn it_goes_its_way_and_no_other() {
    let shop = Shop::seeded(60);
    let id = shop.draft();
    let go = |verb: &str| shop.broadcast(&[verb, &id])["status"].clone();
    let refused = |verb: &str| {
        let words = ["broadcast", verb, &id];
        let failed = shop.failure(&words);
        assert_eq!(failed, (6, "wrong_state".into()), "{verb}");
    };
    refused("pause");
    refused("resume");
    shop.run(&["broadcast", "start", &id]).failed(2, &["no terminal", "--yes", "preflight"]);
    assert_eq!(shop.broadcast(&["show", &id])["status"], "draft");

    let started = shop.broadcast(&["start", &id, "--yes"]);
    assert_eq!(started["status"], "sending");
    assert!(started["started_at"].is_string());
    let again = ["broadcast", "start", &id, "--yes"];
    shop.fails(&again, 6, "wrong_state");
    shop.run(&again).failed(6, &["sending", "pause"]);
    assert_eq!(go("pause"), "paused");
    refused("pause");
    let watched = shop.run(&["broadcast", "watch", &id]).ok().stdout;
    assert!(watched.contains("paused 0 of"), "{watched}");
    assert_eq!(watched.lines().count(), 1);
    let watched = shop.run(&["broadcast", "watch", &id, "--json"]).ok().json();
    assert_eq!(watched["status"], "paused");
    assert_eq!(go("resume"), "sending");
    shop.fails(&["broadcast", "retry", &id, "--failed"], 6, "wrong_state");
    assert_eq!(go("cancel"), "canceled");
    for verb in ["cancel", "resume", "pause"] {
        refused(verb);
    }
    let list = shop.run(&["broadcast", "list"]).ok().stdout;
    assert!(list.contains("canceled") && list.contains("1–1 of 1"), "{list}");
}

#[test]
fn what_nobody_would_get_does_not_begin() {
    let shop = Shop::migrated();
    let id = shop.draft();
    let words = ["broadcast", "start", &id, "--yes"];
    shop.fails(&words, 6, "empty_audience");
    assert_eq!(shop.broadcast(&["preflight", &id])["warnings"][0]["code"], "empty_audience");
}

#[rstest]
#[case(&["show", "7"])]
#[case(&["preflight", "7"])]
#[case(&["start", "7", "--yes"])]
#[case(&["watch", "7"])]
#[case(&["pause", "7"])]
#[case(&["resume", "7"])]
#[case(&["cancel", "7"])]
#[case(&["retry", "7", "--uncertain"])]
#[case(&["recall", "7"])]
#[case(&["logs", "7"])]
fn one_that_is_not_there_is_not_found(#[case] words: &[&str]) {
    let shop = Shop::migrated();
    let words = [&["broadcast"], words].concat();
    shop.fails(&words, 3, "not_found");
    shop.run(&words).failed(3, &["7", "broadcast list"]);
}

#[tokio::test]
async fn a_test_goes_to_those_who_are_named() {
    let shop = Shop::seeded(60);
    let id = shop.draft();
    let client = shop.json(&["user", "list", "--per-page", "1"])["items"][0].clone();
    let telegram_id = client["telegram_id"].to_string();
    let mut database = shop.database().await;
    database.execute("UPDATE users SET is_blocked = 0").await.unwrap();
    let sent = shop.broadcast(&["test", &id, "--user", &telegram_id]);
    assert_eq!(sent, json!({ "queued": 1 }));
    let queued = "SELECT COUNT(*) FROM notifications WHERE chat_id = ?";
    let queued: i64 = sqlx::query_scalar(queued)
        .bind(client["telegram_id"].as_i64())
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(queued, 1);

    let nobody = ["broadcast", "test", &id];
    shop.run(&nobody).failed(2, &["--user", "TEST_TELEGRAM_IDS"]);
    let testers = [("TEST_TELEGRAM_IDS", telegram_id.as_str())];
    let told = shop.run_with(&testers, &nobody).ok().stdout;
    assert!(told.contains("On its way to 1"), "{told}");
    let unknown = ["broadcast", "test", &id, "--user", "404"];
    shop.fails(&unknown, 3, "not_found");
    database.execute("UPDATE users SET is_blocked = 1").await.unwrap();
    let blocked = ["broadcast", "test", &id, "--user", &telegram_id];
    shop.fails(&blocked, 6, "unreachable");
    shop.run(&blocked).failed(6, &[&telegram_id]);
}

/// As the worker leaves a broadcast that missed two of three.
async fn finished(shop: &Shop) -> String {
    let id = shop.draft();
    shop.broadcast(&["start", &id, "--yes"]);
    let mut database = shop.database().await;
    for (user, status) in [(1, "success"), (2, "failed"), (3, "uncertain")] {
        let row = format!(
            "INSERT INTO broadcast_logs (broadcast_id, user_id, status, attempts, error_message, created_at, updated_at) \
             VALUES ({id}, {user}, '{status}', 1, CASE '{status}' WHEN 'failed' THEN 'Bad Request: x' END, \
             '2026-01-01T00:00:00.000+00:00', '2026-01-01T00:00:00.000+00:00')"
        );
        database.execute(sqlx::AssertSqlSafe(row)).await.unwrap();
    }
    let over = format!(
        "UPDATE broadcasts SET status = 'sent', audience_total = 3, success_count = 1, failed_count = 1, \
         uncertain_count = 1, laid_out_at = started_at, finished_at = started_at WHERE id = {id}"
    );
    database.execute(sqlx::AssertSqlSafe(over)).await.unwrap();
    id
}

#[tokio::test]
async fn what_came_of_each_is_listed_and_may_be_tried_again() {
    let shop = Shop::seeded(60);
    let id = finished(&shop).await;
    let all = shop.broadcast(&["logs", &id, "--per-page", "2"]);
    assert_eq!((&all["total"], &all["per_page"]), (&json!(3), &json!(2)));
    let missed = shop.broadcast(&["logs", &id, "--status", "failed"]);
    let row = &missed["items"][0];
    assert_eq!(missed["total"], 1);
    assert_eq!((&row["status"], &row["user_id"]), (&json!("failed"), &json!(2)));
    assert_eq!(row["error_message"], "Bad Request: x");
    let table = shop.run(&["broadcast", "logs", &id]).ok().stdout;
    assert!(table.contains("uncertain") && table.contains("1–3 of 3"), "{table}");
    shop.run(&["broadcast", "logs", &id, "--status", "lost"]).failed(2, &["uncertain"]);
    let over = shop.run(&["broadcast", "watch", &id]).ok().stdout;
    assert!(over.contains("sent 3 of 3: sent 1, failed 1"), "{over}");

    shop.run(&["broadcast", "retry", &id]).failed(2, &["--failed"]);
    let retried = shop.broadcast(&["retry", &id, "--failed"]);
    assert_eq!(retried["status"], "sending");
    // The worker gives them back in portions, so they stand where they stood.
    let counts = json!({ "pending": 0, "success": 1, "failed": 1, "blocked": 0, "skipped": 0, "uncertain": 1 });
    assert_eq!(retried["counts"], counts);
    let going = ["broadcast", "recall", &id];
    shop.fails(&going, 6, "wrong_state");
    shop.broadcast(&["pause", &id]);
    let recalled = shop.broadcast(&["recall", &id, "--revoke-codes"]);
    assert_eq!(recalled["recall"]["revokes_codes"], true);
    assert!(recalled["recall"]["requested_at"].is_string());
}

#[tokio::test]
async fn nobody_missed_is_told() {
    let shop = Shop::seeded(60);
    let id = finished(&shop).await;
    let mut database = shop.database().await;
    database.execute("UPDATE broadcast_logs SET status = 'success'").await.unwrap();
    database
        .execute("UPDATE broadcasts SET success_count = 3, failed_count = 0, uncertain_count = 0")
        .await
        .unwrap();
    let words = ["broadcast", "retry", &id, "--failed", "--uncertain"];
    shop.fails(&words, 6, "nobody_missed");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_watching_only() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let shop = Shop::seeded(60);
    let id = shop.draft();
    shop.broadcast(&["start", &id, "--yes"]);
    let mut watching = shop
        .command(&["broadcast", "watch", &id])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    assert!(line.contains("sending 0 of 0"), "{line}");
    let pid = watching.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert!(watching.wait().unwrap().success());
    assert_eq!(shop.broadcast(&["show", &id])["status"], "sending");
}
