//! Hints that a broadcast moved.

use std::time::Duration;

use futures::FutureExt;
use marmelad_core::broadcasts::ProgressWatch;
use marmelad_core::kernel::BroadcastId;

use crate::world::World;

contract_of_what_may_vanish!(
    whoever_watches_hears_of_their_broadcast,
    many_hints_are_no_more_than_one,
);

/// Announces until the watcher has heard: over Redis a watcher listens only from some moment on.
async fn announce_until_heard(world: &World, broadcast: i64, watch: &mut dyn ProgressWatch) {
    loop {
        world.progress.announce(BroadcastId(broadcast)).await.unwrap();
        let heard = tokio::time::timeout(Duration::from_millis(50), watch.moved());
        if heard.await.is_ok() {
            return;
        }
    }
}

async fn whoever_watches_hears_of_their_broadcast(world: World) {
    let mut watchers = Vec::new();
    for broadcast in [1, 1, 2] {
        let watch = world.progress.watch(BroadcastId(broadcast)).await.unwrap();
        watchers.push((broadcast, watch));
    }
    for (broadcast, watch) in &mut watchers {
        announce_until_heard(&world, *broadcast, watch.as_mut()).await;
    }
    // Everybody listens by now, and hints of another broadcast wake nobody.
    let (_, of_two) = &mut watchers[2];
    all_told(&world, 100).await;
    while of_two.moved().now_or_never().is_some() {}
    world.progress.announce(BroadcastId(1)).await.unwrap();
    all_told(&world, 101).await;
    assert!(of_two.moved().now_or_never().is_none());
}

/// Waits for all hints sent so far: hints arrive in order, so a hint for this (fresh) broadcast comes after all
/// earlier ones.
async fn all_told(world: &World, broadcast: i64) {
    let mut watch = world.progress.watch(BroadcastId(broadcast)).await.unwrap();
    announce_until_heard(world, broadcast, watch.as_mut()).await;
}

async fn many_hints_are_no_more_than_one(world: World) {
    let mut watch = world.progress.watch(BroadcastId(1)).await.unwrap();
    announce_until_heard(&world, 1, watch.as_mut()).await;
    for _ in 0..1000 {
        world.progress.announce(BroadcastId(1)).await.unwrap();
    }
    // However many were posted, a slow watcher is through with them soon and hears the next.
    watch.moved().await;
    announce_until_heard(&world, 1, watch.as_mut()).await;
}
