//! Rows go from claimed to marked, each to one worker.

use std::collections::BTreeSet;

use marmelad_core::broadcasts::{BroadcastMove, BroadcastStatus, RecordAndMark, UnmarkRecipients};
use marmelad_core::kernel::{BroadcastId, BroadcastLogId};

use super::{LEASE, rows, sent, turn};
use crate::world::{World, at};

contract!(
    a_mark_that_may_have_been_lost_is_taken_back,
    of_a_lost_mark_that_was_given_up_nothing_stays_behind,
    a_row_goes_to_one_of_many_workers,
    a_claim_that_ran_out_is_taken_again,
    only_claimed_rows_are_marked_and_each_once,
    who_is_gone_meanwhile_is_skipped,
    a_held_broadcast_marks_nobody,
);

async fn a_row_goes_to_one_of_many_workers(world: World) {
    let id = world.laid_down(30).await;
    let claims = world
        .race(move |world, number| async move {
            world.claimed(id, &format!("worker {number}"), 4).await
        })
        .await
        .concat();
    let different: BTreeSet<_> = claims.iter().map(|log| log.0).collect();
    assert_eq!(claims.len(), different.len(), "claimed twice");
    let rest = world.claimed(id, "late", 100).await;
    assert_eq!(claims.len() + rest.len(), 30, "lost");
}

async fn a_claim_that_ran_out_is_taken_again(world: World) {
    let id = world.laid_down(3).await;
    assert_eq!(world.claimed(id, "dead", 2).await.len(), 2);
    assert_eq!(world.claimed(id, "alive", 5).await.len(), 1);
    assert_eq!(world.claimed_at(id, "alive", 5, LEASE.num_milliseconds()).await.len(), 3);
    // What is let go is free at once.
    world.delivery_log.release("alive", at(1)).await.unwrap();
    assert_eq!(world.claimed(id, "other", 5).await.len(), 3);
}

async fn only_claimed_rows_are_marked_and_each_once(world: World) {
    let id = world.laid_down(5).await;
    let mine = world.claimed(id, "me", 3).await;
    let theirs = world.claimed(id, "they", 2).await;
    let mark = [&mine[..], &theirs].concat();
    let wanted = RecordAndMark { mark, ..turn(id, "me", 0) };
    let turned = world.turned(wanted.clone()).await;
    let marked: Vec<_> = turned.marked.iter().map(|marked| marked.log).collect();
    assert_eq!((marked, turned.status), (mine, BroadcastStatus::Sending));
    assert_eq!(turned.marked[0].recipient.chat.telegram_id().0, 1000);
    assert_eq!(world.turned(wanted).await.marked, [], "marked before");
    assert_eq!(world.rows(id).await, rows(&[("pending", 2), ("sending", 3)]));
    // One worker, twenty times at once: each row goes out once.
    let racing = RecordAndMark { mark: theirs, ..turn(id, "they", 0) };
    let turns = world
        .race_same(&racing, |world, turn| async move {
            world.delivery_log.turn(turn).await.map(|turned| turned.marked.len())
        })
        .await;
    let marked: usize = turns.into_iter().map(Result::unwrap_or_default).sum();
    assert_eq!(marked, 2);
}

