//! Those missed get it after all.

use marmelad_core::broadcasts::{
    BroadcastStatus, FanOut, RecipientStatus, RecordAndMark, RetryBroadcast, RetryBroadcastOutcome,
    SendOutcome,
};
use marmelad_core::kernel::BroadcastId;

use super::{claim, result, rows, sent, turn};
use crate::broadcasts::started;
use crate::scene::entry;
use crate::world::{World, ZONE, at};

contract!(
    those_missed_get_it_after_all,
    a_round_is_laid_down_in_portions_by_any_number_of_workers,
    whom_a_round_misses_again_is_left_alone,
);

async fn those_missed_get_it_after_all(world: World) {
    world.clients(4).await;
    let id = world.fanned_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 4).await;
    let results = vec![
        sent(&marked[0]),
        result(&marked[1], SendOutcome::Failed("no".into())),
        result(&marked[2], SendOutcome::Uncertain("cut".into())),
        result(&marked[3], SendOutcome::Blocked("blocked".into())),
    ];
    world.recorded(id, "me", results).await;
    let command = |statuses: &[RecipientStatus]| RetryBroadcast {
        id,
        statuses: statuses.iter().copied().collect(),
        audit: entry("retry_broadcast"),
        now: at(9000),
    };
    let retry = async |statuses: &[RecipientStatus]| {
        world.store.broadcasts.retry(command(statuses)).await.unwrap()
    };
    let failed = [RecipientStatus::Failed];
    assert_eq!(retry(&failed).await, RetryBroadcastOutcome::WrongState(BroadcastStatus::Sending));
    assert!(world.store.delivery_log.finish(id, at(8000)).await.unwrap());
    let RetryBroadcastOutcome::Queued { count, broadcast } = retry(&failed).await else {
        panic!("not queued");
    };
    assert_eq!((count, broadcast.status), (1, BroadcastStatus::Sending));
    assert!(world.fan_out(id, 1000).await);
    let expected = [("blocked", 1), ("pending", 1), ("success", 1), ("uncertain", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
    let later = claim(id, "me", 9, 9000);
    assert_eq!(world.store.delivery_log.claim(later).await.unwrap(), [marked[1].log]);
}

/// A broadcast that missed so many, in a round to them.
async fn in_a_round(world: &World, missed: usize) -> BroadcastId {
    let count = i64::try_from(missed).unwrap();
    world.clients(count + 1).await;
    let id = world.fanned_out(&started(world).await).await;
    let marked = world.marked(id, "me", 100).await;
    let results = marked.iter().enumerate().map(|(place, marked)| {
        let outcome = match place {
            0 => return sent(marked),
            place if place % 2 == 0 => SendOutcome::Uncertain("cut".into()),
            _ => SendOutcome::Failed("no".into()),
        };
        result(marked, outcome)
    });
    world.recorded(id, "me", results.collect()).await;
    assert!(world.store.delivery_log.finish(id, at(8000)).await.unwrap());
    let retry = RetryBroadcast {
        id,
        statuses: [RecipientStatus::Failed, RecipientStatus::Uncertain].into(),
        audit: entry("retry_broadcast"),
        now: at(9000),
    };
    let outcome = world.store.broadcasts.retry(retry).await.unwrap();
    let RetryBroadcastOutcome::Queued { count, broadcast } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(count, missed as u64);
    assert!(!broadcast.is_fanned_out);
    id
}

async fn a_round_is_laid_down_in_portions_by_any_number_of_workers(world: World) {
    let id = in_a_round(&world, 20).await;
    assert!(!world.fan_out(id, 5).await);
    // The counters are what the rows say, in the middle too: `rows` looks.
    assert_eq!(world.rows(id).await["pending"], 5);
    assert!(
        !world.store.delivery_log.finish(id, at(9000)).await.unwrap(),
        "some are not laid down"
    );
    world
        .race(move |store, _| async move {
            let command = FanOut { id, limit: 3, needs_consent: false, zone: ZONE, now: at(9000) };
            // Whoever always came second tries again, as workers do.
            while !matches!(store.delivery_log.fan_out(command.clone()).await, Ok(true)) {}
        })
        .await;
    assert_eq!(world.rows(id).await, rows(&[("pending", 20), ("success", 1)]));
    assert!(world.now(id).await.is_fanned_out);
}

async fn whom_a_round_misses_again_is_left_alone(world: World) {
    let id = in_a_round(&world, 6).await;
    assert!(!world.fan_out(id, 2).await);
    let again = claim(id, "me", 9, 9000);
    let mark = world.store.delivery_log.claim(again).await.unwrap();
    let turn = RecordAndMark { mark, ..turn(id, "me", 9000) };
    let marked = world.turned(turn).await.marked;
    let failed = marked.iter().map(|marked| result(marked, SendOutcome::Failed("no".into())));
    world.recorded(id, "me", failed.collect()).await;
    while !world.fan_out(id, 2).await {}
    let expected = [("failed", 2), ("pending", 4), ("success", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}
