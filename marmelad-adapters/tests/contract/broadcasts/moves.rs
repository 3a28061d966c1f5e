//! Broadcasts move on, by people and by themselves.

use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    BroadcastMove, BroadcastStatus, BroadcastTerms, ChangeBroadcastOutcome, Excluded,
    MoveBroadcast, StopBroadcast, StopReason,
};

use super::{movement, plain};
use crate::world::{World, at};

contract!(
    every_move_is_made_once_and_audited,
    a_broadcast_stops_by_itself_once_and_tells_of_it,
    those_due_are_found,
    one_put_off_does_not_begin_at_the_old_time,
);

async fn every_move_is_made_once_and_audited(world: World) {
    let draft = world.draft(plain("Один раз")).await;
    let id = draft.id;
    let starts = world
        .race(move |store, _| async move {
            let command = MoveBroadcast {
                excluded: Some(Excluded { blocked: 3, ..Excluded::default() }),
                ..movement(id, BroadcastMove::Start)
            };
            store.broadcasts.advance(command).await.unwrap()
        })
        .await;
    let begun =
        starts.iter().filter(|outcome| matches!(outcome, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(begun.count(), 1);
    let audited = "SELECT COUNT(*) FROM audit_logs WHERE action = 'start_broadcast'";
    assert_eq!(world.number(audited).await, 1);
    let paused = world.moved(id, BroadcastMove::Pause).await;
    assert_eq!((paused.excluded.blocked, paused.started_at), (3, Some(at(2000))));
    world.moved(id, BroadcastMove::Resume).await;
    let canceled = world.moved(id, BroadcastMove::Cancel).await;
    assert_eq!(canceled.finished_at, Some(at(2000)));
    let late = world.store.broadcasts.advance(movement(id, BroadcastMove::Resume)).await.unwrap();
    assert_eq!(late, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Canceled));
    let payload =
        world.texts("SELECT payload FROM audit_logs WHERE action = 'cancel_broadcast'").await;
    assert!(payload[0].contains("sending") && payload[0].contains("canceled"), "{payload:?}");
}

async fn a_broadcast_stops_by_itself_once_and_tells_of_it(world: World) {
    world.owner(900).await;
    let draft = world.draft(BroadcastTerms { scheduled_at: Some(at(0)), ..plain("Поздно") }).await;
    let id = draft.id;
    world.moved(id, BroadcastMove::Schedule).await;
    let stops = world
        .race(move |store, _| async move {
            let command = StopBroadcast {
                id,
                from: BroadcastStatus::Scheduled,
                due_at: Some(at(0)),
                reason: StopReason { code: StopCode::LateStart, message: "too late".into() },
                now: at(3000),
            };
            store.broadcasts.stop(command).await.unwrap()
        })
        .await;
    let made = stops.iter().filter(|outcome| matches!(outcome, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(made.count(), 1);
    let held = world.store.broadcasts.find(id).await.unwrap().unwrap();
    assert_eq!(held.status, BroadcastStatus::Paused);
    assert_eq!(held.stop.unwrap().code, StopCode::LateStart);
    assert_eq!(world.number("SELECT COUNT(*) FROM notifications WHERE kind = 'alert'").await, 1);
}

async fn those_due_are_found(world: World) {
    let at_minute = |minute: i64| BroadcastTerms {
        scheduled_at: Some(at(minute * 60_000)),
        ..plain("По расписанию")
    };
    for minute in [1, 2] {
        let draft = world.draft(at_minute(minute)).await;
        world.moved(draft.id, BroadcastMove::Schedule).await;
    }
    world.draft(at_minute(1)).await;
    let due =
        async |minute: i64| world.store.broadcasts.due(at(minute * 60_000)).await.unwrap().len();
    assert_eq!((due(0).await, due(1).await, due(2).await), (0, 1, 2));
}

async fn one_put_off_does_not_begin_at_the_old_time(world: World) {
    let draft =
        world.draft(BroadcastTerms { scheduled_at: Some(at(1000)), ..plain("Отложена") }).await;
    let id = draft.id;
    world.moved(id, BroadcastMove::Schedule).await;
    let start =
        |due_at| MoveBroadcast { due_at: Some(at(due_at)), ..movement(id, BroadcastMove::Start) };
    let later =
        MoveBroadcast { scheduled_at: Some(at(90_000)), ..movement(id, BroadcastMove::Schedule) };
    let repo = &world.store.broadcasts;
    // While its start is looked at, somebody gives it another time.
    let put_off = repo.advance(later).await.unwrap();
    assert!(matches!(put_off, ChangeBroadcastOutcome::Changed(_)));
    let wrong = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Scheduled);
    assert_eq!(repo.advance(start(1000)).await.unwrap(), wrong);
    let stop = StopBroadcast {
        id,
        from: BroadcastStatus::Scheduled,
        due_at: Some(at(1000)),
        reason: StopReason { code: StopCode::LateStart, message: "too late".into() },
        now: at(3000),
    };
    assert_eq!(repo.stop(stop).await.unwrap(), wrong);
    let begun = repo.advance(start(90_000)).await.unwrap();
    assert!(matches!(begun, ChangeBroadcastOutcome::Changed(_)));
}
