//! How calls come in and what refusals look like.

use marmelad_sandbox::{BotKind, Person, Sandbox, StartError};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::client::{ANNA, call, http, url, with_anna};

#[tokio::test]
async fn a_call_may_come_as_query_json_form_or_multipart() {
    let sandbox = with_anna().await;
    let address = url(&sandbox, "sendMessage");
    let markup = json!({"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]});
    let params = |text: &'static str| {
        [
            ("chat_id", ANNA.to_string()),
            ("text", format!("<b>{text}</b>")),
            ("parse_mode", "HTML".to_owned()),
            ("reply_markup", markup.to_string()),
        ]
    };
    let as_json = json!({
        "chat_id": ANNA,
        "text": "<b>json</b>",
        "parse_mode": "html",
        "reply_markup": markup,
        "unknown": {"is": "ignored"},
        "message_thread_id": null,
    });
    let multipart = params("multipart")
        .into_iter()
        .fold(Form::new(), |form, (key, value)| form.text(key, value));
    let client = http();
    for request in [
        client.get(&address).query(&params("query")),
        client.post(&address).json(&as_json),
        client.post(&address).form(&params("form")),
        client.post(&address).multipart(multipart),
        client.post(address.replace("sendMessage", "SENDMESSAGE")).query(&params("case")),
    ] {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["ok"], true, "{body}");
        assert_eq!(body["result"]["entities"][0]["type"], "bold");
        assert_eq!(body["result"]["reply_markup"], markup);
    }
    let texts: Vec<String> =
        sandbox.bot_messages(BotKind::Main, ANNA).into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["query", "json", "form", "multipart", "case"]);
    let calls = sandbox.calls(BotKind::Main, Some("sendmessage"));
    assert_eq!(calls.len(), 5);
    assert!(calls.iter().all(|call| call.status == Some(200)));
    assert_eq!(calls[2].params["chat_id"], ANNA);
    assert_eq!(calls[2].params["reply_markup"], markup);
    assert_eq!(sandbox.count(BotKind::Main, Some("sendMessage"), 200), 5);
}

#[tokio::test]
async fn a_message_looks_exactly_like_telegrams() {
    let sandbox = with_anna().await;
    let (status, body) = call(
        &sandbox,
        "sendMessage",
        json!({"chat_id": ANNA, "text": " 😀 <code>ДЯА4589</code>\n", "parse_mode": "HTML"}),
    )
    .await;
    assert_eq!(status, 200);
    let id = body["result"]["message_id"].as_i64().unwrap();
    let date = body["result"]["date"].as_i64().unwrap();
    assert_eq!(
        body,
        json!({
            "ok": true,
            "result": {
                "message_id": id,
                "from": {
                    "id": 7_000_000_001_i64,
                    "is_bot": true,
                    "first_name": "Мармеладный дворик",
                    "username": "marmelad_main_bot",
                },
                "chat": {"id": ANNA, "type": "private", "first_name": "Анна"},
                "date": date,
                "text": "😀 ДЯА4589",
                "entities": [{"type": "code", "offset": 3, "length": 7}],
            },
        })
    );
}

#[tokio::test]
async fn refusals_have_telegrams_words() {
    let sandbox = with_anna().await;
    sandbox.add_person(Person::new(102, "Борис"));
    let send = |params: Value| call(&sandbox, "sendMessage", params);
    let button = |button: Value| json!({"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}});
    for (params, code, description) in [
        (json!({"chat_id": 999, "text": "x"}), 400, "Bad Request: chat not found"),
        (json!({"chat_id": "@nobody", "text": "x"}), 400, "Bad Request: chat not found"),
        (json!({"text": "x"}), 400, "Bad Request: chat_id is empty"),
        (json!({"chat_id": ANNA}), 400, "Bad Request: message text is empty"),
        (
            json!({"chat_id": ANNA, "text": "a<b", "parse_mode": "HTML"}),
            400,
            "Bad Request: can't parse entities: Unclosed start tag at byte offset 1",
        ),
        (
            json!({"chat_id": ANNA, "text": "😀".repeat(2049)}),
            400,
            "Bad Request: message is too long",
        ),
        (
            button(json!({"text": "x", "callback_data": "x".repeat(65)})),
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            button(json!({"text": "x", "url": "http://localhost:8000/login"})),
            400,
            "Bad Request: BUTTON_URL_INVALID",
        ),
        (
            button(json!({"text": "x"})),
            400,
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            json!({"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": 1}}),
            400,
            "Bad Request: message to be replied not found",
        ),
        (
            json!({"chat_id": 102, "text": "x"}),
            403,
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            json!({"chat_id": 7_000_000_002_i64, "text": "x"}),
            403,
            "Forbidden: bot can't send messages to bots",
        ),
    ] {
        let (status, body) = send(params).await;
        assert_eq!(status, code, "{body}");
        assert_eq!(body, json!({"ok": false, "error_code": code, "description": description}));
    }
    send(json!({"chat_id": ANNA, "text": "😀".repeat(2048)})).await;
    assert_eq!(sandbox.bot_messages(BotKind::Main, ANNA).len(), 1);
}

#[tokio::test]
async fn wrong_tokens_and_methods() {
    let sandbox = with_anna().await;
    let base = sandbox.base_url();
    let token = sandbox.token(BotKind::Main);
    for (path, code, description) in [
        ("/bot123:abc/getMe".to_owned(), 401, "Unauthorized"),
        (
            "/bot7000000001:AAMainBotSandboxTokenForTestsOnly_9/getMe".to_owned(),
            401,
            "Unauthorized",
        ),
        ("/botnonsense/getMe".to_owned(), 404, "Not Found"),
        (format!("/bot{token}/getNothing"), 404, "Not Found: method not found"),
    ] {
        let answer = http().get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), code, "{path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["description"], description);
    }
    let broken = http()
        .post(url(&sandbox, "sendMessage"))
        .header("content-type", "application/json")
        .body("{")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status().as_u16(), 400);
}

