//! Long polling.

use std::time::{Duration, Instant};

use marmelad_sandbox::{BotKind, Group};
use serde_json::{Value, json};

use crate::client::{ANNA, call, with_anna};

fn ids(body: &Value) -> Vec<u64> {
    body["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["update_id"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn updates_come_again_until_the_offset_confirms_them() {
    let sandbox = with_anna().await;
    let first = sandbox.send_text(BotKind::Main, ANNA, "раз").unwrap();
    let second = sandbox.send_text(BotKind::Main, ANNA, "два").unwrap();
    let all = [u64::from(first.update_id), u64::from(second.update_id)];
    for _ in 0..2 {
        let (_, body) = call(&sandbox, "getUpdates", json!({})).await;
        assert_eq!(ids(&body), all);
    }
    let (_, body) = call(&sandbox, "getUpdates", json!({"limit": 1})).await;
    assert_eq!(ids(&body), all[..1]);
    let (_, body) = call(&sandbox, "getUpdates", json!({"offset": second.update_id})).await;
    assert_eq!(ids(&body), all[1..]);
    let after = json!({"offset": second.update_id + 1});
    let (_, body) = call(&sandbox, "getUpdates", after).await;
    assert!(ids(&body).is_empty());
    let (_, body) = call(&sandbox, "getUpdates", json!({})).await;
    assert!(ids(&body).is_empty());
}

#[tokio::test]
async fn a_waiting_poll_ends_when_something_comes() {
    let sandbox = with_anna().await;
    let poller = sandbox.clone();
    let poll =
        tokio::spawn(async move { call(&poller, "getUpdates", json!({"timeout": 50})).await });
    let started = Instant::now();
    // The poll is logged only when answered: its arrival shows in nothing, so
    // the text may come before or after; both must end the poll.
    let posted = sandbox.send_text(BotKind::Main, ANNA, "привет").unwrap();
    let (_, body) = poll.await.unwrap();
    assert_eq!(ids(&body), [u64::from(posted.update_id)]);
    assert!(started.elapsed() < Duration::from_secs(40));
}

#[tokio::test]
async fn an_empty_poll_ends_after_its_timeout() {
    let sandbox = with_anna().await;
    let started = Instant::now();
    let (status, body) = call(&sandbox, "getUpdates", json!({"timeout": 1})).await;
    assert_eq!((status, ids(&body)), (200, vec![]));
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn two_pollers_are_refused() {
    let sandbox = with_anna().await;
    let poller = |sandbox: marmelad_sandbox::Sandbox| {
        tokio::spawn(async move { call(&sandbox, "getUpdates", json!({"timeout": 50})).await })
    };
    let mut first = poller(sandbox.clone());
    let mut second = poller(sandbox.clone());
    let (status, body) = tokio::select! {
        refused = &mut first => refused.unwrap(),
        refused = &mut second => refused.unwrap(),
    };
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    let winner = if first.is_finished() { second } else { first };
    assert_eq!(winner.await.unwrap().0, 200);
}

#[tokio::test]
async fn polling_is_refused_while_a_webhook_is_set() {
    let sandbox = with_anna().await;
    let hook = json!({"url": "https://bots.example.com/bot/main/webhook"});
    let (_, body) = call(&sandbox, "setWebhook", hook.clone()).await;
    assert_eq!(body["description"], "Webhook was set");
    let (_, body) = call(&sandbox, "setWebhook", hook).await;
    assert_eq!(body["description"], "Webhook is already set");
    let (status, body) = call(&sandbox, "getUpdates", json!({})).await;
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    let (_, body) = call(&sandbox, "deleteWebhook", json!({})).await;
    assert_eq!(body["description"], "Webhook was deleted");
    assert_eq!(call(&sandbox, "getUpdates", json!({})).await.0, 200);
}

#[tokio::test]
async fn allowed_updates_are_remembered() {
    let sandbox = with_anna().await;
    call(&sandbox, "getUpdates", json!({"allowed_updates": ["message"]})).await;
    sandbox.block(BotKind::Main, ANNA).unwrap();
    sandbox.unblock(BotKind::Main, ANNA).unwrap();
    sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    let (_, body) = call(&sandbox, "getUpdates", json!({})).await;
    assert_eq!(body["result"].as_array().unwrap().len(), 1);
    assert_eq!(body["result"][0]["message"]["text"], "x");

    let wanted = json!({"allowed_updates": ["chat_member", "my_chat_member"]});
    call(&sandbox, "getUpdates", wanted).await;
    sandbox.join_channel(ANNA).unwrap();
    let (_, body) = call(&sandbox, "getUpdates", json!({})).await;
    let change = &body["result"][1]["chat_member"];
    assert_eq!(change["old_chat_member"]["status"], "left");
    assert_eq!(change["new_chat_member"]["status"], "member");
    assert_eq!(change["chat"]["id"], sandbox.channel_id());
}

#[tokio::test]
async fn one_update_can_be_delivered_twice() {
    let sandbox = with_anna().await;
    let posted = sandbox.send_text(BotKind::Main, ANNA, "x").unwrap();
    let offset = json!({"offset": posted.update_id + 1});
    call(&sandbox, "getUpdates", json!({})).await;
    call(&sandbox, "getUpdates", offset.clone()).await;
    sandbox.redeliver(BotKind::Main, posted.update_id).unwrap();
    let (_, body) = call(&sandbox, "getUpdates", offset.clone()).await;
    assert_eq!(ids(&body), [u64::from(posted.update_id)]);
    let (_, body) = call(&sandbox, "getUpdates", offset).await;
    assert!(ids(&body).is_empty());
    sandbox.redeliver(BotKind::Main, 1).unwrap_err();
}

#[tokio::test]
async fn raw_updates_and_groups() {
    let sandbox = with_anna().await;
    sandbox.add_group(Group { id: -77, title: "Соседи".to_owned(), members: [ANNA].into() });
    sandbox.send_group_text(BotKind::Main, -77, ANNA, "/start").unwrap();
    let id =
        sandbox.inject_update(BotKind::Main, json!({"poll_answer": {"poll_id": "1"}})).unwrap();
    sandbox.inject_update(BotKind::Main, json!({})).unwrap_err();
    let (_, body) = call(&sandbox, "getUpdates", json!({})).await;
    assert_eq!(body["result"][0]["message"]["chat"]["type"], "group");
    assert_eq!(body["result"][1]["update_id"], id);
    assert_eq!(body["result"][1]["poll_answer"]["poll_id"], "1");
}
