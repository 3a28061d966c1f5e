//! Those missed get it after all.

use marmelad_core::broadcasts::{
    BroadcastStatus, FanOut, RecipientStatus, RetryBroadcast, RetryBroadcastOutcome,
};
use marmelad_core::kernel::BroadcastId;

use super::{blocked, failed, rows, sent, uncertain};
use crate::scene::entry;
use crate::world::{World, ZONE, at};

contract!(
    those_missed_get_it_after_all,
    a_round_is_laid_down_in_portions_by_any_number_of_workers,
    whom_a_round_misses_again_is_left_alone,
);

impl World {
    pub(super) async fn retry(
        &self,
        id: BroadcastId,
        statuses: &[RecipientStatus],
    ) -> RetryBroadcastOutcome {
        let command = RetryBroadcast {
            id,
            statuses: statuses.iter().copied().collect(),
            audit: entry("retry_broadcast"),
            now: at(9400),
        };
        self.broadcasts.retry(command).await.unwrap()
    }
}

async fn those_missed_get_it_after_all(world: World) {
    let (id, marked) = world.under_way(4).await;
    let results =
        vec![sent(&marked[0]), failed(&marked[1]), uncertain(&marked[2]), blocked(&marked[3])];
    world.recorded(id, "me", results).await;
    let to_failed = async || world.retry(id, &[RecipientStatus::Failed]).await;
    let too_early = RetryBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    assert_eq!(to_failed().await, too_early);
    assert!(world.delivery_log.finish(id, at(8000)).await.unwrap());
    let RetryBroadcastOutcome::Queued { count, broadcast } = to_failed().await else {
        panic!("not queued");
    };
    assert_eq!((count, broadcast.status), (1, BroadcastStatus::Sending));
    assert!(world.fan_out(id, 1000).await);
    let expected = [("blocked", 1), ("pending", 1), ("success", 1), ("uncertain", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
    assert_eq!(world.claimed_at(id, "me", 9, 9500).await, [marked[1].log]);
}

/// A broadcast that missed this many recipients, in a retry pass to them.
async fn in_a_round(world: &World, missed: usize) -> BroadcastId {
    let (id, marked) = world.under_way(missed + 1).await;
    let results = marked.iter().enumerate().map(|(place, marked)| match place {
        0 => sent(marked),
        place if place % 2 == 0 => uncertain(marked),
        _ => failed(marked),
    });
    world.recorded(id, "me", results.collect()).await;
    assert!(world.delivery_log.finish(id, at(8000)).await.unwrap());
    let outcome = world.retry(id, &[RecipientStatus::Failed, RecipientStatus::Uncertain]).await;
    let RetryBroadcastOutcome::Queued { count, broadcast } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((count, broadcast.is_fanned_out), (missed as u64, false));
    id
}

async fn a_round_is_laid_down_in_portions_by_any_number_of_workers(world: World) {
    let id = in_a_round(&world, 20).await;
    assert!(!world.fan_out(id, 5).await);
    // The counters are what the rows say, in the middle too: `rows` looks.
    assert_eq!(world.rows(id).await["pending"], 5);
    let finished = world.delivery_log.finish(id, at(9500)).await.unwrap();
    assert!(!finished, "the fan-out is not finished");
    world
        .race(move |world, _| async move {
            let command = FanOut { id, limit: 3, needs_consent: false, zone: ZONE, now: at(9500) };
            // Whoever always came second tries again, as workers do.
            while !matches!(world.delivery_log.fan_out(command.clone()).await, Ok(true)) {}
        })
        .await;
    assert_eq!(world.rows(id).await, rows(&[("pending", 20), ("success", 1)]));
    assert!(world.now(id).await.is_fanned_out);
}

async fn whom_a_round_misses_again_is_left_alone(world: World) {
    let id = in_a_round(&world, 6).await;
    assert!(!world.fan_out(id, 2).await);
    let marked = world.marked_at(id, "me", 9, 9500).await;
    world.recorded(id, "me", marked.iter().map(failed).collect()).await;
    while !world.fan_out(id, 2).await {}
    let expected = [("failed", 2), ("pending", 4), ("success", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}
