//! The client against a server that does what each test tells it, down to the TCP connection.

#![allow(clippy::unwrap_used)]

mod server;

use std::time::Duration;

use chrono::DateTime;
use marmelad_core::delivery::{
    BotCommand, InlineButton, Keyboard, Membership, MessageEdit, Messenger, OutgoingMessage,
    ReplyButton, SendError,
};
use marmelad_core::intake::UpdateSource;
use marmelad_core::kernel::{BotKind, MessageId, TelegramId, WebhookInfo};
use rstest::rstest;
use serde_json::json;
use teloxide::payloads::GetMe;

use super::*;
use crate::config::{Config, Purpose, Variables};
use server::{Act, Server};

const MAIN: &str = "7000000001:AAMainBotSandboxTokenForTestsOnly_1";
const AUTH: &str = "7000000002:AAAuthBotSandboxTokenForTestsOnly_2";

fn variables(api_url: &str) -> Variables {
    Variables::from_pairs([
        ("TELEGRAM_API_URL", api_url),
        ("TELEGRAM_MAIN_BOT_TOKEN", MAIN),
        ("TELEGRAM_AUTH_BOT_TOKEN", AUTH),
    ])
}

fn client(api_url: &str) -> TelegramClient {
    let config = Config::load(Purpose::CliTelegram, &variables(api_url));
    TelegramClient::new(&config.unwrap().telegram).unwrap()
}

/// A server that follows a script, and a client of it.
async fn serve<const N: usize>(script: [Act; N]) -> (Server, TelegramClient) {
    let server = Server::start(script).await;
    let client = client(&server.url());
    (server, client)
}

fn hello() -> OutgoingMessage {
    OutgoingMessage {
        chat: TelegramId(101).into(), html: "<b>Привет</b>".into(), keyboard: None
    }
}

fn assert_no_token(error: &SendError) {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("AAMain") && !shown.contains("7000000001"), "{shown}");
}

#[tokio::test]
async fn a_message_goes_out_as_html_without_previews() {
    let (server, client) = serve([Act::ok(&json!({ "message_id": 77, "date": 0 }))]).await;
    let sent = client.send(BotKind::Main, &hello()).await;
    assert_eq!(sent, Ok(MessageId(77)));
    let [request] = &server.requests()[..] else { panic!("one request") };
    assert_eq!(request.path, format!("/bot{MAIN}/sendMessage"));
    let expected = json!({
        "chat_id": 101,
        "text": "<b>Привет</b>",
        "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
    });
    assert_eq!(request.body, expected);
}

#[rstest]
#[case(
    Keyboard::Inline(vec![vec![
        InlineButton::callback("Погасить", "redeem:ДЯА4589"),
        InlineButton::url("Канал", "https://t.me/marmelad"),
    ]]),
    json!({ "inline_keyboard": [[
        { "text": "Погасить", "callback_data": "redeem:ДЯА4589" },
        { "text": "Канал", "url": "https://t.me/marmelad" },
    ]] })
)]
#[case(
    Keyboard::Reply(vec![vec![ReplyButton::Text("Профиль".into())], vec![ReplyButton::Contact("Телефон".into())]]),
    json!({
        "keyboard": [[{ "text": "Профиль" }], [{ "text": "Телефон", "request_contact": true }]],
        "resize_keyboard": true,
        "is_persistent": true,
    })
)]
#[case(Keyboard::Remove, json!({ "remove_keyboard": true }))]
#[tokio::test]
async fn keyboards(#[case] keyboard: Keyboard, #[case] expected: serde_json::Value) {
    let (server, client) = serve([Act::ok(&json!({ "message_id": 1 }))]).await;
    let message = OutgoingMessage { keyboard: Some(keyboard), ..hello() };
    client.send(BotKind::Auth, &message).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.path, format!("/bot{AUTH}/sendMessage"));
    let markup = request.body["reply_markup"].as_object().unwrap();
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(markup.get(name), Some(value), "{markup:?}");
    }
}

