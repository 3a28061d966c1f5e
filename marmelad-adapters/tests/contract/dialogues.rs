//! Dialogue states.

use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::TelegramId;
use serde_json::json;

use crate::world::{RACERS, World, at};

contract_of_what_may_vanish!(
    a_state_is_kept_until_it_expires_or_goes,
    states_put_at_once_leave_one,
);

const MINUTE: i64 = 60_000;

async fn a_state_is_kept_until_it_expires_or_goes(world: World) {
    let dialogues = &world.dialogues;
    let chat = TelegramId(7);
    let state = json!({ "state": "waiting_for_date", "tries": [1, 2] });
    let put = async |state, until| {
        dialogues.put(Main, chat, state, at(0), at(until)).await.unwrap();
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
    // One that ends before it begins is none.
    for until in [MINUTE, 0, -5] {
        put(json!("asked"), until).await;
    }
    assert_eq!(get(Main, 0).await, None);
}

async fn states_put_at_once_leave_one(world: World) {
    world
        .race(|world, number| async move {
            let (chat, state) = (TelegramId(7), json!(number));
            world.dialogues.put(Main, chat, state, at(0), at(MINUTE)).await.unwrap();
        })
        .await;
    let left = world.dialogues.get(Main, TelegramId(7), at(0)).await;
    let left = left.unwrap().unwrap().as_u64().unwrap();
    assert!(left < u64::try_from(RACERS).unwrap(), "{left}");
}
