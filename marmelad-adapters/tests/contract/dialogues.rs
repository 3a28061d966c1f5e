//! Dialogue states.

use marmelad_core::domain::bot::BotKind::{Auth, Main};
use marmelad_core::domain::ids::TelegramId;
use serde_json::json;

use crate::world::{World, at};

contract!(
    a_state_is_kept_until_it_expires_or_goes,
    states_put_at_once_leave_one
);

async fn a_state_is_kept_until_it_expires_or_goes(world: World) {
    let dialogues = &world.store.dialogues;
    let chat = TelegramId(7);
    let state = json!({ "state": "waiting_for_date", "tries": [1, 2] });
    assert_eq!(dialogues.get(Main, chat, at(0)).await.unwrap(), None);
    dialogues
        .put(Main, chat, json!("first"), at(5))
        .await
        .unwrap();
    dialogues
        .put(Main, chat, state.clone(), at(10))
        .await
        .unwrap();
    assert_eq!(dialogues.get(Main, chat, at(9)).await.unwrap(), Some(state));
    assert_eq!(dialogues.get(Main, chat, at(10)).await.unwrap(), None);
    assert_eq!(dialogues.get(Auth, chat, at(0)).await.unwrap(), None);
    dialogues.remove(Auth, chat).await.unwrap();
    assert!(dialogues.get(Main, chat, at(0)).await.unwrap().is_some());
    dialogues.remove(Main, chat).await.unwrap();
    assert_eq!(dialogues.get(Main, chat, at(0)).await.unwrap(), None);
}

async fn states_put_at_once_leave_one(world: World) {
    world
        .race(|store, number| async move {
            store
                .dialogues
                .put(Main, TelegramId(7), json!(number), at(10))
                .await
                .unwrap();
        })
        .await;
    assert_eq!(world.number("SELECT COUNT(*) FROM dialogues").await, 1);
}
