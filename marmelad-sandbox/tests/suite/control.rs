//! The control API and the chat page, as a program in any language sees them.

use futures::StreamExt;
use marmelad_sandbox::{BotKind, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANNA, call, http};

pub(crate) async fn control(
    sandbox: &Sandbox,
    method: Method,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let mut request = http().request(method, format!("{}/control{path}", sandbox.base_url()));
    if !body.is_null() {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

pub(crate) async fn post(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    let (status, body) = control(sandbox, Method::POST, path, body).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

pub(crate) async fn get(sandbox: &Sandbox, path: &str) -> Value {
    let (status, body) = control(sandbox, Method::GET, path, Value::Null).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

async fn with_anna() -> Sandbox {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let anna = json!({"id": ANNA, "first_name": "Анна", "note": "клиент"});
    post(&sandbox, "/people", anna).await;
    sandbox
}

#[tokio::test]
async fn a_whole_dialogue_over_http() {
    let sandbox = with_anna().await;
    let chat = format!("/chats/main/{ANNA}");
    let posted = post(&sandbox, &format!("{chat}/start"), json!({"payload": "ref_leto"})).await;
    let after = posted["message_id"].as_i64().unwrap();
    let markup = json!({"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]});
    let sent = json!({"chat_id": ANNA, "text": "<b>Код</b>?", "parse_mode": "HTML", "reply_markup": markup});
    let waiting = {
        let sandbox = sandbox.clone();
        let path = format!("{chat}/messages?after={after}&wait=60");
        tokio::spawn(async move { get(&sandbox, &path).await })
    };
    call(&sandbox, "sendMessage", sent).await;
    let new = waiting.await.unwrap();
    assert_eq!(new[0]["html"], "<b>Код</b>?");
    assert_eq!(new[0]["direction"], "from_bot");
    assert_eq!(new[0]["markup"], markup);

    let pressed = post(&sandbox, &format!("{chat}/press"), json!({"label": "Да"})).await;
    let id = pressed["callback_query_id"].as_str().unwrap().to_owned();
    let (status, _) = control(&sandbox, Method::GET, &format!("/presses/{id}"), Value::Null).await;
    assert_eq!(status, 408);
    call(&sandbox, "answerCallbackQuery", json!({"callback_query_id": id, "text": "Есть"})).await;
    let answer = get(&sandbox, &format!("/presses/{id}?wait=60")).await;
    assert_eq!(answer, json!({"text": "Есть", "show_alert": false, "url": null}));
}

#[tokio::test]
async fn everything_a_person_can_do_over_http() {
    let sandbox = with_anna().await;
    let chat = format!("/chats/main/{ANNA}");
    let posted = post(&sandbox, &format!("{chat}/text"), json!({"text": "x"})).await;
    for (action, body) in [
        ("contact", json!({})),
        ("contact", json!({"phone_number": "79991234567", "first_name": "Чужой"})),
        ("sticker", json!({"emoji": "🎉"})),
        ("raw", json!({"fields": {"poll": {"id": "1"}}})),
        ("press", json!({"message_id": posted["message_id"], "data": "old"})),
        ("block", Value::Null),
        ("unblock", Value::Null),
    ] {
        post(&sandbox, &format!("{chat}/{action}"), body).await;
    }
    for query in ["caption=вид", "kind=document&name=отчёт.txt"] {
        let sent = http()
            .post(format!("{}/control{chat}/file?{query}", sandbox.base_url()))
            .body(vec![0xFF, 0xD8, 0xFF])
            .send()
            .await
            .unwrap();
        assert!(sent.status().is_success());
    }
    let file_id = sandbox
        .messages(BotKind::Main, ANNA)
        .into_iter()
        .find_map(|message| {
            serde_json::to_value(message.attachment?).unwrap()["file_id"]
                .as_str()
                .map(str::to_owned)
        })
        .unwrap();
    let file =
        http().get(format!("{}/control/files/{file_id}", sandbox.base_url())).send().await.unwrap();
    assert_eq!(file.headers()["x-content-type-options"], "nosniff");

    let (_, updates) = call(&sandbox, "getUpdates", json!({})).await;
    let kinds: Vec<&str> = updates["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|update| {
            let mut keys = update.as_object().unwrap().keys();
            keys.find(|key| *key != "update_id").unwrap().as_str()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "message",
            "message",
            "message",
            "message",
            "message",
            "callback_query",
            "my_chat_member",
            "my_chat_member",
            "message",
            "message",
        ]
    );
    assert_eq!(
        post(&sandbox, "/bots/main/redeliver", json!({"update_id": posted["update_id"]})).await,
        json!({})
    );
    let injected = post(&sandbox, "/bots/main/updates", json!({"poll": {}})).await;
    assert!(injected["update_id"].as_u64() > posted["update_id"].as_u64());
}

#[tokio::test]
async fn faults_limits_and_counters_over_http() {
    let sandbox = with_anna().await;
    let fault =
        json!({"kind": "http", "status": 502, "json": false, "bot": "main", "method": "getMe"});
    let armed = post(&sandbox, "/faults", fault).await;
    let listed = get(&sandbox, "/faults").await;
    assert_eq!(listed[0]["id"], armed["id"]);
    assert_eq!(listed[0]["left"], 1);
    let base = sandbox.base_url();
    let me = format!("{base}/bot{}/getMe", sandbox.token(BotKind::Main));
    assert_eq!(http().get(&me).send().await.unwrap().status().as_u16(), 502);
    assert_eq!(get(&sandbox, "/faults").await, json!([]));
    for fault in [
        json!({"kind": "cut", "after_effect": true, "times": 3}),
        json!({"kind": "hang", "millis": 5000}),
        json!({"kind": "garbage", "for_millis": 1000}),
        json!({"kind": "retry_after", "seconds": 7, "chat_id": 5}),
        json!({"kind": "refuse", "code": 403, "description": "Forbidden: x"}),
    ] {
        post(&sandbox, "/faults", fault).await;
    }
    let (status, _) = control(&sandbox, Method::DELETE, "/faults", Value::Null).await;
    assert_eq!(status, 200);
    let (status, _) = control(&sandbox, Method::DELETE, "/faults/99", Value::Null).await;
    assert_eq!(status, 404);
    let limits = json!({"per_bot": 30, "per_chat": 1});
    control(&sandbox, Method::PUT, "/limits", limits.clone()).await;
    assert_eq!(get(&sandbox, "/limits").await, limits);
    let calls = get(&sandbox, "/calls?bot=main&method=getme&limit=1").await;
    assert_eq!(calls[0]["status"], 502);
    assert_eq!(calls[0]["faulted"], true);
    assert_eq!(
        get(&sandbox, "/counters").await,
        json!([{"bot": "main", "method": "getMe", "status": 502, "count": 1}])
    );
}

#[tokio::test]
async fn people_channel_and_groups_over_http() {
    let sandbox = with_anna().await;
    let member = format!("/channel/members/{ANNA}");
    assert_eq!(get(&sandbox, &member).await, json!({"status": "left"}));
    let (status, _) = control(&sandbox, Method::PUT, &member, json!({"status": "member"})).await;
    assert_eq!(status, 200);
    let view = get(&sandbox, &format!("/view/{ANNA}")).await;
    assert_eq!(view["subscribed"], true);
    control(&sandbox, Method::PUT, "/channel/admins/auth", json!({"is_admin": true})).await;
    assert_eq!(get(&sandbox, "/channel").await["admins"], json!(["main", "auth"]));
    post(&sandbox, "/groups", json!({"id": -7, "title": "Соседи"})).await;
    let said = json!({"bot": "auth", "person": ANNA, "text": "/start"});
    post(&sandbox, "/groups/-7/text", said).await;
    assert_eq!(sandbox.pending_updates(BotKind::Auth), 1);
    let overview = get(&sandbox, "/overview?q=АНН").await;
    assert_eq!(overview["people"][0]["note"], "клиент");
    assert_eq!(get(&sandbox, "/overview?q=zzz").await["people"], json!([]));
    let deactivated = format!("/people/{ANNA}/deactivated");
    control(&sandbox, Method::PUT, &deactivated, json!({"value": true})).await;
    assert!(sandbox.people()[0].deactivated);
    for (method, path, body, code) in [
        (Method::POST, "/chats/main/999/text", json!({"text": "x"}), 404),
        (Method::POST, "/chats/main/101/press", json!({"label": "нет"}), 404),
        (Method::POST, "/chats/other/101/text", json!({"text": "x"}), 400),
        (Method::POST, "/chats/main/101/text", json!({"no": "x"}), 400),
        (Method::GET, "/view/999", Value::Null, 404),
        (Method::GET, "/nothing", Value::Null, 404),
    ] {
        let (status, body) = control(&sandbox, method, path, body).await;
        assert_eq!(status, code, "{path}");
        assert!(body["error"].is_string(), "{path}: {body}");
    }
}

#[tokio::test]
async fn changes_are_told_as_events() {
    let sandbox = with_anna().await;
    let answer = http().get(format!("{}/control/events", sandbox.base_url())).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.bytes_stream();
    let first = events.next().await.unwrap().unwrap();
    assert!(first.starts_with(b"data: {\"version\":"), "{first:?}");
    sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    let second = events.next().await.unwrap().unwrap();
    assert_ne!(first, second);
    sandbox.stop().await;
    assert!(events.next().await.is_none_or(|rest| rest.is_err()));
}

#[tokio::test]
async fn the_page_loads_only_its_own_files() {
    let sandbox = with_anna().await;
    let base = sandbox.base_url();
    let page = http().get(&base).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'; script-src 'self';"));
    assert!(!policy.contains("unsafe"));
    let html = page.text().await.unwrap();
    let files: Vec<&str> = html
        .split('"')
        .filter(|part| part.starts_with("/chat/") || part.starts_with("/favicon"))
        .collect();
    assert_eq!(files.len(), 5);
    let mut waiting: Vec<String> = files.into_iter().map(str::to_owned).collect();
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        if seen.contains(&path) {
            continue;
        }
        let file = http().get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(file.status().as_u16(), 200, "{path}");
        let text = file.text().await.unwrap();
        assert!(!text.contains("innerHTML"), "{path}");
        let modules = text.split("from \"./").skip(1);
        waiting
            .extend(modules.filter_map(|rest| Some(format!("/chat/{}", rest.split_once('"')?.0))));
        seen.push(path);
    }
    assert!(seen.len() > 20, "{seen:?}");
    let missing = http().get(format!("{base}/chat/none.js")).send().await.unwrap();
    assert_eq!(missing.status().as_u16(), 404);
}

#[tokio::test]
async fn other_sites_cannot_drive_the_sandbox() {
    let sandbox = with_anna().await;
    let people = format!("{}/control/people", sandbox.base_url());
    let rebound = http().get(&people).header("host", "evil.example");
    assert_eq!(rebound.send().await.unwrap().status().as_u16(), 403);
    let foreign = http().get(&people).header("origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status().as_u16(), 403);
    let own = http().get(&people).header("origin", sandbox.base_url());
    assert_eq!(own.send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn both_bots_answer_their_own_presses() {
    let sandbox = with_anna().await;
    let mut ids = Vec::new();
    for bot in BotKind::ALL {
        let posted = sandbox.send_text(bot, ANNA, "x").unwrap();
        let pressed = sandbox.press(bot, ANNA, posted.message_id, "x").unwrap();
        ids.push(pressed.callback_query_id);
    }
    assert_ne!(ids[0], ids[1]);
    let foreign = json!({"callback_query_id": ids[1]});
    let (status, body) = call(&sandbox, "answerCallbackQuery", foreign).await;
    assert_eq!(status, 400);
    assert_eq!(
        body["description"],
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
    let own = json!({"callback_query_id": ids[0]});
    assert_eq!(call(&sandbox, "answerCallbackQuery", own).await.0, 200);
}
