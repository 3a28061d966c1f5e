//! `code …`

use std::io::Write;
use std::process::{Command, Stdio};

use sqlx::Connection;

use crate::shop::{Ran, Shop};

/// Of a seeded database: 10 % for the subscription.
const TEN_PERCENT: &str = "1";
/// Of a seeded database: 150 ₽ from 500 ₽.
const FROM_500: &str = "4";

#[test]
fn the_life_of_a_code() {
    let shop = Shop::seeded(20);
    let code = shop.issue(TEN_PERCENT);
    let typed =
        format!("код: {}-{}", code.chars().take(3).collect::<String>().to_lowercase(), &code[6..]);

    let checked = shop.json(&["code", "check", &typed]);
    assert_eq!((&checked["status"], &checked["code"]), (&"valid".into(), &code.as_str().into()));
    assert!(checked["user"]["display_name"].is_string());
    assert!(checked["discount"].get("used_at").is_none(), "no nulls: {checked}");

    let redeemed = shop.json(&["code", "redeem", &typed, "--amount", "1 500,50", "--yes"]);
    assert_eq!(redeemed["status"], "success");
    assert_eq!(redeemed["uses_left"], 0);
    assert_eq!(redeemed["order"]["amount"], "1500.50");
    assert_eq!(redeemed["order"]["discount_amount"], "150.05");
    assert!(redeemed["discount"]["used_at"].as_str().unwrap().ends_with('Z'));

    shop.fails(&["code", "check", &code], 4, "already_used");
    shop.fails(&["code", "redeem", &code, "--yes"], 4, "already_used");
    shop.fails(&["code", "revoke", &code, "--reason", "поздно"], 4, "already_used");

    let undone = shop.json(&["code", "undo", &code, "--reason", "ошибка кассира"]);
    assert_eq!(
        (&undone["status"], &undone["discount"]["uses_count"]),
        (&"undone".into(), &0.into())
    );
    shop.fails(&["code", "undo", &code, "--reason", "ещё раз"], 6, "already_undone");
    assert_eq!(shop.json(&["code", "check", &code])["status"], "valid");

    let revoked = shop.json(&["code", "revoke", &code, "--reason", "опубликован"]);
    assert_eq!(revoked["revoke_reason"], "опубликован");
    shop.fails(&["code", "check", &code], 6, "revoked");
    shop.fails(&["code", "redeem", &code, "--yes"], 6, "revoked");
    shop.fails(&["code", "revoke", &code, "--reason", "снова"], 6, "already_revoked");

    let done: Vec<_> = shop
        .json(&["audit", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            assert_eq!(entry["actor"], "cli");
            entry["action"].as_str().unwrap().to_owned()
        })
        .take(4)
        .collect();
    assert_eq!(done, ["revoke_discount", "undo_redemption", "redeem_discount", "issue_discount"]);
}

#[test]
fn what_is_no_code_is_not_found() {
    let shop = Shop::migrated();
    for typed in ["ДЯА4589", "привет", ""] {
        for args in [
            &["code", "check", typed][..],
            &["code", "redeem", typed, "--yes"],
            &["code", "undo", typed, "--reason", "так"],
            &["code", "revoke", typed, "--reason", "так"],
        ] {
            shop.fails(args, 3, "not_found");
        }
    }
}

