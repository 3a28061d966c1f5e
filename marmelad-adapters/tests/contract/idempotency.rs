//! Requests that act once however often they arrive.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::AdminId;
use marmelad_core::sessions::{KeptAnswer, KeyState, KeyedRequest};

use crate::world::{World, at};

contract!(
    of_twenty_at_once_one_begins,
    an_answer_is_given_again_for_a_day_and_another_body_is_refused,
    whoever_died_gives_way_to_one_of_twenty,
    a_holder_that_comes_late_keeps_nothing,
    after_a_fault_the_same_act_begins_anew,
    what_was_asked_to_come_again_is_another_act,
    admins_and_places_do_not_mix,
    a_long_answer_is_kept_whole,
);

pub(crate) fn request(admin: AdminId, holder: &str, now: DateTime<Utc>) -> KeyedRequest {
    KeyedRequest {
        admin_id: admin,
        scope: "POST /api/v1/orders".into(),
        key: "Receipt-1".into(),
        body_hash: "one".into(),
        holder: holder.into(),
        now,
        lease_until: now + Duration::seconds(30),
        expires_at: now + Duration::hours(24),
    }
}

pub(crate) fn answer(body: &str) -> KeptAnswer {
    let headers = vec![("location".into(), "/api/v1/orders/1".into())];
    KeptAnswer { status: 201, headers, body: body.into() }
}

fn begun(operation_key: &str) -> KeyState {
    KeyState::Begun { operation_key: operation_key.into() }
}

impl World {
    async fn begin(&self, request: KeyedRequest) -> KeyState {
        self.idempotency.begin(request).await.unwrap()
    }

    /// An admin whose request `holder` began at `at(0)`.
    async fn begun_by(&self, holder: &str) -> AdminId {
        let admin = self.owner(1).await.id;
        assert_eq!(self.begin(request(admin, holder, at(0))).await, begun(holder));
        admin
    }

    async fn begin_twenty(&self, admin: AdminId, now: DateTime<Utc>) -> Vec<KeyState> {
        self.race(move |world, number| async move {
            world.begin(request(admin, &format!("holder {number}"), now)).await
        })
        .await
    }
}

async fn of_twenty_at_once_one_begins(world: World) {
    let admin = world.owner(1).await.id;
    let states = world.begin_twenty(admin, at(0)).await;
    assert_eq!(matching!(states, KeyState::Begun { .. }), 1);
    assert_eq!(matching!(states, KeyState::Running), 19);
    assert_eq!(world.count("idempotency_keys").await, 1);
}

async fn an_answer_is_given_again_for_a_day_and_another_body_is_refused(world: World) {
    let admin = world.begun_by("a").await;
    let other = |now| KeyedRequest { body_hash: "two".into(), ..request(admin, "c", now) };
    assert_eq!(world.begin(other(at(0))).await, KeyState::OtherBody);
    world.idempotency.keep("a", answer("{}"), at(1)).await.unwrap();
    // Long after the lease, and as often as it comes.
    for millis in [1, 60_000, 86_399_999] {
        let state = world.begin(request(admin, "b", at(millis))).await;
        assert_eq!(state, KeyState::Answered(answer("{}")));
        assert_eq!(world.begin(other(at(millis))).await, KeyState::OtherBody);
    }
    let next_day = at(86_400_000);
    assert_eq!(world.begin(other(next_day)).await, begun("c"), "another act");
    assert_eq!(world.begin(request(admin, "b", next_day)).await, KeyState::OtherBody);
}

async fn whoever_died_gives_way_to_one_of_twenty(world: World) {
    let admin = world.begun_by("dead").await;
    let early = world.begin(request(admin, "early", at(29_999))).await;
    assert_eq!(early, KeyState::Running);
    let mut states = world.begin_twenty(admin, at(30_000)).await;
    states.retain(|state| *state != KeyState::Running);
    assert_eq!(states, [begun("dead")], "one, and the act is the same");
}

async fn a_holder_that_comes_late_keeps_nothing(world: World) {
    let admin = world.begun_by("late").await;
    world.begin(request(admin, "next", at(30_000))).await;
    let keys = &world.idempotency;
    keys.keep("late", answer("late"), at(30_001)).await.unwrap();
    keys.let_go("late", at(30_001)).await.unwrap();
    keys.forget("late").await.unwrap();
    let state = world.begin(request(admin, "other", at(30_002))).await;
    assert_eq!(state, KeyState::Running);
    keys.keep("next", answer("next"), at(30_003)).await.unwrap();
    keys.keep("next", answer("twice"), at(30_003)).await.unwrap();
    let state = world.begin(request(admin, "other", at(30_004))).await;
    assert_eq!(state, KeyState::Answered(answer("next")));
}

async fn after_a_fault_the_same_act_begins_anew(world: World) {
    let admin = world.begun_by("a").await;
    world.idempotency.let_go("a", at(1)).await.unwrap();
    let other = KeyedRequest { body_hash: "two".into(), ..request(admin, "c", at(1)) };
    assert_eq!(world.begin(other).await, KeyState::OtherBody);
    assert_eq!(world.begin(request(admin, "b", at(1))).await, begun("a"));
    assert_eq!(world.begin(request(admin, "c", at(1))).await, KeyState::Running);
}

async fn what_was_asked_to_come_again_is_another_act(world: World) {
    let admin = world.begun_by("a").await;
    let keys = &world.idempotency;
    keys.forget("a").await.unwrap();
    assert_eq!(world.begin(request(admin, "b", at(1))).await, begun("b"));
    keys.keep("b", answer("{}"), at(2)).await.unwrap();
    keys.forget("b").await.unwrap();
    let state = world.begin(request(admin, "c", at(3))).await;
    assert_eq!(state, KeyState::Answered(answer("{}")), "what was answered stays");
}

async fn admins_and_places_do_not_mix(world: World) {
    let one = world.begun_by("a").await;
    let two = world.owner(2).await.id;
    let scope = "POST /api/v1/discounts/redeem".to_owned();
    for other in [
        request(two, "b", at(0)),
        KeyedRequest { scope, ..request(one, "c", at(0)) },
        KeyedRequest { key: "receipt-1".into(), ..request(one, "d", at(0)) },
    ] {
        let expected = begun(&other.holder);
        assert_eq!(world.begin(other).await, expected);
    }
}

async fn a_long_answer_is_kept_whole(world: World) {
    let admin = world.begun_by("a").await;
    let long = answer(&"Я".repeat(200_000));
    world.idempotency.keep("a", long.clone(), at(1)).await.unwrap();
    let state = world.begin(request(admin, "b", at(2))).await;
    assert_eq!(state, KeyState::Answered(long));
}
