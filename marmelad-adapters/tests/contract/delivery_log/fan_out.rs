//! Fan-out: the recipients' rows.

use marmelad_core::broadcasts::{Audience, BroadcastMove, BroadcastTerms};
use serde_json::json;

use super::rows;
use crate::broadcasts::{plain, started};
use crate::world::World;

contract!(
    a_segment_that_is_edited_meanwhile_changes_nothing,
    recipients_are_laid_down_in_portions_by_any_number_of_workers,
    who_cannot_get_it_is_left_out,
);

async fn recipients_are_laid_down_in_portions_by_any_number_of_workers(world: World) {
    world.clients(25).await;
    let id = started(&world).await.id;
    assert!(!world.fan_out(id, 10).await);
    assert_eq!(world.now(id).await.audience_total, 10);
    world.race(move |world, _| async move { while !world.fan_out(id, 4).await {} }).await;
    let now = world.now(id).await;
    assert_eq!((now.audience_total, now.is_fanned_out), (25, true));
    assert_eq!(world.rows(id).await, rows(&[("pending", 25)]));
    let users = "SELECT COUNT(DISTINCT user_id) FROM broadcast_logs";
    assert_eq!(world.number(users).await, 25);
}

async fn who_cannot_get_it_is_left_out(world: World) {
    let users = world.clients(6).await;
    let changes =
        ["is_blocked = 1", "is_opted_out = 1", "is_test = 1", "anonymized_at = created_at"];
    for (user, change) in users.iter().zip(changes) {
        world.set(&format!("users SET {change}"), user).await;
    }
    let id = world.fanned_out(&started(&world).await).await;
    let reached = world.raw.ints("SELECT user_id FROM broadcast_logs ORDER BY user_id").await;
    assert_eq!(reached, [users[4].0, users[5].0]);
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
    let audience = Audience { segment_id: Some(segment), ..Audience::default() };
    let id = world.draft(BroadcastTerms { audience, ..plain("Женщинам") }).await.id;
    world.moved(id, BroadcastMove::Start).await;
    assert!(!world.fan_out(id, 2).await);
    let men = r#"UPDATE segments SET filter = '{"field":"gender","op":"eq","value":"male"}'"#;
    world.execute(men).await;
    while !world.fan_out(id, 2).await {}
    assert_eq!(world.rows(id).await, rows(&[("pending", 4)]));
}
