//! Updates and calls side by side, and what the list of chats shows.

use marmelad_sandbox::{BotKind, Fault, Person, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANNA, call, http, with_anna};
use crate::control::{control, get, post};

fn names(entries: &Value) -> Vec<&str> {
    let entries = entries.as_array().unwrap();
    entries.iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn updates_and_calls_are_found_newest_first() {
    let sandbox = with_anna().await;
    sandbox.add_person(Person::new(102, "Борис"));
    let posted = sandbox.send_text(BotKind::Main, ANNA, "Привет, бот").unwrap();
    call(&sandbox, "getUpdates", json!({"offset": posted.update_id + 1})).await;
    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    call(&sandbox, "sendMessage", json!({"chat_id": ANNA, "text": "Привет, Анна"})).await;
    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    sandbox.block(BotKind::Auth, 102).unwrap();

    let all = get(&sandbox, "/inspector").await;
    assert_eq!(names(&all), ["my_chat_member", "sendMessage", "message"]);
    assert_eq!((&all[0]["what"], &all[0]["waiting"]), (&json!("update"), &json!(true)));
    assert_eq!((&all[2]["chat"], &all[2]["waiting"]), (&json!(ANNA), &json!(false)));
    assert_eq!(all[2]["body"]["message"]["text"], "Привет, бот");
    let sent = &all[1];
    assert_eq!((&sent["status"], &sent["chat"]), (&json!(200), &json!(ANNA)));
    assert_eq!(sent["params"]["text"], "Привет, Анна");
    assert_eq!(sent["answer"]["result"]["text"], "Привет, Анна");
    assert!(sent["took_ms"].is_u64());

    for (query, found) in [
        ("bot=auth", &["my_chat_member"][..]),
        ("chat=101", &["sendMessage", "message"]),
        ("kind=call", &["sendMessage"]),
        ("kind=update&bot=main", &["message"]),
        ("q=ПРИВЕТ, бот", &["message"]),
        ("polls=true&kind=call", &["sendMessage", "getUpdates"]),
        ("limit=1", &["my_chat_member"]),
        ("kind=failure", &[]),
    ] {
        let entries = get(&sandbox, &format!("/inspector?{query}")).await;
        assert_eq!(names(&entries), found, "{query}");
    }
}

#[tokio::test]
async fn failures_and_the_chat_of_a_press_are_seen() {
    let sandbox = with_anna().await;
    sandbox.block(BotKind::Main, ANNA).unwrap();
    let text = json!({"chat_id": ANNA, "text": "x"});
    call(&sandbox, "sendMessage", text.clone()).await;
    sandbox.unblock(BotKind::Main, ANNA).unwrap();
    sandbox.fault(Fault::retry_after(7));
    call(&sandbox, "sendMessage", text).await;
    let found = get(&sandbox, "/inspector?kind=failure").await;
    let mut statuses: Vec<u64> =
        found.as_array().unwrap().iter().map(|call| call["status"].as_u64().unwrap()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [403, 429]);
    let limited = found.as_array().unwrap().iter().find(|call| call["status"] == 429).unwrap();
    assert_eq!(limited["faulted"], true);
    assert_eq!(limited["description"], "Too Many Requests: retry after 7");

    let posted = sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    let pressed = sandbox.press(BotKind::Main, ANNA, posted.message_id, "x").unwrap();
    call(&sandbox, "answerCallbackQuery", json!({"callback_query_id": pressed.callback_query_id}))
        .await;
    let of_anna = get(&sandbox, "/inspector?chat=101&q=answercallback").await;
    assert_eq!(names(&of_anna), ["answerCallbackQuery"]);
}

#[tokio::test]
async fn the_list_of_chats_shows_the_last_message_of_each() {
    let sandbox = with_anna().await;
    call(&sandbox, "sendMessage", json!({"chat_id": ANNA, "text": "раз"})).await;
    let (_, last) = call(&sandbox, "sendMessage", json!({"chat_id": ANNA, "text": "два"})).await;
    let (_, gone) = call(&sandbox, "sendMessage", json!({"chat_id": ANNA, "text": "три"})).await;
    let gone = json!({"chat_id": ANNA, "message_id": gone["result"]["message_id"]});
    call(&sandbox, "deleteMessage", gone).await;
    sandbox.block(BotKind::Auth, ANNA).unwrap();
    let anna = get(&sandbox, "/overview").await["people"][0].clone();
    let main = &anna["chats"]["main"];
    assert_eq!(main["last"]["text"], "два");
    assert_eq!(main["last"]["message_id"], last["result"]["message_id"]);
    assert_eq!((&main["unread"], &main["blocked"]), (&json!(2), &json!(false)));
    let auth = &anna["chats"]["auth"];
    assert_eq!((&auth["last"], &auth["blocked"]), (&Value::Null, &json!(true)));
}

#[tokio::test]
async fn anybody_of_an_open_world_is_found_by_id_and_newcomers_get_free_ones() {
    let sandbox = Sandbox::builder().open_world(true).start().await.unwrap();
    let boris =
        post(&sandbox, "/people", json!({"first_name": "Борис", "username": "boris"})).await;
    let vera = post(&sandbox, "/people", json!({"first_name": "Вера"})).await;
    assert_ne!(boris["id"], vera["id"]);
    let (status, _) = control(&sandbox, Method::POST, "/people", json!({"username": "x"})).await;
    assert_eq!(status, 400);
    let found = get(&sandbox, "/overview?q=@boris").await;
    assert_eq!(found["people"][0]["id"], boris["id"]);
    let stranger = get(&sandbox, "/overview?q=77").await;
    assert_eq!(stranger["people"][0]["name"], "Клиент 77");
    assert_eq!(get(&sandbox, "/overview?q=никто").await["people"], json!([]));
}

#[tokio::test]
async fn a_video_is_shown_in_place_and_in_parts_and_a_page_never_runs() {
    let sandbox = with_anna().await;
    let send = async |kind: &str, content: &[u8]| {
        let path = format!("/control/chats/main/{ANNA}/file?kind={kind}&name=x");
        let request = http().post(format!("{}{path}", sandbox.base_url()));
        let answer = request.body(content.to_vec()).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let view = get(&sandbox, &format!("/view/{ANNA}")).await;
        let messages = view["chats"]["main"]["messages"].as_array().unwrap().clone();
        let file = messages.last().unwrap()["attachment"]["file_id"].clone();
        format!("{}/control/files/{}", sandbox.base_url(), file.as_str().unwrap())
    };
    let video = send("video", b"\0\0\0\x18ftypmp42").await;
    let whole = http().get(&video).send().await.unwrap();
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    let part = http().get(&video).header("range", "bytes=4-7").send().await.unwrap();
    assert_eq!(part.status().as_u16(), 206);
    assert_eq!(part.headers()["content-range"], "bytes 4-7/12");
    assert_eq!(part.text().await.unwrap(), "ftyp");
    let page = send("document", b"<script>alert(1)</script>").await;
    let page = http().get(&page).send().await.unwrap();
    assert_eq!(page.headers()["content-type"], "application/octet-stream");
}
