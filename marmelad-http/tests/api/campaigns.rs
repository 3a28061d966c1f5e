//! Campaigns.

use marmelad_core::staff::Role;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};

on_each_database!(
    a_campaign_is_added_shown_and_changed,
    campaigns_are_listed,
    what_breaks_a_rule_is_pointed_at,
    a_campaign_has_its_numbers,
    a_link_becomes_a_qr_code,
);

const ADD: (Method, &str) = (Method::POST, "/campaigns");

async fn know_the_bot(house: &House) {
    let app = house.app();
    app.settings.learn_main_bot_username("sweet_bot").await.unwrap();
}

async fn a_campaign_is_added_shown_and_changed(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({
        "slug": "Leto-2026", "name": " Лето ", "description": "На листовках", "template_id": 1,
        "starts_at": "2026-06-01T00:00:00+10:00", "ends_at": "2026-08-31T13:59:59.999Z", "total_limit": 500,
    });
    let answer = house.ask(Method::POST, "/campaigns", &token);
    let answer = answer.body_json(&body).send().await;
    answer.assert_status(StatusCode::CREATED);
    let location = answer.0.header("location").unwrap().to_owned();
    let added: Value = answer.json().await.value().deserialize();
    let path = format!("/campaigns/{}", added["id"]);
    assert_eq!(location, format!("/api/v1{path}"));
    let expected = json!({
        "id": added["id"], "slug": "leto-2026", "name": "Лето", "description": "На листовках", "template_id": 1,
        "starts_at": "2026-05-31T14:00:00.000Z", "ends_at": "2026-08-31T13:59:59.999Z", "total_limit": 500,
        "joined_count": 0, "is_active": true, "created_at": "2026-03-05T10:00:00.000Z",
    });
    assert_eq!(added, expected);
    know_the_bot(&house).await;
    let shown = house.get(&path, &token).await;
    assert_eq!(shown["link"], "https://t.me/sweet_bot?start=ref_leto-2026");

    let wanted =
        json!({ "ends_at": null, "template_id": null, "name": "Осень", "is_active": false });
    let changed = house.call((Method::PATCH, &path), &token, Some(wanted), 200).await;
    assert_eq!((changed.get("ends_at"), changed.get("template_id")), (None, None));
    assert_eq!(
        (&changed["name"], &changed["is_active"], &changed["slug"]),
        (&json!("Осень"), &json!(false), &json!("leto-2026"))
    );
    assert_eq!(changed["starts_at"], "2026-05-31T14:00:00.000Z");
    assert_eq!(house.get(&path, &token).await, changed);
    let audit = house.app().audit.newest(10).await.unwrap();
    let entry = audit.iter().find(|it| it.row.action == "update_campaign");
    let entry = &entry.unwrap().row;
    assert_eq!(entry.payload["campaign_name"]["new"], "Осень");
    assert_eq!(entry.payload["slug"], Value::Null);
    assert!(entry.admin_id.is_some() && entry.request_id.is_some());
}

async fn campaigns_are_listed(house: House) {
    let token = house.token(Role::Marketing).await;
    for (slug, is_active) in [("b", true), ("c", false), ("a", true)] {
        let body = json!({ "slug": slug, "name": slug, "is_active": is_active });
        house.call(ADD, &token, Some(body), 201).await;
    }
    let reader = house.token(Role::Readonly).await;
    let slugs = async |query: &str| {
        let page = house.get(&format!("/campaigns?{query}"), &reader).await;
        let items = page["items"].as_array().unwrap().iter();
        let slugs: Vec<_> = items.map(|it| it["slug"].as_str().unwrap()).collect();
        (slugs.concat(), page["total"].as_u64().unwrap())
    };
    assert_eq!(slugs("").await, ("acb".into(), 3));
    assert_eq!(slugs("sort=name&per_page=2").await, ("ab".into(), 3));
    assert_eq!(slugs("sort=-name&per_page=2&page=2").await, ("a".into(), 3));
    assert_eq!(slugs("is_active=false").await, ("c".into(), 1));
    assert_eq!(slugs("template_id=1").await, (String::new(), 0));
    house.refuse((Method::GET, "/campaigns?sort=slug"), &reader, None, 400, "bad-request").await;
}

