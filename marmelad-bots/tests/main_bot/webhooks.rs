//! Telegram calls.

use marmelad_sandbox::{BotKind, Fault};
use reqwest::{Client, StatusCode};
use rstest::rstest;
use serde_json::json;

use crate::harness::{Backend, Shop, WEBHOOK_SECRET};

const UPDATES: &str = "SELECT COUNT(*) FROM telegram_updates";

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn who_is_called_answers_as_who_polls(#[case] backend: Backend) {
    let mut shop = Shop::open_with_webhooks(backend).await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();
    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    shop.restart().await;
    anna.asks("3 февраля 2002", "Спасибо, записали").await;
    let list = anna.presses_and_sees("Мои скидки", "Ваши активные скидки").await.html();
    assert!(list.contains(&code));
    assert_eq!(shop.telegram.calls(BotKind::Main, Some("getUpdates")).len(), 0);
    shop.close().await;
}

async fn post(shop: &Shop, secret: Option<&str>, body: impl Into<reqwest::Body>) -> StatusCode {
    let call = Client::new().post(shop.webhook(BotKind::Main));
    let call = match secret {
        Some(secret) => call.header("X-Telegram-Bot-Api-Secret-Token", secret),
        None => call,
    };
    call.body(body).send().await.unwrap().status()
}

/// The status of a refused body. The server answers without reading it and closes the connection, which the client may
/// notice before it reads the answer: then it asks again.
async fn refused(shop: &Shop, secret: &str, body: impl Fn() -> reqwest::Body) -> StatusCode {
    for _ in 0..50 {
        let call = Client::new().post(shop.webhook(BotKind::Main));
        let call = call.header("X-Telegram-Bot-Api-Secret-Token", secret);
        if let Ok(answer) = call.body(body()).send().await {
            return answer.status();
        }
    }
    panic!("the server closed the connection 50 times without an answer");
}

#[tokio::test]
async fn only_telegram_is_heard_and_only_what_is_an_update() {
    let shop = Shop::open_with_webhooks(Backend::Sqlite).await;
    let update = json!({ "update_id": 7, "message": {
        "message_id": 1, "date": 1_772_676_000, "text": "/start",
        "chat": { "id": 101, "type": "private", "first_name": "Анна" },
        "from": { "id": 101, "is_bot": false, "first_name": "Анна" },
    } })
    .to_string();
    let ours = Some(WEBHOOK_SECRET);
    let longer = format!("{WEBHOOK_SECRET}x");
    let other_case = WEBHOOK_SECRET.to_uppercase();
    for secret in [None, Some(""), Some("x"), Some(&*longer), Some(&*other_case)] {
        assert_eq!(post(&shop, secret, update.clone()).await, 401, "{secret:?}");
    }
    // A stranger's long body is not even read.
    let long = "x".repeat((1 << 20) + 1);
    let whole = || reqwest::Body::from(long.clone());
    assert_eq!(refused(&shop, "x", whole).await, 401);
    assert_eq!(refused(&shop, WEBHOOK_SECRET, whole).await, 413);
    let in_chunks = || {
        let chunks = [Ok::<_, std::io::Error>(long.clone()), Ok(long.clone())];
        reqwest::Body::wrap_stream(futures::stream::iter(chunks))
    };
    assert_eq!(refused(&shop, WEBHOOK_SECRET, in_chunks).await, 413);
    for body in ["", "{", "[]", "7", r#"{"message":{}}"#, r#"{"update_id":"x"}"#] {
        assert_eq!(post(&shop, ours, body).await, 400, "{body}");
    }
    let get = Client::new().get(shop.webhook(BotKind::Main)).send().await;
    assert_eq!(get.unwrap().status(), 405);
    let elsewhere = shop.webhook(BotKind::Main).replace("main", "other");
    let elsewhere = Client::new().post(elsewhere).send().await.unwrap();
    assert_eq!(elsewhere.status(), 404);
    assert_eq!(shop.db.int(UPDATES).await, 0);

    // Delivered twice, by whatever way: handled once, and both times confirmed.
    let anna = shop.client("Анна");
    shop.telegram.open_chat(BotKind::Main, anna.id);
    for _ in 0..2 {
        assert_eq!(post(&shop, ours, update.clone()).await, 200);
    }
    anna.sees("Здравствуйте").await;
    shop.until_handled().await;
    assert_eq!((anna.messages_from_bot(), shop.db.int(UPDATES).await), (1, 1));
    let health = shop.webhook(BotKind::Main).replace("/bot/main/webhook", "/health");
    assert_eq!(Client::new().get(health).send().await.unwrap().status(), 200);
    shop.close().await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_confirmed_and_comes_again() {
    let shop = Shop::open_with_webhooks(Backend::MariaDb).await;
    let anna = shop.signed_up("Анна").await;
    shop.until_handled().await;
    shop.db.execute("RENAME TABLE telegram_updates TO out_of_reach").await;
    anna.says("/help");
    let refused = async {
        let info = format!(
            "{}/bot{}/getWebhookInfo",
            shop.telegram.base_url(),
            shop.telegram.token(BotKind::Main)
        );
        loop {
            let told: serde_json::Value =
                Client::new().get(&info).send().await.unwrap().json().await.unwrap();
            if let Some(error) = told["result"]["last_error_message"].as_str() {
                return error.to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let refused = refused.await;
    assert!(refused.contains("503"), "{refused}");
    shop.db.execute("RENAME TABLE out_of_reach TO telegram_updates").await;
    anna.sees("Вот что я умею").await;
    shop.until_handled().await;
    assert_eq!(anna.messages_from_bot(), 2);
    shop.close().await;
}

#[tokio::test]
async fn what_was_confirmed_is_answered_though_the_process_dies() {
    let mut shop = Shop::open_with_webhooks(Backend::Sqlite).await;
    let anna = shop.signed_up("Анна").await;
    shop.until_handled().await;
    let hang = Fault::hang(std::time::Duration::from_mins(10));
    shop.telegram.fault(hang.on(BotKind::Main).method("sendMessage"));
    anna.says("/help");
    // Confirmed: Telegram has forgotten it. Then the process dies in the middle of the answer.
    let forgotten = shop
        .telegram
        .wait_until(|telegram| (telegram.pending_updates(BotKind::Main) == 0).then_some(()));
    forgotten.await.unwrap();
    shop.crash().await;
    anna.sees("Вот что я умею").await;
    shop.close().await;
}
