use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::{Value, json};

use super::errors;
use crate::house::{House, on_each_database, problem};

on_each_database!(
    a_draft_is_scheduled_with_whatever_else_changes,
    a_scheduled_one_is_taken_back,
    it_is_scheduled_only_if_it_can_go_out,
    every_other_move_of_it_is_refused,
    what_stands_there_already_stays,
    where_it_stands_is_written_down,
);

impl House {
    async fn patch(&self, path: &str, token: &str, change: Value) -> Value {
        let place = (Method::PATCH, path);
        self.call(place, token, Some(change), 200).await
    }

    async fn not_patched(
        &self,
        path: &str,
        token: &str,
        change: Value,
        status: u16,
        slug: &str,
    ) -> Value {
        let request = self.ask(Method::PATCH, path, token).body_json(&change);
        problem(request.send().await, status, slug).await
    }
}

async fn a_draft_is_scheduled_with_whatever_else_changes(house: House) {
    let token = house.token(Role::Marketing).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let change = json!({
        "status": "scheduled",
        "title": "Лето",
        "scheduled_at": "2026-03-07T10:00:00+10:00"
    });
    let later = house.patch(&path, &token, change).await;
    assert_eq!(
        (&later["status"], &later["title"], &later["scheduled_at"]),
        (&json!("scheduled"), &json!("Лето"), &json!("2026-03-07T00:00:00.000Z"))
    );
    assert_eq!(house.app().broadcasts.start_due().await.unwrap(), 0);

    let path = house.a_draft(&token, json!({})).await;
    let soon = json!({ "status": "scheduled" });
    let soon = house.patch(&path, &token, soon).await;
    assert_eq!(soon["scheduled_at"], "2026-03-05T10:00:00.000Z");
    assert_eq!(house.app().broadcasts.start_due().await.unwrap(), 1);
    assert_eq!(house.get(&path, &token).await["status"], "sending");
}

async fn a_scheduled_one_is_taken_back(house: House) {
    let token = house.token(Role::Marketing).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let schedule = json!({ "status": "scheduled" });
    house.patch(&path, &token, schedule.clone()).await;
    // Its time has come and is over: it is taken back all the same.
    house.clock.advance(chrono::TimeDelta::minutes(5));
    let draft = house.patch(&path, &token, json!({ "status": "draft" })).await;
    assert_eq!(draft["status"], "draft");
    assert!(draft.get("scheduled_at").is_none(), "{draft}");
    assert_eq!(house.app().broadcasts.start_due().await.unwrap(), 0);

    let again = json!({ "status": "scheduled", "scheduled_at": "2026-03-07T00:00:00Z" });
    house.patch(&path, &token, again).await;
    let change = json!({ "status": "draft", "body": "Ждём вас!", "scheduled_at": null });
    let draft = house.patch(&path, &token, change).await;
    assert_eq!((&draft["status"], &draft["body"]), (&json!("draft"), &json!("Ждём вас!")));
    assert!(draft.get("scheduled_at").is_none(), "{draft}");
}

async fn it_is_scheduled_only_if_it_can_go_out(house: House) {
    let token = house.token(Role::Owner).await;
    let path = house.a_draft(&token, json!({})).await;
    let refused = async |change| {
        let told = house.not_patched(&path, &token, change, 422, "invalid-value");
        errors(&told.await)
    };
    let change = json!({ "status": "scheduled", "title": "Лето" });
    assert_eq!(refused(change).await, ["/segment_id empty_audience"]);
    house.a_client(1000).await;
    let past = json!({ "status": "scheduled", "scheduled_at": "2026-03-05T09:00:00Z" });
    assert_eq!(refused(past).await, ["/scheduled_at in_the_past"]);
    let wrong = json!({ "status": "scheduled", "body": "<b>не закрыт" });
    assert!(refused(wrong).await[0].starts_with("/body "));
    for status in [json!("sending"), json!(null)] {
        let change = json!({ "status": status });
        let told = house.not_patched(&path, &token, change, 400, "bad-request");
        assert_eq!(told.await["errors"][0]["path"], "/status");
    }
    let kept = house.get(&path, &token).await;
    assert_eq!((&kept["status"], &kept["title"]), (&json!("draft"), &json!("Весна")));
}

async fn every_other_move_of_it_is_refused(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let refused = async |change: Value, from: &str, to: &str| {
        let told = house.not_patched(&path, &token, change, 409, "wrong-state");
        let detail = told.await["detail"].as_str().unwrap().to_owned();
        for state in [from, to] {
            assert!(detail.contains(&format!("`{state}`")), "{detail}");
        }
    };
    let (draft, scheduled) = (json!({ "status": "draft" }), json!({ "status": "scheduled" }));
    house.patch(&path, &token, scheduled.clone()).await;
    refused(json!({ "title": "Лето" }), "scheduled", "draft").await;
    house.post(&format!("{path}/start"), &token, None, 200).await;
    refused(draft, "sending", "draft").await;
    refused(scheduled, "sending", "scheduled").await;
    let nothing = "/broadcasts/999";
    let change = json!({ "status": "scheduled" });
    house.not_patched(nothing, &token, change, 404, "not-found").await;
}

async fn what_stands_there_already_stays(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let written = async || house.get("/audit-logs?entity=broadcast", &token).await["total"].clone();
    let before = written().await;
    let draft = house.patch(&path, &token, json!({ "status": "draft" })).await;
    assert_eq!(draft["status"], "draft");
    assert_eq!(written().await, before);
    let change = json!({ "status": "draft", "title": "Лето" });
    assert_eq!(house.patch(&path, &token, change).await["title"], "Лето");

    let schedule = json!({ "status": "scheduled", "scheduled_at": "2026-03-07T00:00:00Z" });
    house.patch(&path, &token, schedule.clone()).await;
    house.patch(&path, &token, schedule).await;
    let other = json!({ "status": "scheduled", "scheduled_at": "2026-03-08T00:00:00Z" });
    let later = house.patch(&path, &token, other).await;
    assert_eq!(
        (&later["status"], &later["scheduled_at"]),
        (&json!("scheduled"), &json!("2026-03-08T00:00:00.000Z"))
    );
    let log = house.get("/audit-logs?action=schedule_broadcast", &token).await;
    assert_eq!(log["total"], 1, "{log}");
}

async fn where_it_stands_is_written_down(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    for (change, action, from, to) in [
        (
            json!({ "status": "scheduled", "title": "Лето" }),
            "schedule_broadcast",
            "draft",
            "scheduled",
        ),
        (
            json!({ "status": "draft", "title": "Весна", "scheduled_at": null }),
            "unschedule_broadcast",
            "scheduled",
            "draft",
        ),
    ] {
        let title = change["title"].clone();
        house.patch(&path, &token, change).await;
        let log = house.get(&format!("/audit-logs?action={action}"), &token).await;
        assert_eq!(log["total"], 1, "{log}");
        let payload = &log["items"][0]["payload"];
        assert_eq!(payload["status"], json!({ "old": from, "new": to }));
        assert_eq!(payload["title"]["new"], title);
    }
}
