use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::{Value, json};

use super::errors;
use crate::house::{House, on_each_database, problem};

on_each_database!(
    a_draft_is_written_changed_and_deleted,
    changes_at_the_same_time_are_all_kept,
    what_changes_in_it_is_written_down,
    it_is_not_scheduled_beyond_all_years,
    everything_wrong_is_told_at_once,
    a_scheduled_one_is_kept_only_if_it_can_go_out,
    lists_are_filtered_searched_and_sorted,
    it_is_looked_at_beforehand,
);

async fn a_draft_is_written_changed_and_deleted(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({
        "title": "Весна",
        "body": "Здравствуйте!",
        "buttons": [[{ "text": "В магазин", "url": "https://example.com/" }]],
        "filter": { "field": "gender", "op": "eq", "value": "female" },
        "scheduled_at": "2026-03-06T10:00:00Z",
        "rate_per_minute": 60
    });
    let answer = house.ask(Method::POST, "/broadcasts", &token).body_json(&body).send().await;
    assert_eq!(answer.0.status(), 201);
    let place = answer.0.header("location").unwrap().to_owned();
    let draft: Value = answer.json().await.value().deserialize();
    assert_eq!(place, format!("/api/v1/broadcasts/{}", draft["id"]));
    assert_eq!(draft["status"], "draft");
    assert_eq!(draft["kind"], "html");
    assert_eq!(draft["filter"]["field"], "gender");
    let path = place.strip_prefix("/api/v1").unwrap();

    let change = json!({
        "title": "Лето",
        "scheduled_at": null,
        "filter": null,
        "rate_per_minute": null,
        "media_type": "photo",
        "media_ref": "https://example.com/a.jpg"
    });
    let changed = house.call((Method::PATCH, path), &token, Some(change), 200).await;
    assert_eq!(changed["title"], "Лето");
    assert_eq!(changed["body"], "Здравствуйте!", "what is not sent stays");
    assert_eq!(changed["buttons"][0][0]["text"], "В магазин");
    assert_eq!(changed["media_ref"], "https://example.com/a.jpg");
    for cleared in ["scheduled_at", "filter", "rate_per_minute"] {
        assert!(changed.get(cleared).is_none(), "{cleared}: {changed}");
    }
    let without = json!({ "media_type": "none" });
    let changed = house.call((Method::PATCH, path), &token, Some(without), 200).await;
    assert!(changed.get("media_ref").is_none(), "{changed}");
    assert_eq!(house.get(path, &token).await, changed);

    house.call((Method::DELETE, path), &token, None, 204).await;
    house.refuse((Method::GET, &path), &token, None, 404, "not-found").await;
}

async fn everything_wrong_is_told_at_once(house: House) {
    let token = house.token(Role::Owner).await;
    let wrong = json!({
        "title": " ",
        "body": "<b>не закрыт",
        "buttons": [[{ "text": "x", "url": "ftp://example.com" }]],
        "segment_id": 999,
        "template_id": 999,
        "rate_per_minute": 1801
    });
    let answer = house.ask(Method::POST, "/broadcasts", &token);
    let answer = answer.body_json(&wrong).send().await;
    let told = errors(&problem(answer, 422, "invalid-value").await);
    for expected in [
        "/title title_length",
        "/segment_id not_found",
        "/template_id not_usable",
        "/rate_per_minute out_of_range",
    ] {
        assert!(told.iter().any(|error| error == expected), "{told:?}");
    }
    assert!(told.iter().any(|error| error.starts_with("/body ")), "{told:?}");
    let is_of_button = |error: &String| error.starts_with("/buttons/0/0/url");
    assert!(told.iter().any(is_of_button), "{told:?}");
    for (body, path) in [
        (json!({ "title": "x", "colour": "red" }), ""),
        (json!({ "title": "x", "buttons": [[{ "text": "x" }]] }), "/buttons/0/0"),
        (json!({ "title": "x", "rate_per_minute": -1 }), "/rate_per_minute"),
        (json!({ "title": "x", "scheduled_at": "завтра" }), "/scheduled_at"),
        (json!({ "title": "x", "kind": "song" }), "/kind"),
    ] {
        let told = house
            .refuse((Method::POST, "/broadcasts"), &token, Some(&body), 400, "bad-request")
            .await;
        let found = told["errors"][0]["path"].as_str().unwrap_or_default();
        assert!(found.starts_with(path), "{body}: {told}");
    }
    assert_eq!(house.get("/broadcasts", &token).await["total"], 0);
}

async fn a_scheduled_one_is_kept_only_if_it_can_go_out(house: House) {
    let token = house.token(Role::Owner).await;
    let body = json!({ "title": "Весна", "body": "x", "status": "scheduled" });
    let told = house
        .refuse((Method::POST, "/broadcasts"), &token, Some(&body), 422, "invalid-value")
        .await;
    assert_eq!(errors(&told), ["/segment_id empty_audience"]);
    assert_eq!(house.get("/broadcasts", &token).await["total"], 0);
    house.a_client(1000).await;
    let soon = house.post("/broadcasts", &token, Some(body.clone()), 201).await;
    assert_eq!(soon["status"], "scheduled");
    assert_eq!(soon["scheduled_at"], "2026-03-05T10:00:00.000Z");
    let mut later = body;
    later["scheduled_at"] = "2026-03-07T10:00:00+10:00".into();
    let later = house.post("/broadcasts", &token, Some(later), 201).await;
    assert_eq!(later["scheduled_at"], "2026-03-07T00:00:00.000Z");
    assert_eq!(house.app().broadcasts.start_due().await.unwrap(), 1);
    let path = format!("/broadcasts/{}", soon["id"]);
    assert_eq!(house.get(&path, &token).await["status"], "sending");
}