#[tokio::test]
async fn a_button_with_a_bad_address_is_refused_before_sending() {
    let (server, client) = serve([]).await;
    let keyboard = Keyboard::Inline(vec![vec![InlineButton::url("x", "not an address")]]);
    let message = OutgoingMessage { keyboard: Some(keyboard), ..hello() };
    let error = client.send(BotKind::Main, &message).await.unwrap_err();
    assert!(matches!(error, SendError::BodyRejected(_)), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_connection_that_never_stood_sends_nothing() {
    let server = Server::start([Act::CutAtOnce]).await;
    let cut_in_the_tls_handshake = server.url().replace("http:", "https:");
    for url in [Server::closed_port().await, cut_in_the_tls_handshake] {
        let error = client(&url).send(BotKind::Main, &hello()).await.unwrap_err();
        assert!(matches!(error, SendError::NotSent(_)), "{url}: {error:?}");
        assert_no_token(&error);
    }
}

#[rstest]
#[case::cut_after_the_request(Act::Cut)]
#[case::cut_within_the_answer(Act::CutInBody)]
#[case::garbage(Act::Answer(200, "<html>hotel Wi-Fi</html>".into()))]
#[case::no_http(Act::Raw("220 smtp.example ESMTP\r\n".into()))]
#[case::gateway(Act::Answer(502, "<html>Bad Gateway</html>".into()))]
#[case::another_result(Act::ok(&json!("yes")))]
#[tokio::test]
async fn an_answer_that_is_lost_leaves_the_fate_unknown(#[case] act: Act) {
    let (server, client) = serve([act]).await;
    let error = client.send(BotKind::Main, &hello()).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    assert_no_token(&error);
    assert_eq!(server.requests().len(), 1, "nothing is tried twice");
}

#[tokio::test]
async fn a_silent_server_is_given_up_and_the_fate_is_unknown() {
    let (server, client) = serve([Act::Hang]).await;
    let time = Duration::from_secs(1);
    let answer: Result<serde_json::Value, _> =
        client.call_within(BotKind::Main, &GetMe::new(), time).await;
    let error = answer.unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    assert_no_token(&error);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn refusals_keep_their_meaning_over_http() {
    let (server, client) = serve([
        Act::refusal(429, "Too Many Requests: retry after 5", &json!({ "retry_after": 5 })),
        Act::refusal(403, "Forbidden: bot was blocked by the user", &json!(null)),
        Act::refusal(500, "Internal Server Error", &json!(null)),
        Act::refusal(401, "Unauthorized", &json!(null)),
    ])
    .await;
    let mut errors = Vec::new();
    for _ in 0..4 {
        errors.push(client.send(BotKind::Main, &hello()).await.unwrap_err());
    }
    assert_eq!(
        errors,
        [
            SendError::RetryAfter(Duration::from_secs(5)),
            SendError::Blocked("Forbidden: bot was blocked by the user".into()),
            SendError::NotSent("500 Internal Server Error".into()),
            SendError::Unauthorized,
        ]
    );
    assert_eq!(server.connections(), 1, "the connection is kept open between calls");
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_done() {
    let unchanged = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same";
    let (server, client) = serve([
        Act::refusal(400, unchanged, &json!(null)),
        Act::ok(&json!(true)),
        Act::refusal(400, "Bad Request: message to edit not found", &json!(null)),
    ])
    .await;
    let with_text = MessageEdit {
        chat: TelegramId(101).into(),
        message: MessageId(5),
        html: Some("Погашено ✅".into()),
        buttons: Vec::new(),
    };
    let buttons_only = MessageEdit { html: None, ..with_text.clone() };
    assert_eq!(client.edit(BotKind::Auth, &with_text).await, Ok(()));
    assert_eq!(client.edit(BotKind::Auth, &buttons_only).await, Ok(()));
    let gone = client.edit(BotKind::Auth, &with_text).await;
    assert!(matches!(gone, Err(SendError::Rejected(_))), "{gone:?}");

    let requests = server.requests();
    assert!(requests[0].path.ends_with("/editMessageText"));
    assert_eq!(requests[0].body["message_id"], 5);
    assert_eq!(requests[0].body["parse_mode"], "HTML");
    assert!(requests[1].path.ends_with("/editMessageReplyMarkup"));
    assert_eq!(requests[1].body["reply_markup"], json!({ "inline_keyboard": [] }));
}

#[tokio::test]
async fn a_press_too_old_to_answer_is_answered() {
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let (server, client) =
        serve([Act::refusal(400, old, &json!(null)), Act::ok(&json!(true))]).await;
    assert_eq!(client.answer_callback_query(BotKind::Auth, "9", None).await, Ok(()));
    let answer = Some("Готово".into());
    assert_eq!(client.answer_callback_query(BotKind::Auth, "9", answer).await, Ok(()));
    assert_eq!(server.requests()[0].body, json!({ "callback_query_id": "9" }));
    assert_eq!(server.requests()[1].body["text"], "Готово");
}

#[rstest]
#[case(json!({ "status": "creator" }), Membership::Member)]
#[case(json!({ "status": "administrator" }), Membership::Member)]
#[case(json!({ "status": "member", "until_date": 1 }), Membership::Member)]
#[case(json!({ "status": "restricted", "is_member": true }), Membership::Restricted { is_member: true })]
#[case(json!({ "status": "restricted" }), Membership::Restricted { is_member: false })]
#[case(json!({ "status": "left" }), Membership::Outside)]
#[case(json!({ "status": "kicked" }), Membership::Outside)]
#[tokio::test]
async fn members(#[case] member: serde_json::Value, #[case] expected: Membership) {
    let (server, client) = serve([Act::ok(&member)]).await;
    let found = client.membership(BotKind::Main, "@marmelad", TelegramId(101).into()).await;
    assert_eq!(found, Ok(expected));
    assert_eq!(server.requests()[0].body, json!({ "chat_id": "@marmelad", "user_id": 101 }));
}

#[tokio::test]
async fn somebody_unknown_to_the_channel_is_asked_for_twice() {
    let unknown = || Act::refusal(400, "Bad Request: PARTICIPANT_ID_INVALID", &json!(null));
    let not_found = || Act::refusal(400, "Bad Request: user not found", &json!(null));
    let (server, client) = serve([
        unknown(),
        not_found(),
        not_found(),
        Act::ok(&json!({ "status": "member" })),
        Act::refusal(400, "Bad Request: chat not found", &json!(null)),
        Act::refusal(400, "Bad Request: CHAT_ADMIN_REQUIRED", &json!(null)),
    ])
    .await;
    let ask = || client.membership(BotKind::Main, "-1001", TelegramId(101).into());
    assert_eq!(ask().await, Ok(Membership::Outside));
    assert_eq!(ask().await, Ok(Membership::Member), "the second answer counts");
    assert!(ask().await.is_err(), "an unknown channel says nothing about the user");
    assert!(ask().await.is_err(), "missing rights say nothing about the user");
    assert_eq!(server.requests().len(), 6);
    assert_eq!(server.requests()[0].body["chat_id"], -1001);
}

#[tokio::test]
async fn polling_asks_for_what_the_bots_handle_and_keeps_updates_whole() {
    let update = json!({ "update_id": 12, "message": { "chat": { "id": 7 }, "new_in_2030": [1] } });
    let (server, client) = serve([Act::ok(&json!([update])), Act::ok(&json!([]))]).await;
    let updates = client.poll(BotKind::Main, Some(12), Duration::from_secs(30)).await.unwrap();
    assert_eq!(updates.len(), 1);
    assert_eq!((updates[0].update_id, updates[0].chat_id), (12, Some(7)));
    assert_eq!(updates[0].payload, update);
    assert_eq!(client.poll(BotKind::Main, None, Duration::ZERO).await, Ok(Vec::new()));
    let requests = server.requests();
    assert!(requests[0].path.ends_with("/getUpdates"));
    assert_eq!(
        requests[0].body,
        json!({ "offset": 12, "timeout": 30, "allowed_updates": ["message", "callback_query", "my_chat_member"] })
    );
    assert!(requests[1].body.get("offset").is_none());
}

#[tokio::test]
async fn the_bot_tells_its_name_and_takes_its_commands() {
    let (server, client) = serve([
        Act::ok(&json!({ "id": 7_000_000_001_i64, "is_bot": true, "username": "marmelad_bot" })),
        Act::ok(&json!(true)),
    ])
    .await;
    let me = client.me(BotKind::Main).await.unwrap();
    assert_eq!(
        (me.address, me.username.as_str()),
        (TelegramId(7_000_000_001).into(), "marmelad_bot")
    );
    let commands = [BotCommand { command: "start", description: "Начать" }];
    client.set_commands(BotKind::Main, &commands).await.unwrap();
    assert_eq!(
        server.requests()[1].body,
        json!({ "commands": [{ "command": "start", "description": "Начать" }] })
    );
}

#[tokio::test]
async fn how_updates_are_delivered_is_told() {
    let url = "https://shop.example/bot/main/webhook";
    let (server, client) = serve([
        Act::ok(&json!({ "url": url, "pending_update_count": 2, "max_connections": 40,
            "last_error_date": 1_772_676_000, "last_error_message": "Connection refused" })),
        Act::ok(&json!({ "url": "", "pending_update_count": 3 })),
    ])
    .await;
    let delivered = WebhookInfo {
        url: Some(url.into()),
        pending: 2,
        last_error: Some((
            DateTime::from_timestamp_secs(1_772_676_000).unwrap(),
            "Connection refused".into(),
        )),
        max_connections: Some(40),
    };
    assert_eq!(client.webhook(BotKind::Main).await, Ok(delivered));
    let waiting = WebhookInfo { pending: 3, ..WebhookInfo::default() };
    assert_eq!(client.webhook(BotKind::Main).await, Ok(waiting));
    assert!(server.requests()[0].path.ends_with("/getWebhookInfo"));
}

#[tokio::test]
async fn a_webhook_is_set_with_its_secret_and_nothing_that_waits_is_dropped() {
    let server = Server::start([Act::ok(&json!(true)), Act::ok(&json!(true))]).await;
    let variables = variables(&server.url())
        .with("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example/bot/main/webhook")
        .with("TELEGRAM_WEBHOOK_AUTH_URL", "https://shop.example/bot/auth/webhook")
        .with("TELEGRAM_WEBHOOK_SECRET", "0123456789abcdef");
    let config = Config::load(Purpose::CliWebhook, &variables).unwrap();
    let client = TelegramClient::new(&config.telegram).unwrap();
    let url = client.set_webhook(BotKind::Auth).await.unwrap();
    assert_eq!(url, "https://shop.example/bot/auth/webhook");
    client.delete_webhook(BotKind::Auth).await.unwrap();
    let requests = server.requests();
    assert!(requests[0].path.ends_with("/setWebhook"));
    assert_eq!(
        requests[0].body,
        json!({
            "url": url, "secret_token": "0123456789abcdef", "max_connections": 100,
            "allowed_updates": ["message", "callback_query", "my_chat_member"],
            "drop_pending_updates": false,
        })
    );
    assert!(requests[1].path.ends_with("/deleteWebhook"));
    assert_eq!(requests[1].body, json!({ "drop_pending_updates": false }));
}

#[tokio::test]
async fn without_an_address_no_webhook_is_set_and_without_tokens_nothing_is_called() {
    let (server, client) = serve([]).await;
    let refused = client.set_webhook(BotKind::Main).await;
    assert!(matches!(refused, Err(SendError::Rejected(_))), "{refused:?}");
    let config = Config::load(Purpose::Cli, &variables(&server.url())).unwrap();
    let without_tokens = TelegramClient::new(&config.telegram).unwrap();
    assert_eq!(without_tokens.me(BotKind::Main).await, Err(SendError::Unauthorized));
    assert_eq!(server.connections(), 0);
}
