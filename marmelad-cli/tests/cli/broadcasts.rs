//! `broadcast …`: written, begun, held, given up, looked at. Nothing is sent: no worker runs here.

use rstest::rstest;
use serde_json::{Value, json};
use sqlx::Executor;

use crate::shop::Shop;

/// The smallest PNG that there is.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

impl Shop {
    /// A draft to everybody.
    fn draft(&self) -> String {
        let draft = self.json(&[
            "broadcast",
            "create",
            "--title",
            "Весна",
            "--text",
            "Привет!",
        ]);
        draft["id"].to_string()
    }

    fn broadcast(&self, words: &[&str]) -> Value {
        self.json(&[&["broadcast"], words].concat())
    }
}

#[tokio::test]
async fn a_broadcast_is_written_with_everything() {
    let shop = Shop::seeded(60);
    let mut database = shop.database().await;
    let segment = "INSERT INTO segments (name, filter, created_at, updated_at) VALUES ('Женщины', \
                   '{\"field\":\"gender\",\"op\":\"eq\",\"value\":\"female\"}', '2026-01-01T00:00:00.000+00:00', \
                   '2026-01-01T00:00:00.000+00:00')";
    database.execute(segment).await.unwrap();
    std::fs::write(shop.path().join("spring.html"), "Ваш код: {code}\n\n").unwrap();
    std::fs::write(shop.path().join("spring.png"), PNG).unwrap();
    let created = shop.broadcast(&[
        "create",
        "--title",
        "Весна",
        "--text-file",
        "spring.html",
        "--photo",
        "spring.png",
        "--button",
        "Чай|https://example.com/tea / Торт|https://example.com/cake",
        "--button",
        "Канал|https://t.me/m",
        "--segment",
        "женщины",
        "--template",
        "1",
        "--rate",
        "60",
        "--ignore-quiet-hours",
    ]);
    let expected = json!({
        "title": "Весна", "kind": "html", "status": "draft", "body": "Ваш код: {code}", "media_type": "photo",
        "media_id": 1, "unsubscribe_button": true, "segment_id": 1, "is_test": false, "template_id": 1,
        "rate_per_minute": 60, "ignore_quiet_hours": true, "audience_total": 0, "is_laid_out": false,
        "buttons": [
            [{ "text": "Чай", "url": "https://example.com/tea" }, { "text": "Торт", "url": "https://example.com/cake" }],
            [{ "text": "Канал", "url": "https://t.me/m" }],
        ],
        "counts": { "pending": 0, "success": 0, "failed": 0, "blocked": 0, "skipped": 0, "uncertain": 0 },
        "excluded": { "blocked": 0, "opted_out": 0, "no_consent": 0 },
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&created[field], value, "{field}");
    }
    let created_at = created["created_at"].as_str().unwrap();
    assert!(
        created_at.ends_with('Z') && created_at.len() == 24,
        "{created_at}"
    );
    assert!(
        created
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_null())
    );

    let id = created["id"].to_string();
    let shown = shop.broadcast(&["show", &id]);
    assert_eq!(shown["effective_rate_per_minute"], 60);
    let trail = json!({ "codes_issued": 0, "codes_redeemed": 0, "revenue": "0.00", "discount": "0.00", "net": "0.00" });
    assert_eq!(shown["money_trail"], trail);
    assert_eq!(shop.broadcast(&["list"])["items"], json!([created]));
    let card = shop.run(&["broadcast", "show", &id]).ok().stdout;
    assert!(
        card.contains("Чай · Торт · Канал") && card.contains("segment 1"),
        "{card}"
    );

    let preflight = shop.broadcast(&["preflight", &id]);
    let women = "SELECT COUNT(*) FROM users WHERE gender = 'female' AND NOT is_test AND NOT is_blocked \
                 AND NOT is_opted_out AND anonymized_at IS NULL";
    let women: i64 = sqlx::query_scalar(women)
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert!(women > 3);
    assert_eq!(preflight["audience_total"], women);
    assert_eq!(preflight["samples"].as_array().unwrap().len(), 3);
    let sample = preflight["samples"][0]["body"].as_str().unwrap();
    assert!(
        sample.starts_with("Ваш код: ") && !sample.contains("{code}"),
        "{sample}"
    );
    let codes: Vec<_> = preflight["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["code"].clone())
        .collect();
    assert_eq!(codes, ["no_consent_step"]);
    for field in [
        "starts_at",
        "finishes_at",
        "excluded",
        "effective_rate_per_minute",
    ] {
        assert!(preflight.get(field).is_some(), "{field}");
    }
    let text = shop.run(&["broadcast", "preflight", &id]).ok().stdout;
    assert!(
        text.contains("Recipients") && text.contains("would get:"),
        "{text}"
    );
    let audited = shop.json(&["audit", "list"]);
    let audited: Vec<_> = audited
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (&entry["actor"], &entry["action"]))
        .collect();
    assert!(
        audited.contains(&(&json!("cli"), &json!("create_broadcast"))),
        "{audited:?}"
    );
    assert!(
        audited.contains(&(&json!("cli"), &json!("upload_media"))),
        "{audited:?}"
    );
}

