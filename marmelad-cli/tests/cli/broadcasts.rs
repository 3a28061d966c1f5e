//! `broadcast create|list|show|preflight`.

use rstest::rstest;
use serde_json::json;
use sqlx::Executor;

use crate::shop::{Shop, words};

/// The smallest PNG that there is.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

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
    assert!(created_at.ends_with('Z') && created_at.len() == 24, "{created_at}");
    assert!(created.as_object().unwrap().values().all(|value| !value.is_null()));

    let id = created["id"].to_string();
    let shown = shop.broadcast(&["show", &id]);
    assert_eq!(shown["effective_rate_per_minute"], 60);
    let trail = json!({ "codes_issued": 0, "codes_redeemed": 0, "revenue": "0.00", "discount": "0.00", "net": "0.00" });
    assert_eq!(shown["money_trail"], trail);
    assert_eq!(shop.broadcast(&["list"])["items"], json!([created]));
    let card = shop.run(&["broadcast", "show", &id]).ok().stdout;
    assert!(card.contains("Чай · Торт · Канал") && card.contains("segment 1"), "{card}");

    let preflight = shop.broadcast(&["preflight", &id]);
    let women = "SELECT COUNT(*) FROM users WHERE gender = 'female' AND NOT is_test AND NOT is_blocked \
                 AND NOT is_opted_out AND anonymized_at IS NULL";
    let women: i64 = sqlx::query_scalar(women).fetch_one(&mut database).await.unwrap();
    assert!(women > 3);
    assert_eq!(preflight["audience_total"], women);
    assert_eq!(preflight["samples"].as_array().unwrap().len(), 3);
    let sample = preflight["samples"][0]["body"].as_str().unwrap();
    assert!(sample.starts_with("Ваш код: ") && !sample.contains("{code}"), "{sample}");
    let codes: Vec<_> =
        preflight["warnings"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, ["no_consent_step"]);
    for field in ["starts_at", "finishes_at", "excluded", "effective_rate_per_minute"] {
        assert!(preflight.get(field).is_some(), "{field}");
    }
    let text = shop.run(&["broadcast", "preflight", &id]).ok().stdout;
    assert!(text.contains("Recipients") && text.contains("would get:"), "{text}");
    let audited = shop.json(&["audit", "list"]);
    let audited: Vec<_> = audited
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (&entry["actor"], &entry["action"]))
        .collect();
    assert!(audited.contains(&(&json!("cli"), &json!("create_broadcast"))), "{audited:?}");
    assert!(audited.contains(&(&json!("cli"), &json!("upload_media"))), "{audited:?}");
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
    let wrong = words("--text <p> --button |x --rate 9999 --template 9");
    let args = [&["broadcast", "create", "--title", " "], &wrong[..]].concat();
    shop.run(&args).failed(
        2,
        &words("/title /body /buttons/0/0/text /buttons/0/0/url /rate_per_minute /template_id"),
    );
    shop.fails(&args, 2, "invalid");
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
        shop.run(&["broadcast", "create", "--title", "x", "--text", "x", kind, file])
    };
    std::fs::write(path("cat.txt"), "just a text").unwrap();
    create("--photo", "cat.jpg").failed(2, &["--photo cat.jpg", "ends in .jpg"]);
    create("--document", "cat.jpg").failed(2, &["ends in .jpg"]);
    create("--photo", "cat.txt").failed(2, &["cat.txt", "JPEG, PNG or WebP"]);
    create("--document", "big.pdf").failed(2, &["big.pdf", "at most 50 MB"]);
    create("--photo", "empty.png").failed(2, &["empty"]);
    assert_eq!(shop.broadcast(&["list"])["total"], 0);

    for (given, field) in
        [("https://example.com/a.jpg", "media_ref"), ("AgACAgIAAxkBAAIBGmXhk3o", "media_ref")]
    {
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
    assert_eq!(at("2199-03-05T10:00:00Z")["scheduled_at"], "2199-03-05T10:00:00.000Z");
    let scheduled = shop.broadcast(&["list", "--status", "scheduled,paused"]);
    assert_eq!(scheduled["total"], 2);
    assert_eq!(shop.broadcast(&["list", "--status", "draft"])["total"], 0);

    // What cannot begin is not kept at all.
    let nobody = "{\"field\":\"age\",\"op\":\"gt\",\"value\":119}";
    let words = words("broadcast create --title x --text x --at 2199-03-05T10:00 --filter");
    let words = [&words[..], &[nobody]].concat();
    shop.fails(&words, 6, "empty_audience");
    shop.run(&["template", "set", "1", "--until", "2020-01-01"]).ok();
    let words = "broadcast create --title x --text x --at 2199-03-05T10:00 --template 1";
    shop.fails(&self::words(words), 6, "not_ready");
    assert_eq!(shop.broadcast(&["list"])["total"], 2);
}

#[test]
fn segments_are_found_by_name_and_id() {
    let shop = Shop::migrated();
    let args = ["broadcast", "create", "--title", "x", "--text", "x", "--segment", "Никто"];
    shop.run(&args).failed(3, &["Никто", "none yet"]);
    shop.fails(&args, 3, "not_found");
}
