//! How tries ended.

use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{BroadcastMove, BroadcastStatus, RecordAndMark};

use super::{blocked, failed, not_sent, refused, rows, sent, turn, uncertain};
use crate::broadcasts::started;
use crate::world::{World, at};

contract!(
    refusals_of_the_message_take_no_try_away,
    outcomes_and_counters_agree,
    an_answer_that_never_came_is_uncertain_and_one_that_comes_late_is_written,
    a_body_that_is_refused_three_times_in_a_row_stops_the_broadcast,
    a_body_that_is_refused_for_one_alone_fails_for_them,
    it_ends_when_nobody_is_left_and_is_reported_once,
);

async fn outcomes_and_counters_agree(world: World) {
    let (id, marked) = world.under_way(6).await;
    let results = vec![
        sent(&marked[0]),
        blocked(&marked[1]),
        failed(&marked[2]),
        uncertain(&marked[3]),
        not_sent(&marked[4], 60_000),
        sent(&marked[5]),
    ];
    assert_eq!(world.recorded(id, "other", results.clone()).await.marked, []);
    assert_eq!(world.rows(id).await, rows(&[("sending", 6)]), "not theirs to tell");
    for _ in 0..2 {
        // Told twice, since the answer of the database may have been lost.
        world.recorded(id, "me", results.clone()).await;
        let expected =
            [("blocked", 1), ("failed", 1), ("pending", 1), ("success", 2), ("uncertain", 1)];
        assert_eq!(world.rows(id).await, rows(&expected));
    }
    let gone = "SELECT telegram_id FROM users WHERE is_blocked = 1 AND blocked_at IS NOT NULL";
    assert_eq!(world.number(gone).await, 1001);
    let message =
        format!("SELECT telegram_message_id FROM broadcast_logs WHERE id = {}", marked[5].log);
    assert_eq!(world.number(&message).await, marked[5].log.0 + 5000);
    assert_eq!(world.claimed(id, "me", 9).await, [], "it waits");
    assert_eq!(world.claimed_at(id, "me", 9, 60_000).await, [marked[4].log]);
    let attempts = "SELECT MAX(attempts) FROM broadcast_logs WHERE status = 'pending'";
    assert_eq!(world.number(attempts).await, 1);
}

async fn an_answer_that_never_came_is_uncertain_and_one_that_comes_late_is_written(world: World) {
    let id = world.laid_down(3).await;
    let marked = world.marked(id, "me", 2).await;
    assert_eq!(world.delivery_log.expire(at(29_999)).await.unwrap(), 0);
    let expired = world
        .race(|world, _| async move { world.delivery_log.expire(at(30_000)).await.unwrap() })
        .await;
    assert_eq!(expired.into_iter().sum::<u64>(), 2);
    assert_eq!(world.rows(id).await, rows(&[("pending", 1), ("uncertain", 2)]));
    let claimed = world.claimed_at(id, "other", 9, 60_000).await;
    assert_eq!(claimed.len(), 1, "never again by itself");
    // The worker was only slow: what it knows is better than nothing.
    let results = vec![sent(&marked[0]), not_sent(&marked[1], 90_000)];
    world.recorded(id, "me", results).await;
    let expected = [("pending", 1), ("success", 1), ("uncertain", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}

async fn a_body_that_is_refused_three_times_in_a_row_stops_the_broadcast(world: World) {
    world.owner(900).await;
    let id = world.laid_down(9).await;
    let marked = world.marked(id, "me", 4).await;
    let turned = world.recorded(id, "me", marked[..2].iter().map(refused).collect()).await;
    assert_eq!(turned.status, BroadcastStatus::Sending);
    // Over all workers.
    let others = world.marked(id, "other", 2).await;
    let third = RecordAndMark {
        results: vec![refused(&others[0])],
        mark: world.claimed(id, "other", 1).await,
        ..turn(id, "other", 0)
    };
    let turned = world.turned(third).await;
    assert_eq!((turned.marked.len(), turned.status), (0, BroadcastStatus::Error));
    let reason = world.now(id).await.stop.unwrap();
    assert_eq!(reason.code, StopCode::BodyRejected);
    assert!(reason.message.contains("entities"), "{}", reason.message);
    assert_eq!(world.rows(id).await, rows(&[("pending", 6), ("sending", 3)]));
    assert_eq!(world.told("alert").await, 1);
    // What was under way is recorded; then it may go on.
    world.recorded(id, "me", vec![sent(&marked[2]), refused(&marked[3])]).await;
    world.recorded(id, "other", vec![sent(&others[1])]).await;
    assert_eq!(world.rows(id).await, rows(&[("pending", 7), ("success", 2)]));
    world.moved(id, BroadcastMove::Resume).await;
    let resumed = world.now(id).await;
    assert_eq!((resumed.status, resumed.stop), (BroadcastStatus::Sending, None));
}

async fn a_body_that_is_refused_for_one_alone_fails_for_them(world: World) {
    let (id, marked) = world.under_way(4).await;
    let mut odd = marked[0].clone();
    for other in &marked[1..] {
        world.recorded(id, "me", vec![refused(&odd), sent(other)]).await;
        if let Some(again) = world.marked_at(id, "me", 9, 60_000).await.pop() {
            odd = again;
        }
    }
    assert_eq!(world.rows(id).await, rows(&[("failed", 1), ("success", 3)]));
}

async fn it_ends_when_nobody_is_left_and_is_reported_once(world: World) {
    world.clients(2).await;
    world.owner(900).await;
    let broadcast = started(&world).await;
    let id = broadcast.id;
    let finish = async || world.delivery_log.finish(id, at(5000)).await.unwrap();
    assert!(!finish().await, "not laid out");
    world.fanned_out(&broadcast).await;
    assert!(!finish().await, "nobody tried");
    let marked = world.marked(id, "me", 2).await;
    assert!(!finish().await, "two are on their way");
    world.recorded(id, "me", marked.iter().map(sent).collect()).await;
    let ends = world
        .race(move |world, _| async move { world.delivery_log.finish(id, at(5000)).await.unwrap() })
        .await;
    assert_eq!(ends.iter().filter(|ended| **ended).count(), 1);
    let ended = world.now(id).await;
    assert_eq!((ended.status, ended.finished_at), (BroadcastStatus::Sent, Some(at(5000))));
    assert_eq!(world.told("broadcast_report").await, 1);
    assert_eq!(world.delivery_log.running().await.unwrap(), []);
}

/// One that failed twice, and then Telegram refuses the message itself, between others who get it.
async fn refusals_of_the_message_take_no_try_away(world: World) {
    let (id, marked) = world.under_way(4).await;
    let mut one = marked[0].clone();
    let remark = async || world.marked_at(id, "me", 9, 60_000).await.remove(0);
    for _ in 0..2 {
        world.recorded(id, "me", vec![not_sent(&one, 0)]).await;
        one = remark().await;
    }
    for other in &marked[1..3] {
        world.recorded(id, "me", vec![refused(&one), sent(other)]).await;
        one = remark().await;
        assert_eq!(one.attempts, 2, "as many tries as before");
    }
    // Another failed try does not make the refusals more, either.
    world.recorded(id, "me", vec![not_sent(&one, 0)]).await;
    one = remark().await;
    assert_eq!(one.attempts, 3);
    assert_eq!(world.rows(id).await, rows(&[("sending", 2), ("success", 2)]));
    world.recorded(id, "me", vec![refused(&one), sent(&marked[3])]).await;
    assert_eq!(world.rows(id).await, rows(&[("failed", 1), ("success", 3)]));
}