#[rstest]
#[case::no_title(&["--text", "x"], "--title")]
#[case::two_texts(&["--title", "x", "--text", "x", "--copy-from", "1:2"], "cannot be used with")]
#[case::two_files(&["--title", "x", "--photo", "a", "--video", "b"], "cannot be used with")]
#[case::no_text(&["--title", "x"], "/body")]
#[case::blank_title(&["--title", " ", "--text", "x"], "/title")]
#[case::unknown_tag(&["--title", "x", "--text", "<p>Привет</p>"], "/body")]
#[case::code_without_template(&["--title", "x", "--text", "{code}"], "/body")]
#[case::button_address(&["--title", "x", "--text", "x", "--button", "Чай|ftp://a"], "/buttons/0/0/url")]
#[case::no_button_address(&["--title", "x", "--text", "x", "--button", "Чай"], "--button")]
#[case::copy_place(&["--title", "x", "--copy-from", "here"], "123456789:42")]
#[case::copy_with_file(&["--title", "x", "--copy-from", "1:2", "--photo", "https://a.ru/b.jpg"], "/media_type")]
#[case::copy_of_a_group(&["--title", "x", "--copy-from=-100:2"], "/source_chat_id")]
#[case::no_file(&["--title", "x", "--text", "x", "--photo", "cat.jpg"], "cat.jpg")]
#[case::folder(&["--title", "x", "--text", "x", "--photo", "."], "no file")]
#[case::no_text_file(&["--title", "x", "--text-file", "x.html"], "x.html")]
#[case::filter_is_no_json(&["--title", "x", "--text", "x", "--filter", "женщины"], "--filter")]
#[case::filter_field(&["--title", "x", "--text", "x", "--filter", "{\"field\":\"shoe\",\"op\":\"eq\",\"value\":1}"], "/filter/field")]
#[case::template(&["--title", "x", "--text", "x", "--template", "99"], "/template_id")]
#[case::rate(&["--title", "x", "--text", "x", "--rate", "1801"], "/rate_per_minute")]
#[case::when(&["--title", "x", "--text", "x", "--at", "завтра"], "2026-03-05 10:00")]
#[case::past(&["--title", "x", "--text", "x", "--at", "2020-01-01 10:00"], "/scheduled_at")]
fn what_is_wrong_is_told_and_not_kept(#[case] words: &[&str], #[case] told: &str) {
    let shop = Shop::migrated();
    let args = [&["broadcast", "create"], words].concat();
    shop.run(&args).failed(2, &[told]);
    assert_eq!(shop.broadcast(&["list"])["total"], 0);
}

#[test]
fn every_problem_is_told_at_once() {
    let shop = Shop::migrated();
    let args = [
        "broadcast",
        "create",
        "--title",
        " ",
        "--text",
        "<p>",
        "--button",
        "|x",
        "--rate",
        "9999",
        "--template",
        "9",
    ];
    shop.run(&args).failed(
        2,
        &[
            "/title",
            "/body",
            "/buttons/0/0/text",
            "/buttons/0/0/url",
            "/rate_per_minute",
            "/template_id",
        ],
    );
    assert_eq!(shop.failure(&args), (2, "invalid".into()));
}

