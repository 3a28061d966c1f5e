//! Reports.

use chrono::TimeDelta;
use marmelad_core::campaigns::{JoinCampaign, JoinOutcome};
use marmelad_core::clients::UpsertUser;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer};
use marmelad_core::kernel::TelegramId;
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::{CashierDecision, RequestAccess, Role};
use poem::http::Method;
use serde_json::{Value, json};

use crate::house::{House, on_each_database};

on_each_database!(
    a_day_in_the_reports,
    a_summary_says_what_needs_a_look,
    days_that_cannot_be_reported_on,
    empty_days_are_there,
);

fn profile(telegram_id: i64) -> TelegramProfile {
    marmelad_testkit::profile(telegram_id, &format!("Имя {telegram_id}"))
}

/// Two clients join a campaign, one of them for the first time; one code is redeemed by a cashier, for 1500.50. A test
/// user does the same.
pub(crate) async fn shop_for_a_day(house: &House, slug: &str) {
    let app = house.app();
    let request = RequestAccess { profile: profile(900), now: app.now() };
    let cashier = app.ports().cashiers.request_access(request).await.unwrap();
    app.staff.decide_cashier(TelegramId(900), CashierDecision::Approve).await.unwrap();
    let by = Redeemer::cashier_in_chat(cashier.cashier.id);
    for (telegram_id, is_test) in [(1, false), (2, false), (3, true)] {
        let upsert = UpsertUser { profile: profile(telegram_id), is_test, now: app.now() };
        let user = app.ports().users.upsert(upsert).await.unwrap().user;
        let join = JoinCampaign {
            user_id: user.id,
            slug: slug.parse().unwrap(),
            is_new_user: telegram_id == 1,
            may_issue: true,
            codes: (0..5).map(|_| app.ports().codes.draw()).collect(),
            now: app.now(),
            zone: app.context.zone,
        };
        let joined = app.ports().campaigns.join(join).await.unwrap();
        let JoinOutcome::Joined { discount: Some(discount), .. } = joined else {
            panic!("{joined:?}")
        };
        if telegram_id != 2 {
            let input = RedeemCode {
                code: discount.code.to_string(),
                by,
                amount: Some("1500.50".parse().unwrap()),
                key: None,
                actor: None,
            };
            let redeemed = app.discounts.redeem(input).await.unwrap();
            assert!(matches!(redeemed, RedeemOutcome::Redeemed(_)), "{redeemed:?}");
        }
    }
}

async fn with_a_campaign(house: &House) {
    let token = house.token(Role::Owner).await;
    let body = json!({ "slug": "leto", "name": "Лето", "template_id": 1 });
    house.call((Method::POST, "/campaigns"), &token, Some(body), 201).await;
    shop_for_a_day(house, "leto").await;
}

