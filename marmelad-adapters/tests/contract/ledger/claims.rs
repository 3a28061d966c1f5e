//! Rows go from claimed to marked, each to one worker.

use std::collections::BTreeSet;

use marmelad_core::domain::broadcast::{BroadcastMove, BroadcastStatus};
use marmelad_core::ports::LedgerTurn;

use super::{LEASE, claim, rows, turn};
use crate::broadcasts::started;
use crate::world::{World, at};

contract!(
    a_row_goes_to_one_of_many_workers,
    a_claim_that_ran_out_is_taken_again,
    only_claimed_rows_are_marked_and_each_once,
    who_is_gone_meanwhile_is_skipped,
    a_held_broadcast_marks_nobody,
);

async fn a_row_goes_to_one_of_many_workers(world: World) {
    world.clients(30).await;
    let id = world.laid_out(&started(&world).await).await;
    let claims = world
        .race(move |store, number| async move {
            let claim = claim(id, &format!("worker {number}"), 4, 0);
            store.ledger.claim(claim).await.unwrap()
        })
        .await;
    let all: Vec<_> = claims.iter().flatten().collect();
    let different: BTreeSet<_> = all.iter().map(|log| log.0).collect();
    assert_eq!(all.len(), different.len(), "claimed twice");
    let rest = world.claimed(id, "late", 100).await;
    assert_eq!(all.len() + rest.len(), 30, "lost");
}

async fn a_claim_that_ran_out_is_taken_again(world: World) {
    world.clients(3).await;
    let id = world.laid_out(&started(&world).await).await;
    assert_eq!(world.claimed(id, "dead", 2).await.len(), 2);
    assert_eq!(world.claimed(id, "alive", 5).await.len(), 1);
    let later = claim(id, "alive", 5, LEASE.num_milliseconds());
    assert_eq!(world.store.ledger.claim(later).await.unwrap().len(), 3);
    // What is let go is free at once.
    world.store.ledger.release("alive", at(1)).await.unwrap();
    assert_eq!(world.claimed(id, "other", 5).await.len(), 3);
}

async fn only_claimed_rows_are_marked_and_each_once(world: World) {
    world.clients(5).await;
    let id = world.laid_out(&started(&world).await).await;
    let mine = world.claimed(id, "me", 3).await;
    let theirs = world.claimed(id, "they", 2).await;
    let mark: Vec<_> = mine.iter().chain(&theirs).copied().collect();
    let wanted = LedgerTurn {
        mark,
        ..turn(id, "me", 0)
    };
    let turned = world.turned(wanted.clone()).await;
    let marked: Vec<_> = turned.marked.iter().map(|marked| marked.log).collect();
    assert_eq!((marked, turned.status), (mine, BroadcastStatus::Sending));
    assert_eq!(turned.marked[0].recipient.chat.0, 1000);
    assert_eq!(world.turned(wanted).await.marked, [], "marked before");
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 2), ("sending", 3)])
    );
    // One worker, twenty times at once: each row goes out once.
    let racing = LedgerTurn {
        mark: theirs,
        ..turn(id, "they", 0)
    };
    let turns = world
        .race(move |store, _| {
            let turn = racing.clone();
            async move {
                store
                    .ledger
                    .turn(turn)
                    .await
                    .map(|turned| turned.marked.len())
            }
        })
        .await;
    let marked: usize = turns.into_iter().map(Result::unwrap_or_default).sum();
    assert_eq!(marked, 2);
}

async fn who_is_gone_meanwhile_is_skipped(world: World) {
    world.clients(5).await;
    let id = world.laid_out(&started(&world).await).await;
    let mark = world.claimed(id, "me", 5).await;
    for (column, telegram_id) in [
        ("is_blocked = 1", 1000),
        ("is_opted_out = 1", 1001),
        ("anonymized_at = '2026-01-01 00:00:00'", 1002),
        ("marketing_consent_at = '2026-01-01 00:00:00'", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let turn = LedgerTurn {
        mark,
        needs_consent: true,
        ..turn(id, "me", 0)
    };
    let marked = world.turned(turn).await.marked;
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].recipient.chat.0, 1003);
    assert_eq!(
        world.rows(id).await,
        rows(&[("sending", 1), ("skipped", 4)])
    );
    let mut reasons = world
        .texts("SELECT skip_reason FROM broadcast_logs WHERE status = 'skipped'")
        .await;
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        ["anonymized", "blocked", "no_consent", "opted_out"]
    );
}

async fn a_held_broadcast_marks_nobody(world: World) {
    world.clients(4).await;
    let id = world.laid_out(&started(&world).await).await;
    let mark = world.claimed(id, "me", 4).await;
    world.moved(id, BroadcastMove::Pause).await;
    let wanted = LedgerTurn {
        mark,
        ..turn(id, "me", 0)
    };
    let turned = world.turned(wanted.clone()).await;
    assert_eq!(
        (turned.marked.len(), turned.status),
        (0, BroadcastStatus::Paused)
    );
    world.moved(id, BroadcastMove::Resume).await;
    assert_eq!(world.turned(wanted).await.marked.len(), 4);
}
