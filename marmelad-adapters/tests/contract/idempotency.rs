//! Requests that act once however often they arrive.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::AdminId;
use marmelad_core::sessions::{KeptAnswer, KeyState, KeyedRequest};

use crate::world::{World, at};

contract!(
    of_twenty_at_once_one_begins,
    an_answer_is_given_again,
    another_body_is_refused,
    whoever_died_gives_way_to_one_of_twenty,
    a_holder_that_comes_late_keeps_nothing,
    after_a_fault_the_same_act_begins_anew,
    what_was_asked_to_come_again_is_another_act,
    admins_and_places_do_not_mix,
    a_day_later_a_key_means_nothing,
    a_long_answer_is_kept_whole,
);

fn request(admin: AdminId, holder: &str, now: DateTime<Utc>) -> KeyedRequest {
    KeyedRequest {
        admin_id: admin,
        scope: "POST /api/v1/orders".into(),
        key: "Receipt-1".into(),
        body_hash: "one".into(),
        holder: holder.into(),
        now,
        lease_until: now + chrono::Duration::seconds(30),
        expires_at: now + chrono::Duration::hours(24),
    }
}

fn answer(body: &str) -> KeptAnswer {
    KeptAnswer {
        status: 201,
        headers: vec![("location".into(), "/api/v1/orders/1".into())],
        body: body.into(),
    }
}

fn begun(operation_key: &str) -> KeyState {
    KeyState::Begun { operation_key: operation_key.into() }
}

async fn begin(world: &World, request: KeyedRequest) -> KeyState {
    world.store.idempotency.begin(request).await.unwrap()
}

async fn of_twenty_at_once_one_begins(world: World) {
    let admin = world.owner(1).await.id;
    let states = world
        .race(move |store, number| async move {
            let request = request(admin, &format!("holder {number}"), at(0));
            store.idempotency.begin(request).await.unwrap()
        })
        .await;
    let begun = states.iter().filter(|state| matches!(state, KeyState::Begun { .. }));
    assert_eq!(begun.count(), 1);
    let running = states.iter().filter(|state| **state == KeyState::Running);
    assert_eq!(running.count(), 19);
    let rows = "SELECT COUNT(*) FROM idempotency_keys";
    assert_eq!(world.number(rows).await, 1);
}

async fn an_answer_is_given_again(world: World) {
    let admin = world.owner(1).await.id;
    assert_eq!(begin(&world, request(admin, "a", at(0))).await, begun("a"));
    let keys = &world.store.idempotency;
    keys.keep("a", answer("{}"), at(1)).await.unwrap();
    // Long after the lease, and as often as it comes.
    for millis in [1, 60_000, 86_399_999] {
        let state = begin(&world, request(admin, "b", at(millis))).await;
        assert_eq!(state, KeyState::Answered(answer("{}")));
    }
}

async fn another_body_is_refused(world: World) {
    let admin = world.owner(1).await.id;
    let other = KeyedRequest { body_hash: "two".into(), ..request(admin, "b", at(0)) };
    begin(&world, request(admin, "a", at(0))).await;
    assert_eq!(begin(&world, other.clone()).await, KeyState::OtherBody);
    let keys = &world.store.idempotency;
    keys.keep("a", answer("{}"), at(1)).await.unwrap();
    assert_eq!(begin(&world, other).await, KeyState::OtherBody);
}

async fn whoever_died_gives_way_to_one_of_twenty(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "dead", at(0))).await;
    let early = begin(&world, request(admin, "early", at(29_999))).await;
    assert_eq!(early, KeyState::Running);
    let states = world
        .race(move |store, number| async move {
            let request = request(admin, &format!("holder {number}"), at(30_000));
            store.idempotency.begin(request).await.unwrap()
        })
        .await;
    let again: Vec<_> = states.iter().filter(|state| **state != KeyState::Running).collect();
    assert_eq!(again, [&begun("dead")], "one, and the act is the same");
}

async fn a_holder_that_comes_late_keeps_nothing(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "late", at(0))).await;
    begin(&world, request(admin, "next", at(30_000))).await;
    let keys = &world.store.idempotency;
    keys.keep("late", answer("late"), at(30_001)).await.unwrap();
    keys.let_go("late", at(30_001)).await.unwrap();
    keys.forget("late").await.unwrap();
    let state = begin(&world, request(admin, "other", at(30_002))).await;
    assert_eq!(state, KeyState::Running);
    keys.keep("next", answer("next"), at(30_003)).await.unwrap();
    keys.keep("next", answer("twice"), at(30_003)).await.unwrap();
    let state = begin(&world, request(admin, "other", at(30_004))).await;
    assert_eq!(state, KeyState::Answered(answer("next")));
}

async fn after_a_fault_the_same_act_begins_anew(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "a", at(0))).await;
    let keys = &world.store.idempotency;
    keys.let_go("a", at(1)).await.unwrap();
    let other = KeyedRequest { body_hash: "two".into(), ..request(admin, "c", at(1)) };
    assert_eq!(begin(&world, other).await, KeyState::OtherBody);
    assert_eq!(begin(&world, request(admin, "b", at(1))).await, begun("a"));
    let state = begin(&world, request(admin, "c", at(1))).await;
    assert_eq!(state, KeyState::Running);
}

async fn what_was_asked_to_come_again_is_another_act(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "a", at(0))).await;
    let keys = &world.store.idempotency;
    keys.forget("a").await.unwrap();
    assert_eq!(begin(&world, request(admin, "b", at(1))).await, begun("b"));
    keys.keep("b", answer("{}"), at(2)).await.unwrap();
    keys.forget("b").await.unwrap();
    let state = begin(&world, request(admin, "c", at(3))).await;
    assert_eq!(state, KeyState::Answered(answer("{}")), "what was answered stays");
}

async fn admins_and_places_do_not_mix(world: World) {
    let (one, two) = (world.owner(1).await.id, world.owner(2).await.id);
    begin(&world, request(one, "a", at(0))).await;
    assert_eq!(begin(&world, request(two, "b", at(0))).await, begun("b"));
    let elsewhere =
        KeyedRequest { scope: "POST /api/v1/discounts/redeem".into(), ..request(one, "c", at(0)) };
    assert_eq!(begin(&world, elsewhere).await, begun("c"));
    let lower_case = KeyedRequest { key: "receipt-1".into(), ..request(one, "d", at(0)) };
    assert_eq!(begin(&world, lower_case).await, begun("d"));
}

async fn a_day_later_a_key_means_nothing(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "a", at(0))).await;
    let keys = &world.store.idempotency;
    keys.keep("a", answer("{}"), at(1)).await.unwrap();
    let day = 24 * 60 * 60 * 1000;
    let other = KeyedRequest { body_hash: "two".into(), ..request(admin, "b", at(day)) };
    assert_eq!(begin(&world, other).await, begun("b"), "another act");
    let state = begin(&world, request(admin, "c", at(day))).await;
    assert_eq!(state, KeyState::OtherBody);
}

async fn a_long_answer_is_kept_whole(world: World) {
    let admin = world.owner(1).await.id;
    begin(&world, request(admin, "a", at(0))).await;
    let long = answer(&"Я".repeat(200_000));
    let keys = &world.store.idempotency;
    keys.keep("a", long.clone(), at(1)).await.unwrap();
    let state = begin(&world, request(admin, "b", at(2))).await;
    assert_eq!(state, KeyState::Answered(long));
}
