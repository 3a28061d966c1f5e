//! One message a second into each chat.

use marmelad_core::delivery::ChatTurn;
use marmelad_core::delivery::ChatTurn::{At, Taken};
use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::{BotKind, TelegramId};

use crate::world::{World, at};

contract_of_what_may_vanish!(
    of_many_deliveries_into_a_chat_one_goes,
    chats_and_bots_do_not_hold_each_other_up,
    a_reply_counts_and_waits_for_nothing,
    a_pause_holds_its_chat_until_its_latest_end,
    what_was_given_back_is_free_unless_something_went_there,
    a_clock_that_was_set_back_holds_no_chat,
);

const CHAT: TelegramId = TelegramId(7);

async fn take(world: &World, bot: BotKind, chat: TelegramId, now: i64) -> ChatTurn {
    world.chats.take(bot, chat, at(now)).await.unwrap()
}

async fn note(world: &World, now: i64) {
    world.chats.note(Main, CHAT, at(now)).await.unwrap();
}

async fn of_many_deliveries_into_a_chat_one_goes(world: World) {
    let chats = world.chats.clone();
    let turns = world
        .race(move |_, _| {
            let chats = chats.clone();
            async move { chats.take(Main, CHAT, at(0)).await.unwrap() }
        })
        .await;
    let taken = turns.iter().filter(|turn| **turn == Taken).count();
    let told = turns.iter().filter(|turn| **turn == At(at(1000))).count();
    assert_eq!((taken, told), (1, turns.len() - 1));
    assert_eq!(take(&world, Main, CHAT, 999).await, At(at(1000)));
    assert_eq!(take(&world, Main, CHAT, 1000).await, Taken);
}

async fn chats_and_bots_do_not_hold_each_other_up(world: World) {
    assert_eq!(take(&world, Main, CHAT, 0).await, Taken);
    assert_eq!(take(&world, Main, TelegramId(8), 0).await, Taken);
    assert_eq!(take(&world, Auth, CHAT, 0).await, Taken);
}

async fn a_reply_counts_and_waits_for_nothing(world: World) {
    note(&world, 0).await;
    note(&world, 300).await;
    assert_eq!(take(&world, Main, CHAT, 1299).await, At(at(1300)));
    assert_eq!(take(&world, Main, CHAT, 1300).await, Taken);
}

async fn a_pause_holds_its_chat_until_its_latest_end(world: World) {
    let pause = async |until| {
        let paused = world.chats.pause(Main, CHAT, at(until), at(0)).await;
        paused.unwrap();
    };
    pause(7000).await;
    pause(3000).await;
    assert_eq!(take(&world, Main, CHAT, 6999).await, At(at(7000)));
    assert_eq!(take(&world, Main, TelegramId(8), 0).await, Taken);
    assert_eq!(take(&world, Auth, CHAT, 0).await, Taken);
    pause(9000).await;
    note(&world, 8500).await;
    assert_eq!(take(&world, Main, CHAT, 8999).await, At(at(9500)));
    assert_eq!(take(&world, Main, CHAT, 9500).await, Taken);
}

async fn what_was_given_back_is_free_unless_something_went_there(world: World) {
    let give_back = async |taken_at| {
        let given = world.chats.give_back(Main, CHAT, at(taken_at)).await;
        given.unwrap();
    };
    give_back(0).await;
    assert_eq!(take(&world, Main, CHAT, 0).await, Taken);
    give_back(0).await;
    assert_eq!(take(&world, Main, CHAT, 1).await, Taken);
    note(&world, 2).await;
    give_back(1).await;
    assert_eq!(take(&world, Main, CHAT, 3).await, At(at(1002)));
}

async fn a_clock_that_was_set_back_holds_no_chat(world: World) {
    assert_eq!(take(&world, Main, CHAT, 3_600_000).await, Taken);
    assert_eq!(take(&world, Main, CHAT, 0).await, Taken);
    assert_eq!(take(&world, Main, CHAT, 999).await, At(at(1000)));
}