async fn who_is_gone_meanwhile_is_skipped(world: World) {
    let id = world.laid_down(5).await;
    let mark = world.claimed(id, "me", 5).await;
    for (column, telegram_id) in [
        ("is_blocked = 1", 1000),
        ("is_opted_out = 1", 1001),
        ("anonymized_at = created_at", 1002),
        ("marketing_consent_at = created_at", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let turn = RecordAndMark { mark, needs_consent: true, ..turn(id, "me", 0) };
    let marked = world.turned(turn).await.marked;
    assert_eq!((marked.len(), marked[0].recipient.chat.telegram_id().0), (1, 1003));
    assert_eq!(world.rows(id).await, rows(&[("sending", 1), ("skipped", 4)]));
    let reasons = "SELECT skip_reason FROM broadcast_logs WHERE status = 'skipped' ORDER BY 1";
    let expected = ["anonymized", "blocked", "no_consent", "opted_out"];
    assert_eq!(world.texts(reasons).await, expected);
}

async fn a_held_broadcast_marks_nobody(world: World) {
    let id = world.laid_down(4).await;
    let mark = world.claimed(id, "me", 4).await;
    world.moved(id, BroadcastMove::Pause).await;
    let wanted = RecordAndMark { mark, ..turn(id, "me", 0) };
    let turned = world.turned(wanted.clone()).await;
    assert_eq!((turned.marked.len(), turned.status), (0, BroadcastStatus::Paused));
    world.moved(id, BroadcastMove::Resume).await;
    assert_eq!(world.turned(wanted).await.marked.len(), 4);
}

impl World {
    async fn unmark(&self, id: BroadcastId, rows: &[BroadcastLogId], millis: i64) {
        let (claim_id, rows) = ("me".to_owned(), rows.to_vec());
        let command = UnmarkRecipients { id, claim_id, rows, now: at(millis) };
        self.delivery_log.unmark(command).await.unwrap();
    }
}

async fn a_mark_that_may_have_been_lost_is_taken_back(world: World) {
    let id = world.laid_down(6).await;
    // Two are on their way, one of them arrived; then a turn marks two more, and its answer is lost.
    let on_their_way = world.marked(id, "me", 2).await;
    world.recorded(id, "me", vec![sent(&on_their_way[0])]).await;
    let mark = world.claimed(id, "me", 2).await;
    let lost = RecordAndMark { mark: mark.clone(), ..turn(id, "me", 0) };
    assert_eq!(world.turned(lost).await.marked.len(), 2);
    let others = world.marked(id, "other", 1).await;
    let wanted = [mark, vec![on_their_way[0].log, others[0].log]].concat();
    for _ in 0..2 {
        // Asked for twice, since this answer may be lost as well.
        world.unmark(id, &wanted, 0).await;
        let expected = [("pending", 3), ("sending", 2), ("success", 1)];
        assert_eq!(world.rows(id).await, rows(&expected));
    }
    let free = world.claimed(id, "third", 9).await;
    assert_eq!(free.len(), 3, "anybody may take them at once");
    // Somebody else's by now: they are left alone.
    world.unmark(id, &wanted, 0).await;
    assert_eq!(world.claimed(id, "fourth", 9).await, []);
    // A turn that was not committed: the rows are only let go.
    world.delivery_log.release("third", at(0)).await.unwrap();
    let mine = world.claimed(id, "me", 1).await;
    world.unmark(id, &mine, 0).await;
    assert_eq!(world.claimed(id, "fourth", 9).await.len(), 3);
}

async fn of_a_lost_mark_that_was_given_up_nothing_stays_behind(world: World) {
    let (id, marked) = world.under_way(2).await;
    let delivery_log = &world.delivery_log;
    assert_eq!(delivery_log.expire(at(30_000)).await.unwrap(), 2);
    world.unmark(id, &[marked[0].log], 30_000).await;
    assert_eq!(world.rows(id).await, rows(&[("pending", 1), ("uncertain", 1)]));
    let attempts = "SELECT MAX(attempts) FROM broadcast_logs WHERE status = 'pending'";
    assert_eq!(world.number(attempts).await, 0);
    let again = world.marked(id, "other", 9).await;
    world.recorded(id, "other", again.iter().map(sent).collect()).await;
    assert!(delivery_log.finish(id, at(40_000)).await.unwrap());
    // Ended: a row that became pending now would never be sent.
    world.unmark(id, &[marked[1].log], 50_000).await;
    assert_eq!(world.rows(id).await, rows(&[("success", 1), ("uncertain", 1)]));
}
