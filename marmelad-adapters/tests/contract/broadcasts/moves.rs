//! Broadcasts move on, by people and by themselves.

use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    BroadcastMove, BroadcastStatus, ChangeBroadcastOutcome, Excluded, MoveBroadcast, StopBroadcast,
    StopReason,
};
use marmelad_core::kernel::BroadcastId;

use super::{movement, plain, planned_for};
use crate::world::{World, at};

contract!(
    every_move_is_made_once_and_audited,
    a_broadcast_stops_by_itself_once_and_tells_of_it,
    those_due_are_found,
    one_put_off_does_not_begin_at_the_old_time,
);

/// It was due long ago.
fn too_late(id: BroadcastId, due_at: i64) -> StopBroadcast {
    StopBroadcast {
        id,
        from: BroadcastStatus::Scheduled,
        due_at: Some(at(due_at)),
        reason: StopReason { code: StopCode::LateStart, message: "too late".into() },
        now: at(3000),
    }
}

async fn every_move_is_made_once_and_audited(world: World) {
    let id = world.draft(plain("Один раз")).await.id;
    let starts = world
        .race(move |world, _| async move {
            let excluded = Some(Excluded { blocked: 3, ..Excluded::default() });
            let start = MoveBroadcast { excluded, ..movement(id, BroadcastMove::Start) };
            world.broadcasts.advance(start).await.unwrap()
        })
        .await;
    assert_eq!(matching!(starts, ChangeBroadcastOutcome::Changed(_)), 1);
    assert_eq!(world.audited("start_broadcast").await, 1);
    let paused = world.moved(id, BroadcastMove::Pause).await;
    assert_eq!((paused.excluded.blocked, paused.started_at), (3, Some(at(2000))));
    world.moved(id, BroadcastMove::Resume).await;
    let canceled = world.moved(id, BroadcastMove::Cancel).await;
    assert_eq!(canceled.finished_at, Some(at(2000)));
    let payload = world.last_audit().await.row.payload.to_string();
    assert!(payload.contains("sending") && payload.contains("canceled"), "{payload}");
    let late = world.advance(movement(id, BroadcastMove::Resume)).await;
    assert_eq!(late, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Canceled));
}

async fn a_broadcast_stops_by_itself_once_and_tells_of_it(world: World) {
    world.owner(900).await;
    let id = world.draft(planned_for(0)).await.id;
    world.moved(id, BroadcastMove::Schedule).await;
    let stops = world
        .race(move |world, _| async move { world.broadcasts.stop(too_late(id, 0)).await.unwrap() })
        .await;
    assert_eq!(matching!(stops, ChangeBroadcastOutcome::Changed(_)), 1);
    let held = world.now(id).await;
    assert_eq!(held.status, BroadcastStatus::Paused);
    assert_eq!(held.stop.unwrap().code, StopCode::LateStart);
    assert_eq!(world.count("notifications WHERE kind = 'alert'").await, 1);
}

async fn those_due_are_found(world: World) {
    for millis in [1000, 2000] {
        let draft = world.draft(planned_for(millis)).await;
        world.moved(draft.id, BroadcastMove::Schedule).await;
    }
    world.draft(planned_for(1000)).await;
    let due = async |millis| world.broadcasts.due(at(millis)).await.unwrap().len();
    assert_eq!((due(0).await, due(1000).await, due(2000).await), (0, 1, 2));
}

async fn one_put_off_does_not_begin_at_the_old_time(world: World) {
    let id = world.draft(planned_for(1000)).await.id;
    world.moved(id, BroadcastMove::Schedule).await;
    let start =
        |due_at| MoveBroadcast { due_at: Some(at(due_at)), ..movement(id, BroadcastMove::Start) };
    // While its start is looked at, somebody gives it another time.
    let scheduled_at = Some(at(90_000));
    let later = MoveBroadcast { scheduled_at, ..movement(id, BroadcastMove::Schedule) };
    assert!(matches!(world.advance(later).await, ChangeBroadcastOutcome::Changed(_)));
    let wrong = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Scheduled);
    assert_eq!(world.advance(start(1000)).await, wrong);
    assert_eq!(world.broadcasts.stop(too_late(id, 1000)).await.unwrap(), wrong);
    assert!(matches!(world.advance(start(90_000)).await, ChangeBroadcastOutcome::Changed(_)));
}
