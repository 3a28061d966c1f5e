//! Recipients are laid down.

use marmelad_core::broadcasts::{Audience, Broadcast, BroadcastMove, BroadcastTerms, FanOut};
use marmelad_core::kernel::SegmentId;
use serde_json::json;

use super::rows;
use crate::broadcasts::{plain, started};
use crate::world::{World, ZONE, at};

contract!(
    a_segment_that_is_edited_meanwhile_changes_nothing,
    recipients_are_laid_down_in_portions_by_any_number_of_workers,
    who_cannot_get_it_is_left_out,
);

async fn recipients_are_laid_down_in_portions_by_any_number_of_workers(world: World) {
    world.clients(25).await;
    let broadcast = started(&world).await;
    assert!(!world.fan_out(broadcast.id, 10).await);
    assert_eq!(world.now(broadcast.id).await.audience_total, 10);
    let id = broadcast.id;
    world
        .race(move |store, _| async move {
            let command = FanOut { id, limit: 4, needs_consent: false, zone: ZONE, now: at(0) };
            while !store.delivery_log.fan_out(command.clone()).await.unwrap() {}
        })
        .await;
    let now = world.now(id).await;
    assert_eq!((now.audience_total, now.is_fanned_out), (25, true));
    assert_eq!(world.rows(id).await, rows(&[("pending", 25)]));
    let users = "SELECT COUNT(DISTINCT user_id) FROM broadcast_logs";
    assert_eq!(world.number(users).await, 25);
}

async fn who_cannot_get_it_is_left_out(world: World) {
    world.clients(6).await;
    let set = async |column: &str, telegram_id: i64| {
        world
            .execute(&format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}"))
            .await;
    };
    set("is_blocked = 1", 1000).await;
    set("is_opted_out = 1", 1001).await;
    set("is_test = 1", 1002).await;
    set("anonymized_at = '2026-01-01 00:00:00'", 1003).await;
    let id = world.fanned_out(&started(&world).await).await;
    let reached = "SELECT u.telegram_id FROM broadcast_logs l JOIN users u ON u.id = l.user_id ORDER BY u.id LIMIT 1";
    assert_eq!(world.number(reached).await, 1004);
    assert_eq!(world.rows(id).await, rows(&[("pending", 2)]));
    // Whoever comes after the start is not meant.
    world.user(2000).await;
    assert_eq!(world.now(id).await.audience_total, 2);
}

async fn a_segment_that_is_edited_meanwhile_changes_nothing(world: World) {
    world.clients(6).await;
    let women = json!({"field": "gender", "op": "eq", "value": "female"});
    let segment = world.segment_of("Женщины", &women).await;
    world.execute("UPDATE users SET gender = 'female' WHERE telegram_id < 1004").await;
    let id = to_segment(&world, segment).await.id;
    assert!(!world.fan_out(id, 2).await);
    world
        .execute(r#"UPDATE segments SET filter = '{"field":"gender","op":"eq","value":"male"}'"#)
        .await;
    while !world.fan_out(id, 2).await {}
    assert_eq!(world.rows(id).await, rows(&[("pending", 4)]));
}

async fn to_segment(world: &World, segment: SegmentId) -> Broadcast {
    let terms = BroadcastTerms {
        audience: Audience { segment_id: Some(segment), ..Audience::default() },
        ..plain("Женщинам")
    };
    let draft = world.draft(terms).await;
    world.moved(draft.id, BroadcastMove::Start).await
}
