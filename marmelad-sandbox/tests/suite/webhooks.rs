//! Delivery to webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use marmelad_sandbox::{BotKind, Person, Sandbox};
use poem::http::StatusCode;
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::web::{Data, Json};
use poem::{EndpointExt, Request, Response, Server, handler};
use serde_json::{Value, json};

use crate::client::{ANNA, call};

/// The secret header and the update.
type Seen = (Option<String>, Value);

/// A bot's webhook endpoint that can fail.
#[derive(Clone, Default)]
struct Hook {
    seen: Arc<Mutex<Vec<Seen>>>,
    /// Texts still to be refused, each once.
    refuse: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<Option<Value>>>,
}

impl Hook {
    fn texts(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(_, update)| text_of(update)).collect()
    }

    async fn serve(&self) -> String {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr()[0].as_socket_addr().copied().unwrap();
        let endpoint = receive.data(self.clone());
        tokio::spawn(Server::new_with_acceptor(acceptor).run(endpoint));
        format!("http://{address}/bot/main/webhook")
    }
}

fn text_of(update: &Value) -> String {
    update["message"]["text"].as_str().unwrap_or_default().to_owned()
}

#[handler]
fn receive(request: &Request, Json(update): Json<Value>, Data(hook): Data<&Hook>) -> Response {
    let text = text_of(&update);
    let secret = request.header("X-Telegram-Bot-Api-Secret-Token").map(str::to_owned);
    hook.seen.lock().unwrap().push((secret, update));
    let mut refuse = hook.refuse.lock().unwrap();
    if let Some(at) = refuse.iter().position(|wanted| *wanted == text) {
        refuse.remove(at);
        return StatusCode::INTERNAL_SERVER_ERROR.into();
    }
    match hook.answer.lock().unwrap().take() {
        Some(body) => Response::builder().content_type("application/json").body(body.to_string()),
        None => StatusCode::OK.into(),
    }
}

async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .person(Person::new(ANNA, "Анна"))
        .person(Person::new(102, "Борис"))
        .webhook_backoff(Duration::from_millis(20), Duration::from_millis(200))
        .start()
        .await
        .unwrap()
}

async fn drained(sandbox: &Sandbox) {
    sandbox
        .wait_until(|sandbox| (sandbox.pending_updates(BotKind::Main) == 0).then_some(()))
        .await
        .unwrap();
}

#[tokio::test]
async fn updates_go_to_the_webhook_with_the_secret() {
    let sandbox = sandbox().await;
    let hook = Hook::default();
    let url = hook.serve().await;
    sandbox.send_text(BotKind::Main, ANNA, "раньше").unwrap();
    let params = json!({"url": url, "secret_token": "sesame_sesame_sesame"});
    assert_eq!(call(&sandbox, "setWebhook", params).await.0, 200);
    sandbox.send_text(BotKind::Main, ANNA, "потом").unwrap();
    drained(&sandbox).await;
    assert_eq!(hook.texts(), ["раньше", "потом"]);
    let secret = hook.seen.lock().unwrap()[0].0.clone();
    assert_eq!(secret.as_deref(), Some("sesame_sesame_sesame"));
    let (_, info) = call(&sandbox, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["url"], url);
    assert_eq!(info["result"]["pending_update_count"], 0);
}

#[tokio::test]
async fn a_failed_update_is_tried_again_and_holds_only_its_chat_back() {
    let sandbox = sandbox().await;
    let hook = Hook::default();
    let url = hook.serve().await;
    hook.refuse.lock().unwrap().extend(["первое".to_owned(), "первое".to_owned()]);
    call(&sandbox, "setWebhook", json!({"url": url})).await;
    sandbox.send_text(BotKind::Main, ANNA, "первое").unwrap();
    sandbox.send_text(BotKind::Main, ANNA, "второе").unwrap();
    sandbox.send_text(BotKind::Main, 102, "другое").unwrap();
    drained(&sandbox).await;
    let mut texts = hook.texts();
    let other = texts.iter().position(|text| text == "другое").unwrap();
    texts.remove(other);
    assert_eq!(texts, ["первое", "первое", "первое", "второе"]);
    let (_, info) = call(&sandbox, "getWebhookInfo", json!({})).await;
    assert_eq!(
        info["result"]["last_error_message"],
        "Wrong response from the webhook: 500 Internal Server Error"
    );
}

#[tokio::test]
async fn the_answer_of_a_webhook_may_call_a_method() {
    let sandbox = sandbox().await;
    let hook = Hook::default();
    let url = hook.serve().await;
    *hook.answer.lock().unwrap() =
        Some(json!({"method": "sendMessage", "chat_id": ANNA, "text": "сразу"}));
    call(&sandbox, "setWebhook", json!({"url": url})).await;
    let answer = sandbox.ask(BotKind::Main, ANNA, "привет").await.unwrap();
    assert_eq!(answer.text, "сразу");
}

#[tokio::test]
async fn strange_addresses_are_never_called() {
    let sandbox = sandbox().await;
    let params = json!({"url": "https://bots.example.com/hook"});
    call(&sandbox, "setWebhook", params).await;
    sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    loop {
        let (_, info) = call(&sandbox, "getWebhookInfo", json!({})).await;
        if let Some(error) = info["result"]["last_error_message"].as_str() {
            assert!(error.contains("not on this machine"), "{error}");
            assert_eq!(info["result"]["pending_update_count"], 1);
            break;
        }
    }
    for (params, description) in [
        (
            json!({"url": "http://bots.example.com/"}),
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            json!({"url": "https://bots.example.com:8080/"}),
            "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            json!({"url": "https://bots.example.com/", "secret_token": "с пробелом"}),
            "Bad Request: secret token contains unallowed characters",
        ),
    ] {
        let (status, body) = call(&sandbox, "setWebhook", params).await;
        assert_eq!(status, 400);
        assert_eq!(body["description"], description);
    }
    let drop = json!({"drop_pending_updates": true});
    call(&sandbox, "deleteWebhook", drop).await;
    assert_eq!(sandbox.pending_updates(BotKind::Main), 0);
}
