//! What nobody has in hand, and claims that are lost or given back.

use marmelad_core::intake::{EndedUpdate, HandlingOutcome};
use marmelad_core::kernel::BotKind;

use super::{accept, claim, claim_waiting, count, end_all, ended, finish, ids, update};
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
    assert_eq!(claim_waiting(&world, "alive", 59_999).await, []);
    let claimed = claim_waiting(&world, "alive", 60_000).await;
    assert_eq!(ids(&claimed), [10, 12]);
    assert!(claimed.iter().all(|update| update.attempts == 1));
    assert_eq!(claim_waiting(&world, "alive", 60_001).await, []);
    let done = vec![ended(claimed[0].clone(), HandlingOutcome::Done)];
    assert_eq!(ids(&end_all(&world, "alive", done, 60_001).await), [11]);
}

async fn whoever_stops_leaves_the_next_to_others(world: World) {
    let first = accept(&world, "stopping", &[(10, 7), (11, 7)]).await.remove(0);
    let last = EndedUpdate { claim_next: false, ..ended(first, HandlingOutcome::Done) };
    assert_eq!(end_all(&world, "stopping", vec![last], 1).await, []);
    let waiting = claim_waiting(&world, "other", 1).await;
    assert_eq!(ids(&waiting), [11]);
    assert_eq!(waiting[0].attempts, 0, "it is nobody's second try");
}

async fn what_was_not_begun_was_not_tried(world: World) {
    let mut current = accept(&world, "full", &[(10, 7), (11, 7)]).await.remove(0);
    let first = current.clone();
    // However often it is passed around, its tries are not used up.
    let (mut owner, mut other) = ("full", "other");
    for _ in 0..15 {
        assert_eq!((current.update.update_id, current.attempts), (10, 0));
        let given_back =
            EndedUpdate { claim_next: false, ..ended(current, HandlingOutcome::NotBegun) };
        assert_eq!(end_all(&world, owner, vec![given_back], 1).await, []);
        (owner, other) = (other, owner);
        current = claim_waiting(&world, owner, 1).await.remove(0);
    }
    // A try before it still counts, and whoever lost the claim ends nothing.
    let again = claim_waiting(&world, "other", 60_001).await.remove(0);
    assert_eq!(again.attempts, 1);
    let given_back = vec![ended(again, HandlingOutcome::NotBegun)];
    let claimed = end_all(&world, "other", given_back, 60_001).await.remove(0);
    assert_eq!((claimed.update.update_id, claimed.attempts), (10, 1));
    let late = vec![ended(first, HandlingOutcome::Done)];
    assert_eq!(end_all(&world, "full", late, 60_001).await, []);
    assert_eq!(count(&world, "done").await, 0);
}

async fn what_a_dead_process_left_does_not_wait_behind_what_comes_in(world: World) {
    accept(&world, "dead", &[(10, 7)]).await;
    // Chats of which something waits all the time, more than anybody has room for.
    let busy: Vec<(i64, i64)> = (1..=5).map(|place| (place, 100 + place)).collect();
    for update in accept(&world, "alive", &busy).await {
        let put_off = vec![ended(update, HandlingOutcome::RetryAt(at(1)))];
        assert_eq!(end_all(&world, "alive", put_off, 0).await, []);
    }
    let claim = claim("alive", at(60_000));
    let claimed = world.inbox.claim_waiting(BotKind::Main, claim, 2).await.unwrap();
    assert_eq!(ids(&claimed), [1, 10]);
}

async fn a_lost_claim_ends_nothing(world: World) {
    let first = accept(&world, "one", &[(10, 7), (11, 7)]).await.remove(0);
    let second = claim_waiting(&world, "one", 60_000).await.remove(0);
    let late = finish(&world, "one", &first).await;
    assert_eq!(late, None, "claimed again since, even if by the same process");
    assert_eq!(count(&world, "done").await, 0);
    assert_eq!(finish(&world, "one", &second).await.unwrap().update.update_id, 11);
}

async fn what_is_put_off_holds_its_chat_back(world: World) {
    let first = accept(&world, "a", &[(10, 7), (11, 7)]).await.remove(0);
    let again = vec![ended(first, HandlingOutcome::RetryAt(at(500)))];
    assert_eq!(end_all(&world, "a", again, 0).await, []);
    assert_eq!(claim_waiting(&world, "a", 499).await, []);
    assert_eq!(accept(&world, "a", &[(12, 7)]).await, []);
    let claimed = claim_waiting(&world, "a", 500).await;
    assert_eq!(ids(&claimed), [10]);
    assert_eq!((claimed[0].attempts, &claimed[0].update), (1, &update(10, Some(7))));
}

async fn waiting_work_goes_to_one_of_many(world: World) {
    let updates: Vec<_> = (0..30).map(|id| (id, id % 10)).collect();
    accept(&world, "dead", &updates).await;
    let of_no_chat = vec![update(99, None)];
    let dead = claim("dead", at(0));
    world.inbox.accept(BotKind::Main, of_no_chat, dead).await.unwrap();
    let claims = world
        .race(|world, number| async move {
            let claim = claim(&format!("alive {number}"), at(60_000));
            world.inbox.claim_waiting(BotKind::Main, claim, 100).await.unwrap()
        })
        .await;
    let mut claimed = ids(&claims.concat());
    claimed.sort_unstable();
    assert_eq!(claimed, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99]);
}