async fn what_breaks_a_rule_is_pointed_at(house: House) {
    let token = house.token(Role::Marketing).await;
    let known = json!({ "slug": "leto", "name": "Лето" });
    let known = house.call(ADD, &token, Some(known), 201).await;
    house.call(ADD, &token, Some(json!({ "slug": "zima", "name": "Зима" })), 201).await;
    for (body, path) in [
        (json!({ "slug": "лето", "name": "x" }), "/slug"),
        (json!({ "slug": "_x", "name": "x" }), "/slug"),
        (json!({ "slug": "x", "name": "  " }), "/name"),
        (json!({ "slug": "x", "name": "x", "total_limit": 0 }), "/total_limit"),
        (json!({ "slug": "x", "name": "x", "template_id": 999 }), "/template_id"),
        (
            json!({ "slug": "x", "name": "x", "starts_at": "2026-03-05T00:00:00Z", "ends_at": "2026-03-04T00:00:00Z" }),
            "/ends_at",
        ),
        (json!({ "slug": "x", "name": "x", "ends_at": "0000-03-04T00:00:00Z" }), "/ends_at"),
    ] {
        let answer = house
            .refuse((Method::POST, "/campaigns"), &token, Some(&body), 422, "invalid-value")
            .await;
        assert_eq!(answer["errors"][0]["path"], path, "{answer}");
    }
    for body in [
        json!({ "slug": "x", "name": "x", "starts_at": "tomorrow" }),
        json!({ "slug": "x", "name": "x", "color": "red" }),
        json!({ "slug": "x" }),
        json!({ "slug": "x", "name": "x", "total_limit": -1 }),
        json!({ "slug": "x", "name": "x", "template_id": 0 }),
        json!({ "slug": "x", "name": "x", "template_id": 9_007_199_254_740_991_u64 }),
    ] {
        house.refuse((Method::POST, "/campaigns"), &token, Some(&body), 400, "bad-request").await;
    }
    let path = format!("/campaigns/{}", known["id"]);
    for (method, path) in [(Method::POST, "/campaigns"), (Method::PATCH, path.as_str())] {
        let body = json!({ "slug": "ZIMA", "name": "x" });
        let answer = house.ask(method, path, &token).body_json(&body);
        let answer = problem(answer.send().await, 409, "conflict").await;
        assert_eq!(answer["errors"][0]["path"], "/slug", "{answer}");
    }
    house
        .refuse((Method::PATCH, &path), &token, Some(&json!({ "name": null })), 400, "bad-request")
        .await;
    assert_eq!(house.get(&path, &token).await, known);
}

async fn a_campaign_has_its_numbers(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({ "slug": "leto", "name": "Лето", "template_id": 1 });
    let id = house.call(ADD, &token, Some(body), 201).await["id"].clone();
    crate::reports::shop_for_a_day(&house, "leto").await;
    let stats = house.get(&format!("/campaigns/{id}/stats"), &token).await;
    assert_eq!(
        stats["totals"],
        json!({
            "joined": 2, "new_clients": 1, "issued": 2, "redeemed": 1, "undone": 0, "redemption_rate": "50.00",
            "orders": 1, "revenue": "1500.50", "discount": "150.05",
        })
    );
    assert_eq!(stats["series"].as_array().unwrap().len(), 1);
    assert_eq!(stats["series"][0]["joined"], 2);
    assert_eq!(stats["series"][0]["from"], "2026-03-05");
    let before = format!("/campaigns/{id}/stats?to=2026-03-01&from=2026-02-01&group_by=month");
    let before = house.get(&before, &token).await;
    assert_eq!(before["totals"], stats["totals"]);
    assert_eq!(before["series"].as_array().unwrap().len(), 2);
    assert_eq!(before["series"][0]["joined"], 0);
    for (path, status) in [
        ("/campaigns/999/stats".to_owned(), 404),
        (format!("/campaigns/{id}/stats?from=2026-03-06"), 422),
    ] {
        house.call((Method::GET, &path), &token, None, status).await;
    }
}

async fn a_link_becomes_a_qr_code(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({ "slug": "leto", "name": "Лето" });
    let id = house.call(ADD, &token, Some(body), 201).await["id"].clone();
    let reader = house.token(Role::Readonly).await;
    let path = format!("/campaigns/{id}/qr");
    house.refuse((Method::GET, &path), &reader, None, 409, "bot-unknown").await;
    know_the_bot(&house).await;
    for (query, content_type, begins, ending) in [
        ("", "image/png", &b"\x89PNG\r\n"[..], "png"),
        ("?format=png", "image/png", b"\x89PNG\r\n", "png"),
        ("?format=svg", "image/svg+xml", b"<svg ", "svg"),
    ] {
        let answer = house.ask(Method::GET, &format!("{path}{query}"), &reader).send().await;
        answer.assert_status_is_ok();
        answer.assert_header("content-type", content_type);
        let name = format!("inline; filename=\"qr-leto.{ending}\"");
        answer.assert_header("content-disposition", name);
        let bytes = answer.0.into_body().into_bytes().await.unwrap();
        assert!(bytes.starts_with(begins));
    }
    house
        .refuse((Method::GET, &format!("{path}?format=gif")), &reader, None, 400, "bad-request")
        .await;
    house.refuse((Method::GET, "/campaigns/999/qr"), &reader, None, 404, "not-found").await;
}
