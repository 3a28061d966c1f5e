//! A clock that can be moved on, and one that cannot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use marmelad_sandbox::{BotKind, Jump, JumpError, Jumped, Person, Sandbox, TimeControl};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANNA, call};
use crate::control::{control, get, post};

/// The evening of 5 March 2026 in Vladivostok.
const EVENING: u64 = 1_772_704_800_000;
const HOUR: u64 = 3_600_000;

/// Stands still but for jumps.
#[derive(Debug)]
struct Hands(AtomicU64);

#[async_trait]
impl TimeControl for Hands {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn zone(&self) -> String {
        "Asia/Vladivostok".to_owned()
    }

    async fn jump(&self, jump: Jump) -> Result<Jumped, JumpError> {
        let by = match jump {
            Jump::Hours(hours) => u64::from(hours) * HOUR,
            Jump::Days(days) => u64::from(days) * 24 * HOUR,
            Jump::To(text) => return Err(JumpError::Unreadable(text)),
        };
        if by == 0 {
            return Err(JumpError::NotLater);
        }
        let from_ms = self.0.fetch_add(by, Ordering::SeqCst);
        Ok(Jumped { from_ms, to_ms: from_ms + by })
    }
}

async fn with_hands(at: u64) -> Sandbox {
    Sandbox::builder()
        .time_control(Arc::new(Hands(AtomicU64::new(at))))
        .person(Person::new(ANNA, "Анна"))
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn everything_in_the_chat_goes_by_the_clock_that_was_moved() {
    let sandbox = with_hands(EVENING).await;
    let posted = sandbox.send_text(BotKind::Main, ANNA, "вечер").unwrap();
    let text = json!({"chat_id": ANNA, "text": "ответ"});
    let (_, evening) = call(&sandbox, "sendMessage", text.clone()).await;
    assert_eq!(evening["result"]["date"], EVENING / 1000);
    let pressed = sandbox.press(BotKind::Main, ANNA, posted.message_id, "x").unwrap();

    let time = post(&sandbox, "/time/jump", json!({"days": 3})).await;
    let later = EVENING + 72 * HOUR;
    assert_eq!(time["now_ms"], later);
    assert_eq!(time["zone"], "Asia/Vladivostok");
    assert_eq!(time["jumps"], json!([{"from_ms": EVENING, "to_ms": later}]));
    assert_eq!(get(&sandbox, "/time").await, time);
    assert_eq!(get(&sandbox, "/state").await["time"]["now_ms"], later);

    let (_, after) = call(&sandbox, "sendMessage", text).await;
    assert_eq!(after["result"]["date"], later / 1000);
    // What a bot may do for a while only, it may not any more.
    let message_id = &evening["result"]["message_id"];
    let (status, _) =
        call(&sandbox, "deleteMessage", json!({"chat_id": ANNA, "message_id": message_id})).await;
    assert_eq!(status, 400);
    let answer = json!({"callback_query_id": pressed.callback_query_id});
    assert_eq!(call(&sandbox, "answerCallbackQuery", answer).await.0, 400);
}

#[tokio::test]
async fn what_cannot_be_is_said_in_words() {
    let sandbox = with_hands(EVENING).await;
    for (jump, word) in [(json!({"hours": 0}), "вперёд"), (json!({"to": "завтра"}), "завтра")]
    {
        let (status, body) = control(&sandbox, Method::POST, "/time/jump", jump).await;
        assert_eq!(status, 400);
        assert!(body["error"].as_str().unwrap().contains(word), "{body}");
    }
    let (status, _) = control(&sandbox, Method::POST, "/time/jump", json!({"years": 1})).await;
    assert_eq!(status, 400);
    assert_eq!(get(&sandbox, "/time").await["jumps"], json!([]));
}

#[tokio::test]
async fn without_a_control_it_goes_by_the_machine() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let time = get(&sandbox, "/time").await;
    assert_eq!((&time["controlled"], &time["zone"]), (&json!(false), &Value::Null));
    assert!(time["now_ms"].as_u64().unwrap() > EVENING);
    let (status, _) = control(&sandbox, Method::POST, "/time/jump", json!({"days": 1})).await;
    assert_eq!(status, 409);
}

#[tokio::test]
async fn a_restart_remembers_jumps_and_numbers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let start = async |at| {
        let hands = Arc::new(Hands(AtomicU64::new(at)));
        Sandbox::builder()
            .time_control(hands)
            .state_file(&file)
            .person(Person::new(ANNA, "Анна"))
            .start()
            .await
            .unwrap()
    };
    let first = start(EVENING).await;
    let posted = first.send_text(BotKind::Main, ANNA, "раз").unwrap();
    // Further than the numbers would last, if they went by this clock.
    post(&first, "/time/jump", json!({"days": 30_000})).await;
    first.stop().await;
    let later = EVENING + 30_000 * 24 * HOUR;
    let second = start(later).await;
    let jumps = &get(&second, "/time").await["jumps"];
    assert_eq!(*jumps, json!([{"from_ms": EVENING, "to_ms": later}]));
    let again = second.send_text(BotKind::Main, ANNA, "два").unwrap();
    assert!(again.message_id > posted.message_id);
    assert!(again.message_id < i32::MAX / 2);
}
