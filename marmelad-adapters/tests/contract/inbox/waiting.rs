//! What nobody has in hand, and claims that are lost or given back.

use marmelad_core::intake::{EndedUpdate, Handling};
use marmelad_core::kernel::BotKind;

use super::{accept, claim, ended, finish, ids, update};
use crate::world::{World, at};

contract!(
    what_a_dead_process_left_is_claimed_again,
    whoever_stops_leaves_the_next_to_others,
    what_was_not_begun_was_not_tried,
    what_a_dead_process_left_does_not_wait_behind_what_comes_in,
    a_lost_claim_ends_nothing,
    what_is_put_off_holds_its_chat_back,
    waiting_work_goes_to_one_of_many,
);

async fn what_a_dead_process_left_is_claimed_again(world: World) {
    accept(&world, "dead", &[(10, 7), (11, 7), (12, 8)]).await;
    let waiting = async |now| {
        world.store.inbox.claim_waiting(BotKind::Main, claim("alive", now), 10).await.unwrap()
    };
    assert_eq!(waiting(at(59_999)).await, []);
    let claimed = waiting(at(60_000)).await;
    assert_eq!(ids(&claimed), [10, 12]);
    assert!(claimed.iter().all(|update| update.attempts == 1));
    assert_eq!(waiting(at(60_001)).await, []);
    let next = world
        .store
        .inbox
        .finish(
            BotKind::Main,
            vec![ended(claimed[0].clone(), Handling::Done)],
            claim("alive", at(60_001)),
        )
        .await
        .unwrap();
    assert_eq!(ids(&next), [11]);
}

async fn whoever_stops_leaves_the_next_to_others(world: World) {
    let first = accept(&world, "stopping", &[(10, 7), (11, 7)]).await.remove(0);
    let inbox = &world.store.inbox;
    let last = EndedUpdate { goes_on: false, ..ended(first, Handling::Done) };
    let next = inbox.finish(BotKind::Main, vec![last], claim("stopping", at(1)));
    assert_eq!(next.await.unwrap(), []);
    let waiting = inbox.claim_waiting(BotKind::Main, claim("other", at(1)), 10);
    let waiting = waiting.await.unwrap();
    assert_eq!(ids(&waiting), [11]);
    assert_eq!(waiting[0].attempts, 0, "it is nobody's second try");
}

async fn what_was_not_begun_was_not_tried(world: World) {
    let inbox = &world.store.inbox;
    let mut current = accept(&world, "full", &[(10, 7), (11, 7)]).await.remove(0);
    let first = current.clone();
    // However often it is passed around, its tries are not used up.
    for round in 0..15 {
        assert_eq!((current.update.update_id, current.attempts), (10, 0));
        let owner = if round % 2 == 0 { "full" } else { "other" };
        let given_back = EndedUpdate { goes_on: false, ..ended(current, Handling::NotBegun) };
        let next = inbox.finish(BotKind::Main, vec![given_back], claim(owner, at(1)));
        assert_eq!(next.await.unwrap(), []);
        let owner = if round % 2 == 0 { "other" } else { "full" };
        let waiting = inbox.claim_waiting(BotKind::Main, claim(owner, at(1)), 10);
        current = waiting.await.unwrap().remove(0);
    }
    // A try before it still counts, and whoever lost the claim ends nothing.
    let again = inbox.claim_waiting(BotKind::Main, claim("other", at(60_001)), 10);
    let again = again.await.unwrap().remove(0);
    assert_eq!(again.attempts, 1);
    let given_back = ended(again, Handling::NotBegun);
    let claimed = inbox.finish(BotKind::Main, vec![given_back], claim("other", at(60_001)));
    let claimed = claimed.await.unwrap().remove(0);
    assert_eq!((claimed.update.update_id, claimed.attempts), (10, 1));
    let late = ended(first, Handling::Done);
    let late = inbox.finish(BotKind::Main, vec![late], claim("full", at(60_001)));
    assert_eq!(late.await.unwrap(), []);
    let done = "SELECT COUNT(*) FROM telegram_updates WHERE status = 'done'";
    assert_eq!(world.number(done).await, 0);
}

async fn what_a_dead_process_left_does_not_wait_behind_what_comes_in(world: World) {
    accept(&world, "dead", &[(10, 7)]).await;
    // Chats of which something waits all the time, more than anybody has room for.
    let busy: Vec<(i64, i64)> = (1..=5).map(|place| (place, 100 + place)).collect();
    for update in accept(&world, "alive", &busy).await {
        let put_off = ended(update, Handling::Again(at(1)));
        let inbox = &world.store.inbox;
        let next = inbox.finish(BotKind::Main, vec![put_off], claim("alive", at(0)));
        assert_eq!(next.await.unwrap(), []);
    }
    let inbox = &world.store.inbox;
    let claimed = inbox.claim_waiting(BotKind::Main, claim("alive", at(60_000)), 2);
    assert_eq!(ids(&claimed.await.unwrap()), [1, 10]);
}

async fn a_lost_claim_ends_nothing(world: World) {
    let first = accept(&world, "one", &[(10, 7), (11, 7)]).await.remove(0);
    let later = claim("one", at(60_000));
    let second = world.store.inbox.claim_waiting(BotKind::Main, later, 10).await.unwrap().remove(0);
    assert_eq!(
        finish(&world, "one", &first).await,
        None,
        "claimed again since, even if by the same process"
    );
    assert_eq!(
        world.number("SELECT COUNT(*) FROM telegram_updates WHERE status = 'done'").await,
        0
    );
    assert_eq!(finish(&world, "one", &second).await.unwrap().update.update_id, 11);
}

async fn what_is_put_off_holds_its_chat_back(world: World) {
    let first = accept(&world, "a", &[(10, 7), (11, 7)]).await.remove(0);
    let again = ended(first, Handling::Again(at(500)));
    assert_eq!(
        world.store.inbox.finish(BotKind::Main, vec![again], claim("a", at(0))).await.unwrap(),
        []
    );
    let waiting = async |now| {
        world.store.inbox.claim_waiting(BotKind::Main, claim("a", now), 10).await.unwrap()
    };
    assert_eq!(waiting(at(499)).await, []);
    assert_eq!(accept(&world, "a", &[(12, 7)]).await, []);
    let claimed = waiting(at(500)).await;
    assert_eq!(ids(&claimed), [10]);
    assert_eq!((claimed[0].attempts, &claimed[0].update), (1, &update(10, Some(7))));
}

async fn waiting_work_goes_to_one_of_many(world: World) {
    let updates: Vec<_> = (0..30).map(|id| (id, id % 10)).collect();
    accept(&world, "dead", &updates).await;
    world
        .store
        .inbox
        .accept(BotKind::Main, vec![update(99, None)], claim("dead", at(0)))
        .await
        .unwrap();
    let claims = world
        .race(|store, number| async move {
            let claim = claim(&format!("alive {number}"), at(60_000));
            store.inbox.claim_waiting(BotKind::Main, claim, 100).await.unwrap()
        })
        .await;
    let mut claimed: Vec<_> = claims.iter().flat_map(|claim| ids(claim)).collect();
    claimed.sort_unstable();
    assert_eq!(claimed, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99]);
}
