//! Dialogue states.

use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::TelegramId;
use serde_json::json;

use crate::world::{RACERS, World, at};

contract_of_what_may_vanish!(
    a_state_is_kept_until_it_expires_or_goes,
    states_put_at_once_leave_one,
    a_state_that_ends_before_it_begins_is_none,
);

const MINUTE: i64 = 60_000;

async fn a_state_is_kept_until_it_expires_or_goes(world: World) {
    let dialogues = &world.store.dialogues;
    let chat = TelegramId(7);
    let state = json!({ "state": "waiting_for_date", "tries": [1, 2] });
    let put = async |state, until| {
        let put = dialogues.put(Main, chat, state, at(0), at(until)).await;
        put.unwrap();
    };
    let get = async |bot, now| dialogues.get(bot, chat, at(now)).await.unwrap();
    assert_eq!(get(Main, 0).await, None);
    put(json!("first"), MINUTE).await;
    put(state.clone(), 2 * MINUTE).await;
    assert_eq!(get(Main, 2 * MINUTE - 1).await, Some(state));
    assert_eq!(get(Main, 2 * MINUTE).await, None);
    assert_eq!(get(Auth, 0).await, None);
    dialogues.remove(Auth, chat).await.unwrap();
    assert!(get(Main, 0).await.is_some());
    dialogues.remove(Main, chat).await.unwrap();
    assert_eq!(get(Main, 0).await, None);
    dialogues.remove(Main, chat).await.unwrap();
}

async fn states_put_at_once_leave_one(world: World) {
    world
        .race(|store, number| async move {
            store
                .dialogues
                .put(Main, TelegramId(7), json!(number), at(0), at(MINUTE))
                .await
                .unwrap();
        })
        .await;
    let left = world.store.dialogues.get(Main, TelegramId(7), at(0)).await;
    let left = left.unwrap().unwrap().as_u64().unwrap();
    assert!(left < u64::try_from(RACERS).unwrap(), "{left}");
}

async fn a_state_that_ends_before_it_begins_is_none(world: World) {
    let dialogues = &world.store.dialogues;
    let chat = TelegramId(7);
    for until in [MINUTE, 0, -5] {
        dialogues.put(Main, chat, json!("asked"), at(0), at(until)).await.unwrap();
    }
    assert_eq!(dialogues.get(Main, chat, at(0)).await.unwrap(), None);
}
