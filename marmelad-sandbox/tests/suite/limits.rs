//! Sending limits.

use marmelad_sandbox::{BotKind, Limits, Person};
use serde_json::json;

use crate::client::{ANNA, call, with_anna};

#[tokio::test]
async fn too_many_messages_are_answered_with_429() {
    let sandbox = with_anna().await;
    sandbox.set_limits(Limits { per_bot: Some(1), per_chat: None });
    let mut refused = 0;
    for _ in 0..20 {
        let params = json!({"chat_id": ANNA, "text": "x"});
        let (status, body) = call(&sandbox, "sendMessage", params).await;
        if status == 429 {
            refused += 1;
            assert_eq!(body["parameters"]["retry_after"], 1);
        }
    }
    let sent = sandbox.bot_messages(BotKind::Main, ANNA).len() as u64;
    assert_eq!(sent + refused, 20);
    assert!(refused > 0, "each of 20 calls took more than a second");
    assert_eq!(sandbox.count(BotKind::Main, None, 429), refused);
    // Reading is not sending.
    assert_eq!(call(&sandbox, "getMe", json!({})).await.0, 200);
    sandbox.set_limits(Limits::default());
    let params = json!({"chat_id": ANNA, "text": "x"});
    assert_eq!(call(&sandbox, "sendMessage", params).await.0, 200);
}

#[tokio::test]
async fn each_chat_has_its_own_limit() {
    let sandbox = with_anna().await;
    sandbox.add_person(Person::new(102, "Борис"));
    sandbox.open_chat(BotKind::Main, 102);
    sandbox.set_limits(Limits::telegram());
    let send =
        |chat_id: i64| call(&sandbox, "sendMessage", json!({"chat_id": chat_id, "text": "x"}));
    // Two messages within a second, however slow the machine is just now.
    while send(ANNA).await.0 == 200 {}
    assert_eq!(send(102).await.0, 200);
}
