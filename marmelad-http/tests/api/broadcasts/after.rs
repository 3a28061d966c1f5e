use marmelad_core::broadcasts::SendOutcome;
use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::json;

use super::{arrived, errors};
use crate::house::{House, on_each_database};

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
    let told =
        house.refuse((Method::POST, &retry), &token, Some(&failed), 409, "wrong-state").await;
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
    let told = house
        .refuse(
            (Method::POST, &retry),
            &token,
            Some(&json!({ "statuses": [] })),
            422,
            "invalid-value",
        )
        .await;
    assert_eq!(errors(&told), ["/statuses nobody"]);
    house
        .refuse(
            (Method::POST, &retry),
            &token,
            Some(&json!({ "statuses": ["success"] })),
            400,
            "bad-request",
        )
        .await;
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
    let file = format!("{path}/logs/export?status=failed");
    let file = house.ask(Method::GET, &file, &token).send().await;
    let file = file.0.into_body().into_string().await.unwrap();
    assert_eq!(file.lines().count(), 2, "{file}");
    let log = house.get("/audit-logs?action=export_broadcast_logs", &token).await;
    let asked = &log["items"][0]["payload"]["filter"]["new"];
    assert_eq!(*asked, json!({ "status": ["failed"] }), "{log}");
}

async fn messages_are_taken_back(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let recall = format!("{path}/recall");
    let told =
        house.refuse((Method::POST, &recall), &token, Some(&json!({})), 409, "wrong-state").await;
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