#[tokio::test]
async fn an_upload_may_be_attached_under_another_name() {
    let sandbox = with_anna().await;
    let form = Form::new()
        .text("chat_id", ANNA.to_string())
        .text("document", "attach://report")
        .text("caption", "Отчёт")
        .part("report", Part::bytes(b"a;b".to_vec()).file_name("отчёт.csv"));
    let body: Value = http()
        .post(url(&sandbox, "sendDocument"))
        .multipart(form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let document = &body["result"]["document"];
    assert_eq!(document["file_name"], "отчёт.csv");
    assert_eq!(document["file_size"], 3);
    assert_eq!(body["result"]["caption"], "Отчёт");
    let file_id = document["file_id"].as_str().unwrap();
    let (status, _) =
        call(&sandbox, "sendDocument", json!({"chat_id": ANNA, "document": file_id})).await;
    assert_eq!(status, 200);
    let (status, body) =
        call(&sandbox, "sendVideo", json!({"chat_id": ANNA, "video": file_id})).await;
    assert_eq!(status, 400);
    assert_eq!(body["description"], "Bad Request: can't use file of type Document as Video");
    let (status, _) = call(&sandbox, "sendPhoto", json!({"chat_id": ANNA, "photo": "nope"})).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn what_was_deleted_long_ago_cannot_be() {
    let sandbox = with_anna().await;
    let (_, sent) = call(&sandbox, "sendMessage", json!({"chat_id": ANNA, "text": "x"})).await;
    let id = i32::try_from(sent["result"]["message_id"].as_i64().unwrap()).unwrap();
    let date = sent["result"]["date"].as_i64().unwrap();
    assert!(sandbox.set_message_date(BotKind::Main, ANNA, id, date - 49 * 3600));
    let delete = json!({"chat_id": ANNA, "message_id": id});
    let (status, body) = call(&sandbox, "deleteMessage", delete.clone()).await;
    assert_eq!(status, 400);
    assert_eq!(body["description"], "Bad Request: message can't be deleted for everyone");
    sandbox.set_message_date(BotKind::Main, ANNA, id, date);
    let both = json!({"chat_id": ANNA, "message_ids": [id, id + 1]});
    assert_eq!(call(&sandbox, "deleteMessages", both).await.0, 200);
    assert!(sandbox.message(BotKind::Main, ANNA, id).unwrap().deleted);
    assert_eq!(call(&sandbox, "deleteMessage", delete).await.0, 400);
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let refused = Sandbox::builder().address("0.0.0.0:0".parse().unwrap()).start().await;
    assert!(matches!(refused, Err(StartError::NotLoopback(_))));
    let refused = Sandbox::builder().token(BotKind::Auth, "1:short").start().await;
    assert!(matches!(refused, Err(StartError::Token(BotKind::Auth))));
}

#[tokio::test]
async fn an_open_world_takes_every_positive_id() {
    let sandbox = Sandbox::builder().open_world(true).history_limit(0).start().await.unwrap();
    let (status, _) = call(&sandbox, "sendMessage", json!({"chat_id": 5, "text": "x"})).await;
    assert_eq!(status, 200);
    assert!(sandbox.messages(BotKind::Main, 5).is_empty());
    let (status, _) = call(&sandbox, "sendMessage", json!({"chat_id": -5, "text": "x"})).await;
    assert_eq!(status, 400);
}