#[tokio::test]
async fn an_expired_code_is_exit_5() {
    let shop = Shop::seeded(60);
    let mut database = shop.database().await;
    let (code,): (String,) = sqlx::query_as(
        "SELECT code FROM discounts WHERE uses_count = 0 AND revoked_at IS NULL \
         AND expires_at < (SELECT MAX(created_at) FROM discounts) LIMIT 1",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    database.close().await.unwrap();
    shop.fails(&["code", "check", &code], 5, "expired");
    shop.fails(&["code", "redeem", &code, "--yes"], 5, "expired");
}

#[test]
fn a_minimum_is_kept_and_leaves_the_code_unused() {
    let shop = Shop::seeded(20);
    let code = shop.issue(FROM_500);
    shop.fails(&["code", "redeem", &code, "--yes"], 6, "amount_required");
    let below = ["code", "redeem", &code, "--yes", "--amount", "499.99"];
    shop.fails(&below, 6, "below_minimum");
    let enough = shop.json(&["code", "redeem", &code, "--yes", "--amount", "500"]);
    assert_eq!(enough["order"]["discount_amount"], "150.00");
}

#[test]
fn nobody_to_ask_is_a_clear_error() {
    let shop = Shop::seeded(20);
    let code = shop.issue(TEN_PERCENT);
    shop.run(&["code", "redeem", &code]).failed(2, &["--yes"]);
    assert_eq!(shop.json(&["code", "check", &code])["status"], "valid");
}

#[test]
fn a_repetition_with_the_same_key_gets_the_first_answer() {
    let shop = Shop::seeded(20);
    let (code, other) = (shop.issue(TEN_PERCENT), shop.issue(TEN_PERCENT));
    let with_key = |code: &str| {
        ["code", "redeem", code, "--yes", "--idempotency-key", "receipt-1"].map(str::to_owned)
    };
    let run = |code: &str| {
        let args = with_key(code);
        shop.run(&args.iter().map(String::as_str).chain(["--json"]).collect::<Vec<_>>())
    };
    let first = run(&code).ok().json();
    let again = run(&code).ok().json();
    assert_eq!(first["usage_log_id"], again["usage_log_id"]);
    let reused = run(&other);
    assert_eq!((reused.exit, reused.json()["error"]["code"].as_str()), (2, Some("usage")));
    assert_eq!(shop.json(&["code", "check", &other])["status"], "valid");
    shop.run(&["code", "redeem", &other, "--yes", "--idempotency-key", "a b"])
        .failed(2, &["visible ASCII"]);
}

#[test]
fn a_cashier_is_checked_and_remembered() {
    let shop = Shop::seeded(20);
    let code = shop.issue(TEN_PERCENT);
    let by =
        |cashier: &str| shop.failure(&["code", "redeem", &code, "--yes", "--cashier", cashier]);
    assert_eq!(by("77"), (3, "not_found".into()));
    let of = |status: &str| {
        shop.json(&["cashier", "list", "--status", status])[0]["telegram_id"].to_string()
    };
    assert_eq!(by(&of("inactive")), (6, "cashier_not_active".into()));
    let redeemed = shop.json(&["code", "redeem", &code, "--yes", "--cashier", &of("active")]);
    assert_eq!(
        redeemed["discount"]["used_by_cashier_id"],
        shop.json(&["cashier", "list", "--status", "active"])[0]["id"]
    );
}

#[test]
fn issuing_needs_a_client_and_a_template_that_issues() {
    let shop = Shop::seeded(20);
    shop.fails(&["code", "issue", "--user", "5", "--template", "1"], 3, "not_found");
    shop.fails(&["code", "issue", "--user", "9000000000001", "--template", "99"], 3, "not_found");
    shop.run(&["template", "set", "1", "--active", "false"]).ok();
    shop.fails(
        &["code", "issue", "--user", "9000000000001", "--template", "1"],
        6,
        "template_not_usable",
    );
    shop.run(&["code", "revoke", "ДЯА4589", "--reason", "  "]).failed(2, &["--reason"]);
}

#[test]
fn people_see_a_card() {
    let shop = Shop::seeded(20);
    let code = shop.issue(TEN_PERCENT);
    let card = shop.run(&["code", "check", &code]).ok().stdout;
    for word in [code.as_str(), "10 %", "Client", "Valid until"] {
        assert!(card.contains(word), "{word}: {card}");
    }
    let told = shop.run(&["code", "redeem", &code, "--yes", "--amount", "1000"]).ok().stdout;
    assert!(told.contains("1 000 ₽ − 100 ₽ = 900 ₽"), "{told}");
}

#[test]
fn on_a_terminal_somebody_is_asked() {
    let shop = Shop::seeded(20);
    let code = shop.issue(TEN_PERCENT);
    let answered = |answer: &str| {
        let line = format!("{} code redeem {code}", env!("CARGO_BIN_EXE_marmelad-cli"));
        // `script` gives the program a terminal, of no width at all.
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .current_dir(shop.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut keyboard = child.stdin.take().unwrap();
        keyboard.write_all(format!("{answer}\n").as_bytes()).unwrap();
        Ran::of(&child.wait_with_output().unwrap())
    };
    let refused = answered("n");
    assert_eq!(refused.exit, 6, "{refused:?}");
    assert!(refused.stdout.contains(&code) && refused.stdout.contains("10 %"), "{refused:?}");
    assert_eq!(shop.json(&["code", "check", &code])["status"], "valid");
    assert_eq!(answered("да").exit, 0);
    assert_eq!(answered("y").exit, 4);
}
