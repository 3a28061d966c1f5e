//! Restarts.

use marmelad_sandbox::{BotKind, MemberStatus, Person, Sandbox, StartError};
use serde_json::{Value, json};

use crate::client::{ANNA, call, http, url};

#[tokio::test]
async fn a_restart_keeps_chats_and_never_repeats_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let start = || Sandbox::builder().state_file(&file).start();

    let first = start().await.unwrap();
    first.add_person(Person::new(ANNA, "Анна"));
    first.join_channel(ANNA).unwrap();
    let posted = first.send_text(BotKind::Main, ANNA, "привет").unwrap();
    let (_, sent) = call(
        &first,
        "sendMessage",
        json!({
            "chat_id": ANNA,
            "text": "<b>Меню</b>",
            "parse_mode": "HTML",
            "reply_markup": {"keyboard": [["Мои скидки"]]},
        }),
    )
    .await;
    let form = reqwest::multipart::Form::new()
        .text("chat_id", ANNA.to_string())
        .part("photo", reqwest::multipart::Part::bytes(vec![0xFF, 0xD8, 0xFF]).file_name("a.jpg"));
    let photo: Value = http()
        .post(url(&first, "sendPhoto"))
        .multipart(form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let history = first.messages(BotKind::Main, ANNA);
    first.stop().await;

    let second = start().await.unwrap();
    assert_eq!(second.messages(BotKind::Main, ANNA), history);
    assert_eq!(second.member_status(ANNA), MemberStatus::Member);
    assert_eq!(second.keyboard(BotKind::Main, ANNA), ["Мои скидки"]);
    let (_, updates) = call(&second, "getUpdates", json!({})).await;
    assert_eq!(updates["result"][0]["update_id"], posted.update_id);
    let again = second.send_text(BotKind::Main, ANNA, "снова").unwrap();
    assert!(again.update_id > posted.update_id);
    assert!(i64::from(again.message_id) > sent["result"]["message_id"].as_i64().unwrap());

    let file_id = &photo["result"]["photo"][0]["file_id"];
    let (_, got) = call(&second, "getFile", json!({"file_id": file_id})).await;
    let path = got["result"]["file_path"].as_str().unwrap();
    let address = format!("{}/file/bot{}/{path}", second.base_url(), second.token(BotKind::Main));
    let content = http().get(address).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(content.as_ref(), [0xFF, 0xD8, 0xFF]);
    second.stop().await;
}

#[tokio::test]
async fn a_broken_state_file_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    std::fs::write(&file, "{broken").unwrap();
    let refused = Sandbox::builder().state_file(&file).start().await;
    assert!(matches!(refused, Err(StartError::State { .. })));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{broken");
}

#[tokio::test]
async fn a_stopped_sandbox_frees_its_port() {
    let first = Sandbox::builder().start().await.unwrap();
    let port = first.port();
    first.stop().await;
    let second = Sandbox::builder().port(port).start().await.unwrap();
    assert_eq!(second.port(), port);
}

#[tokio::test]
async fn a_sandbox_nobody_holds_stops() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let clone = sandbox.clone();
    let address = url(&sandbox, "getMe");
    drop(sandbox);
    http().get(&address).send().await.unwrap();
    drop(clone);
    while http().get(&address).send().await.is_ok() {}
}