async fn lists_are_filtered_searched_and_sorted(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    for (title, more) in [
        ("Весна и мёд", json!({})),
        ("Лето", json!({ "scheduled_at": "2026-03-08T10:00:00Z" })),
        ("ВЕСНА: вторая", json!({ "scheduled_at": "2026-03-07T10:00:00Z" })),
        ("Проба", json!({ "is_test": true })),
    ] {
        let mut more = more;
        more["title"] = title.into();
        house.a_draft(&token, more).await;
        house.clock.advance(chrono::TimeDelta::minutes(1));
    }
    let first = house.get("/broadcasts?sort=created_at&per_page=1", &token).await;
    let first = format!("/broadcasts/{}/start", first["items"][0]["id"]);
    house.post(&first, &token, None, 200).await;
    for (query, expected) in [
        ("", "ВЕСНА: вторая|Лето|Весна и мёд"),
        ("?is_test=any", "Проба|ВЕСНА: вторая|Лето|Весна и мёд"),
        ("?is_test=true", "Проба"),
        ("?sort=created_at", "Весна и мёд|Лето|ВЕСНА: вторая"),
        ("?sort=-scheduled_at&status=draft", "Лето|ВЕСНА: вторая"),
        ("?status=sending", "Весна и мёд"),
        ("?status=sending&status=draft&per_page=2", "ВЕСНА: вторая|Лето"),
        ("?search=%D0%BC%D0%B5%D0%B4", "Весна и мёд"),
        ("?search=%D0%B2%D0%B5%D1%81&sort=created_at", "Весна и мёд|ВЕСНА: вторая"),
        ("?scheduled_from=2026-03-08T00:00:00Z", "Лето"),
        ("?created_to=2026-03-05T10:00:30Z", "Весна и мёд"),
        ("?kind=copy", ""),
    ] {
        let list = house.get(&format!("/broadcasts{query}"), &token).await;
        let items = list["items"].as_array().unwrap().iter();
        let titles: Vec<_> = items.map(|item| item["title"].as_str().unwrap()).collect();
        assert_eq!(titles.join("|"), expected, "{query}");
        assert_eq!(list["total_exact"], true);
    }
}

async fn it_is_looked_at_beforehand(house: House) {
    let token = house.token(Role::Readonly).await;
    let owner = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&owner, json!({})).await;
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let stored = json!({ "broadcast_id": id });
    let stored = house.post("/broadcasts/preflight", &token, Some(stored), 200).await;
    assert_eq!(stored["audience_total"], 1);
    assert_eq!(stored["samples"][0]["body"], "Здравствуйте, Анна!");
    let unsaved = json!({ "broadcast": { "title": "x", "body": "Привет" } });
    let unsaved = house.post("/broadcasts/preflight", &token, Some(unsaved), 200).await;
    assert_eq!(unsaved["samples"][0]["body"], "Привет");
    for (body, expected) in [
        (json!({}), "/broadcast_id ambiguous"),
        (json!({ "broadcast_id": 999 }), "/broadcast_id unknown"),
        (json!({ "broadcast": { "title": "", "body": "x" } }), "/title title_length"),
    ] {
        let told = house
            .refuse(
                (Method::POST, "/broadcasts/preflight"),
                &token,
                Some(&body),
                422,
                "invalid-value",
            )
            .await;
        assert_eq!(errors(&told), [expected]);
    }
}

async fn changes_at_the_same_time_are_all_kept(house: House) {
    let token = house.token(Role::Marketing).await;
    let path = house.a_draft(&token, json!({})).await;
    let changes = [
        json!({ "title": "Лето" }),
        json!({ "body": "Ждём вас!" }),
        json!({ "rate_per_minute": 7 }),
        json!({ "ignore_quiet_hours": true }),
        json!({ "unsubscribe_button": false }),
        json!({ "is_test": true }),
    ];
    let requests = changes.iter().map(|change| {
        let request = house.ask(Method::PATCH, &path, &token);
        request.body_json(change).send()
    });
    for answer in futures::future::join_all(requests).await {
        answer.assert_status_is_ok();
    }
    let kept = house.get(&path, &token).await;
    for change in changes {
        for (field, value) in change.as_object().unwrap() {
            assert_eq!(kept[field], *value, "{field}");
        }
    }
}

async fn what_changes_in_it_is_written_down(house: House) {
    let token = house.token(Role::Marketing).await;
    let path = house.a_draft(&token, json!({})).await;
    let change = json!({
        "buttons": [[{ "text": "Сюда", "url": "https://example.com/" }]],
        "ignore_quiet_hours": true
    });
    house.call((Method::PATCH, &path), &token, Some(change), 200).await;
    let owner = house.token(Role::Owner).await;
    let log = house.get("/audit-logs?action=update_broadcast", &owner).await;
    let payload = &log["items"][0]["payload"];
    assert_eq!(payload["buttons"]["new"][0], "Сюда: https://example.com/");
    assert_eq!(payload["ignore_quiet_hours"]["new"], true);
    assert_eq!(payload.as_object().unwrap().len(), 2, "{payload}");
}

async fn it_is_not_scheduled_beyond_all_years(house: House) {
    let token = house.token(Role::Marketing).await;
    let body = json!({
        "title": "Когда-нибудь",
        "body": "Здравствуйте!",
        "status": "scheduled",
        "scheduled_at": "9999-12-31T23:59:59-12:00"
    });
    let request = house.ask(Method::POST, "/broadcasts", &token);
    let answer = request.body_json(&body).send().await;
    let told = problem(answer, 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["path"], "/scheduled_at");
}