#[test]
fn files_are_what_they_say_and_not_too_big() {
    let shop = Shop::migrated();
    let path = |name: &str| shop.path().join(name);
    std::fs::write(path("cat.jpg"), "just a text, whatever its name says").unwrap();
    std::fs::write(path("empty.png"), "").unwrap();
    let big = std::fs::File::create(path("big.pdf")).unwrap();
    big.set_len(60 << 20).unwrap();
    let create = |kind: &str, file: &str| {
        shop.run(&[
            "broadcast",
            "create",
            "--title",
            "x",
            "--text",
            "x",
            kind,
            file,
        ])
    };
    std::fs::write(path("cat.txt"), "just a text").unwrap();
    create("--photo", "cat.jpg").failed(2, &["--photo cat.jpg", "ends in .jpg"]);
    create("--document", "cat.jpg").failed(2, &["ends in .jpg"]);
    create("--photo", "cat.txt").failed(2, &["cat.txt", "JPEG, PNG or WebP"]);
    create("--document", "big.pdf").failed(2, &["big.pdf", "at most 50 MB"]);
    create("--photo", "empty.png").failed(2, &["empty"]);
    assert_eq!(shop.broadcast(&["list"])["total"], 0);

    for (given, field) in [
        ("https://example.com/a.jpg", "media_ref"),
        ("AgACAgIAAxkBAAIBGmXhk3o", "media_ref"),
    ] {
        let words = ["create", "--title", "x", "--photo", given, "--text", "x"];
        assert_eq!(shop.broadcast(&words)[field], given);
    }
    std::fs::write(path("a.png"), PNG).unwrap();
    let words = ["create", "--title", "x", "--text", "x", "--photo", "a.png"];
    let twice = [shop.broadcast(&words), shop.broadcast(&words)];
    assert_eq!(twice[0]["media_id"], twice[1]["media_id"], "kept once");
}

#[test]
fn a_time_schedules_it() {
    let shop = Shop::seeded(60);
    let at = |when: &str| shop.broadcast(&["create", "--title", "x", "--text", "x", "--at", when]);
    let local = at("2199-03-05 10:00");
    assert_eq!(
        (&local["status"], &local["scheduled_at"]),
        (&json!("scheduled"), &json!("2199-03-05T00:00:00.000Z"))
    );
    assert_eq!(
        at("2199-03-05T10:00:00Z")["scheduled_at"],
        "2199-03-05T10:00:00.000Z"
    );
    let scheduled = shop.broadcast(&["list", "--status", "scheduled,paused"]);
    assert_eq!(scheduled["total"], 2);
    assert_eq!(shop.broadcast(&["list", "--status", "draft"])["total"], 0);

    // What cannot begin is not kept at all.
    let nobody = "{\"field\":\"age\",\"op\":\"gt\",\"value\":119}";
    let words = [
        "broadcast",
        "create",
        "--title",
        "x",
        "--text",
        "x",
        "--filter",
        nobody,
        "--at",
        "2199-03-05 10:00",
    ];
    assert_eq!(shop.failure(&words), (6, "empty_audience".into()));
    assert_eq!(shop.broadcast(&["list"])["total"], 2);
}

#[test]
fn segments_are_found_by_name_and_id() {
    let shop = Shop::migrated();
    let args = [
        "broadcast",
        "create",
        "--title",
        "x",
        "--text",
        "x",
        "--segment",
        "Никто",
    ];
    shop.run(&args).failed(3, &["Никто", "none yet"]);
    assert_eq!(shop.failure(&args), (3, "not_found".into()));
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
    shop.run(&["broadcast", "start", &id])
        .failed(2, &["no terminal", "--yes", "preflight"]);
    assert_eq!(shop.broadcast(&["show", &id])["status"], "draft");

    let started = shop.broadcast(&["start", &id, "--yes"]);
    assert_eq!(started["status"], "sending");
    assert!(started["started_at"].is_string());
    let again = ["broadcast", "start", &id, "--yes"];
    assert_eq!(shop.failure(&again), (6, "wrong_state".into()));
    shop.run(&again).failed(6, &["sending", "pause"]);
    assert_eq!(go("pause"), "paused");
    refused("pause");
    let watched = shop.run(&["broadcast", "watch", &id]).ok().stdout;
    assert!(watched.contains("paused 0 of"), "{watched}");
    assert_eq!(watched.lines().count(), 1);
    let watched = shop.run(&["broadcast", "watch", &id, "--json"]).ok().json();
    assert_eq!(watched["status"], "paused");
    assert_eq!(go("resume"), "sending");
    assert_eq!(
        shop.failure(&["broadcast", "retry", &id, "--failed"]),
        (6, "wrong_state".into())
    );
    assert_eq!(go("cancel"), "canceled");
    for verb in ["cancel", "resume", "pause"] {
        refused(verb);
    }
    let list = shop.run(&["broadcast", "list"]).ok().stdout;
    assert!(
        list.contains("canceled") && list.contains("1–1 of 1"),
        "{list}"
    );
}

