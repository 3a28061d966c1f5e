use marmelad_core::broadcasts::SendOutcome;
use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::json;

use super::{arrived, errors};
use crate::house::{House, on_each_database, problem};

on_each_database!(
    it_goes_to_those_whom_it_missed,
    the_file_holds_what_the_list_shows,
    messages_are_taken_back,
    codes_are_masked_for_who_only_reads,
);

async fn it_goes_to_those_whom_it_missed(house: House) {
    let token = house.token(Role::Owner).await;
    for telegram_id in 1000..1003 {
        house.a_client(telegram_id).await;
    }
    let path = house.a_draft(&token, json!({})).await;
    let retry = format!("{path}/retry");
    house.post(&format!("{path}/start"), &token, None, 200).await;
    let failed = json!({ "statuses": ["failed"] });
    let early = house.ask(Method::POST, &retry, &token).body_json(&failed);
    let told = problem(early.send().await, 409, "wrong-state").await;
    assert!(told["detail"].as_str().unwrap().contains("`sending`"), "{told}");
    house
        .worked(&path, |place, marked| match place {
            0 => SendOutcome::Failed("no".into()),
            1 => SendOutcome::Uncertain("cut".into()),
            _ => arrived(place, marked),
        })
        .await;
    let ended = house.get(&path, &token).await;
    assert_eq!(ended["status"], "sent");
    assert_eq!(ended["counts"]["failed"], 1);
    for (query, total) in [
        ("", 3),
        ("?status=failed", 1),
        ("?status=failed&status=uncertain", 2),
        ("?recall_status=recalled", 0),
    ] {
        let logs = house.get(&format!("{path}/logs{query}"), &token).await;
        assert_eq!(logs["total"], total, "{query}");
    }
    let logs = house.get(&format!("{path}/logs?status=success"), &token).await;
    let user = format!("{path}/logs?user_id={}", logs["items"][0]["user_id"]);
    assert_eq!(house.get(&user, &token).await["total"], 1);
    let nobody = house.ask(Method::POST, &retry, &token);
    let nobody = nobody.body_json(&json!({ "statuses": [] })).send().await;
    let told = problem(nobody, 422, "invalid-value").await;
    assert_eq!(errors(&told), ["/statuses nobody"]);
    let wrong = house.ask(Method::POST, &retry, &token);
    let wrong = wrong.body_json(&json!({ "statuses": ["success"] })).send().await;
    problem(wrong, 400, "bad-request").await;
    let again = house.post(&retry, &token, Some(failed), 200).await;
    assert_eq!(again["status"], "sending");
    house.worked(&path, arrived).await;
    let ended = house.get(&path, &token).await;
    assert_eq!(ended["counts"]["success"], 2, "{ended}");
    assert_eq!(ended["counts"]["uncertain"], 1);
}

async fn the_file_holds_what_the_list_shows(house: House) {
    let token = house.token(Role::Owner).await;
    for telegram_id in 1000..1003 {
        house.a_client(telegram_id).await;
    }
    let path = house.a_draft(&token, json!({})).await;
    house.post(&format!("{path}/start"), &token, None, 200).await;
    house
        .worked(&path, |place, marked| match place {
            0 => SendOutcome::Failed("no".into()),
            _ => arrived(place, marked),
        })
        .await;
    let recall = format!("{path}/recall");
    house.post(&recall, &token, Some(json!({})), 200).await;
    let all = house.get(&format!("{path}/logs"), &token).await;
    let someone = format!("user_id={}", all["items"][1]["user_id"]);
    for query in [
        "",
        "status=failed",
        "status=failed&status=success",
        "recall_status=pending",
        "recall_status=recalled",
        &someone,
        &format!("status=failed&{someone}"),
    ] {
        let list = house.get(&format!("{path}/logs?{query}"), &token).await;
        let items = list["items"].as_array().unwrap().iter();
        let mut listed: Vec<_> = items.map(|item| item["user_id"].to_string()).collect();
        listed.sort();
        let file = format!("{path}/logs/export?{query}");
        let file = house.ask(Method::GET, &file, &token).send().await;
        let file = file.0.into_body().into_string().await.unwrap();
        let rows = file.trim_end().split("\r\n").skip(1);
        let ids: Vec<_> = rows.filter_map(|row| row.split(';').next()).collect();
        assert_eq!(ids, listed, "{query}: {file}");
    }
    let log = house.get("/audit-logs?action=export_broadcast_logs&sort=created_at", &token).await;
    let asked = &log["items"][3]["payload"]["filter"]["new"];
    assert_eq!(*asked, json!({ "recall_status": "pending" }), "{log}");
}

async fn messages_are_taken_back(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let recall = format!("{path}/recall");
    let early = house.ask(Method::POST, &recall, &token).body_json(&json!({}));
    let told = problem(early.send().await, 409, "wrong-state").await;
    let detail = told["detail"].as_str().unwrap();
    assert!(detail.contains("`draft`") && detail.contains("`sent`"), "{detail}");
    house.post(&format!("{path}/start"), &token, None, 200).await;
    house.worked(&path, arrived).await;
    let body = json!({ "revoke_codes": true });
    let recalled = house.post(&recall, &token, Some(body), 200).await;
    assert_eq!(recalled["recall"]["revokes_codes"], true);
    assert!(recalled["recall"].get("finished_at").is_none());
}

async fn codes_are_masked_for_who_only_reads(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let templates = house.app().discounts.list_templates().await.unwrap();
    let template = templates.iter().map(|template| template.id.0).next();
    let more = json!({ "body": "Код: {code}", "template_id": template });
    let path = house.a_draft(&token, more).await;
    house.post(&format!("{path}/start"), &token, None, 200).await;
    house.worked(&path, arrived).await;
    let logs = house.get(&format!("{path}/logs"), &token).await;
    let code = logs["items"][0]["code"].as_str().unwrap().to_owned();
    let reader = house.token(Role::Readonly).await;
    let logs = house.get(&format!("{path}/logs"), &reader).await;
    let letters: String = code.chars().take(3).collect();
    assert_eq!(logs["items"][0]["code"], format!("{letters}••••"));
    let one = house.get(&path, &token).await;
    assert_eq!(one["money_trail"]["codes_issued"], 1);
    assert_eq!(one["money_trail"]["revenue"], "0.00");
}