async fn a_day_in_the_reports(house: House) {
    with_a_campaign(&house).await;
    house.clock.advance(TimeDelta::days(1));
    let token = house.token(Role::Readonly).await;
    let codes = json!({
        "issued": 2, "redeemed": 1, "undone": 0, "redemption_rate": "50.00", "orders": 1, "revenue": "1500.50",
        "discount": "150.05",
    });
    let with = |more: Value| {
        let mut all = codes.clone();
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    };
    let days = "from=2026-03-05&to=2026-03-06";
    let report = async |name: &str| house.get(&format!("/reports/{name}?{days}"), &token).await;

    let summary = report("summary").await;
    let head = |report: &Value| {
        ["from", "to", "group_by", "time_zone"].map(|key| report[key].as_str().unwrap().to_owned())
    };
    let expected = ["2026-03-05", "2026-03-06", "day", "Asia/Vladivostok"];
    assert_eq!(head(&summary), expected);
    let numbers = with(json!({ "new_clients": 2, "subscribed": 0, "blocked": 0, "opted_out": 0 }));
    assert_eq!(summary["totals"], numbers);
    let mut first = numbers.clone();
    (first["from"], first["to"]) = (json!("2026-03-05"), json!("2026-03-05"));
    assert_eq!(summary["series"][0], first);
    assert_eq!(summary["series"][1]["revenue"], "0.00");
    assert_eq!(summary["series"][1].get("redemption_rate"), None);

    let cashiers = report("cashiers").await;
    assert_eq!(head(&cashiers), expected);
    let cashier = &cashiers["cashiers"][0];
    assert_eq!(
        (&cashier["name"], &cashier["redeemed"], &cashier["revenue"]),
        (&json!("Имя 900"), &json!(1), &json!("1500.50"))
    );
    assert_eq!(summary["top_cashiers"], cashiers["cashiers"]);
    assert_eq!(cashiers["totals"]["wrong_codes"], 0);

    let campaigns = report("campaigns").await;
    let line = with(json!({
        "campaign_id": campaigns["campaigns"][0]["campaign_id"], "slug": "leto", "name": "Лето", "joined": 2,
        "new_clients": 1,
    }));
    assert_eq!(campaigns["campaigns"], json!([line]));
    assert_eq!(summary["top_campaigns"], campaigns["campaigns"]);

    let discounts = report("discounts").await;
    assert_eq!(discounts["totals"], codes);
    let by_source = with(json!({ "source": "campaign" }));
    assert_eq!(discounts["by_source"], json!([by_source]));
    let by_template = with(json!({ "template_id": 1, "name": "Скидка за подписку" }));
    assert_eq!(discounts["by_template"], json!([by_template]));

    let broadcasts = report("broadcasts").await;
    assert_eq!(broadcasts["broadcasts"], json!([]));
    assert_eq!(broadcasts["totals"]["net"], "0.00");
}

async fn a_summary_says_what_needs_a_look(house: House) {
    let token = house.token(Role::Readonly).await;
    let app = house.app();
    let request = RequestAccess { profile: profile(900), now: app.now() };
    app.ports().cashiers.request_access(request).await.unwrap();
    let attention = house.get("/reports/summary", &token).await["attention"].clone();
    assert_eq!(
        attention,
        json!({
            "cashier_requests": 1, "failed_notifications": 0, "stuck_notifications": 0, "failed_messages": 0,
            "uncertain_messages": 0, "stuck_broadcasts": [], "sending_broadcasts": [], "scarce_budgets": [],
            "unfinished_runs": [],
        })
    );
}

async fn days_that_cannot_be_reported_on(house: House) {
    let token = house.token(Role::Readonly).await;
    for (query, path) in [
        ("from=2026-03-05&to=2026-03-04", "/to"),
        ("from=2020-01-01", "/from"),
        ("from=2025-03-04&to=2026-03-05&group_by=day", "/group_by"),
        ("from=0001-01-01&to=0001-01-02", "/from"),
        ("to=9999-12-31", "/from"),
    ] {
        let answer = house
            .refuse(
                (Method::GET, &format!("/reports/cashiers?{query}")),
                &token,
                None,
                422,
                "invalid-value",
            )
            .await;
        assert_eq!(answer["errors"][0]["path"], path, "{query}: {answer}");
    }
    for query in ["from=yesterday", "group_by=year", "from=2026-02-30", "month=3"] {
        house
            .refuse(
                (Method::GET, &format!("/reports/summary?{query}")),
                &token,
                None,
                400,
                "bad-request",
            )
            .await;
    }
}

async fn empty_days_are_there(house: House) {
    let token = house.token(Role::Readonly).await;
    // 20:00 in Vladivostok: the local day.
    let report = house.get("/reports/summary", &token).await;
    assert_eq!((&report["from"], &report["to"]), (&json!("2026-02-04"), &json!("2026-03-05")));
    assert_eq!(report["series"].as_array().unwrap().len(), 30);
    house.clock.advance(TimeDelta::hours(4));
    let report = house.get("/reports/summary", &token).await;
    assert_eq!(report["to"], "2026-03-06");
    let long = "/reports/broadcasts?from=2024-01-01&to=2026-03-05";
    let report = house.get(long, &token).await;
    assert_eq!(report["group_by"], "week");
    let series = report["series"].as_array().unwrap();
    assert_eq!(series.len(), 114);
    assert_eq!(series[1]["from"], "2024-01-08");
}