#[test]
fn what_nobody_would_get_does_not_begin() {
    let shop = Shop::migrated();
    let id = shop.draft();
    let words = ["broadcast", "start", &id, "--yes"];
    assert_eq!(shop.failure(&words), (6, "empty_audience".into()));
    assert_eq!(
        shop.broadcast(&["preflight", &id])["warnings"][0]["code"],
        "empty_audience"
    );
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
    assert_eq!(shop.failure(&words), (3, "not_found".into()));
    shop.run(&words).failed(3, &["7", "broadcast list"]);
}

#[tokio::test]
async fn a_test_goes_to_those_who_are_named() {
    let shop = Shop::seeded(60);
    let id = shop.draft();
    let client = shop.json(&["user", "list", "--per-page", "1"])["items"][0].clone();
    let telegram_id = client["telegram_id"].to_string();
    let mut database = shop.database().await;
    database
        .execute("UPDATE users SET is_blocked = 0")
        .await
        .unwrap();
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
    shop.run(&nobody)
        .failed(2, &["--user", "TEST_TELEGRAM_IDS"]);
    let testers = [("TEST_TELEGRAM_IDS", telegram_id.as_str())];
    let told = shop.run_with(&testers, &nobody).ok().stdout;
    assert!(told.contains("On its way to 1"), "{told}");
    let unknown = ["broadcast", "test", &id, "--user", "404"];
    assert_eq!(shop.failure(&unknown), (3, "not_found".into()));
    database
        .execute("UPDATE users SET is_blocked = 1")
        .await
        .unwrap();
    let blocked = ["broadcast", "test", &id, "--user", &telegram_id];
    assert_eq!(shop.failure(&blocked), (6, "unreachable".into()));
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
    assert_eq!(
        (&row["status"], &row["user_id"]),
        (&json!("failed"), &json!(2))
    );
    assert_eq!(row["error_message"], "Bad Request: x");
    let table = shop.run(&["broadcast", "logs", &id]).ok().stdout;
    assert!(
        table.contains("uncertain") && table.contains("1–3 of 3"),
        "{table}"
    );
    shop.run(&["broadcast", "logs", &id, "--status", "lost"])
        .failed(2, &["uncertain"]);
    let over = shop.run(&["broadcast", "watch", &id]).ok().stdout;
    assert!(over.contains("sent 3 of 3: sent 1, failed 1"), "{over}");

    shop.run(&["broadcast", "retry", &id])
        .failed(2, &["--failed"]);
    let retried = shop.broadcast(&["retry", &id, "--failed"]);
    assert_eq!(retried["status"], "sending");
    let counts = json!({ "pending": 1, "success": 1, "failed": 0, "blocked": 0, "skipped": 0, "uncertain": 1 });
    assert_eq!(retried["counts"], counts);
    let going = ["broadcast", "recall", &id];
    assert_eq!(shop.failure(&going), (6, "wrong_state".into()));
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
    database
        .execute("UPDATE broadcast_logs SET status = 'success'")
        .await
        .unwrap();
    let words = ["broadcast", "retry", &id, "--failed", "--uncertain"];
    assert_eq!(shop.failure(&words), (6, "nobody_missed".into()));
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
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(watching.wait().unwrap().success());
    assert_eq!(shop.broadcast(&["show", &id])["status"], "sending");
}
