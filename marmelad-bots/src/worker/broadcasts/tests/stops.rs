//! A broadcast is paused, resumed and given up while its messages are being sent.

use marmelad_core::broadcasts::{DeliveryLog, SendOutcome};
use marmelad_core::delivery::Reservation;
use marmelad_core::kernel::BroadcastLogId;

use super::super::sending::{Done, Sending};
use super::telegram::Telegram;
use super::*;

/// A limiter that lets nothing go, on a clock that stands still.
fn closed_limiter() -> MockRateLimiter {
    let mut limiter = MockRateLimiter::new();
    limiter.expect_reserve().returning(|_, _, now| {
        let soon = now + chrono::Duration::milliseconds(900);
        Reservation::RetryAt(soon)
    });
    limiter
}

fn is_put_off(outcome: &SendOutcome) -> bool {
    matches!(outcome, SendOutcome::Retry { counts: false, .. })
}

#[tokio::test]
async fn pausing_reaches_messages_that_wait_in_the_send_queue() {
    let book = Book::of(&[(1, 1..5)]);
    let mut scene = Scene::new(book.clone());
    (scene.per_second, scene.limiter) = (25, closed_limiter());
    let working = tokio::spawn(run(&patient(scene.shared()), 4).work());
    while book.pages().marked.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    book.set(1, BroadcastStatus::Paused);
    // Otherwise this would take an hour.
    working.await.unwrap();
    let pages = book.pages();
    assert!(!pages.outcomes.is_empty());
    assert!(pages.outcomes.iter().all(|(_, outcome)| is_put_off(outcome)));
}

#[tokio::test]
async fn resuming_waits_for_no_message_of_before() {
    let book = Book::of(&[(1, 1..3)]);
    let mut scene = Scene::new(book.clone());
    let telegram = Telegram::default();
    telegram.hang.lock().unwrap().insert(1);
    scene.messenger = Arc::new(telegram.clone());
    let shared = patient(scene.shared());
    let working = working(&shared);
    let until = async |row: i64| {
        while !book.got_it().contains(&row) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    until(2).await;
    book.set(1, BroadcastStatus::Paused);
    while !book.pages().released {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    {
        let mut pages = book.pages();
        pages.broadcasts.get_mut(&1).unwrap().audience_total = 3;
        pages.pending.get_mut(&1).unwrap().push_back(3);
    }
    book.set(1, BroadcastStatus::Sending);
    until(3).await;
    assert_eq!(book.got_it(), [2, 3], "the first still hangs");
    telegram.answer.notify_one();
    until(1).await;
    shared.stop.cancel();
    working.await.unwrap();
    assert_eq!(book.pages().claim_ids.len(), 2, "a run before, and one after");
}

fn sending(shared: &Shared) -> Sending {
    Sending {
        shared: shared.clone(),
        stop: shared.stop.child_token(),
        content: prepared(),
        carries_bytes: false,
    }
}

/// The first row, marked, and how its message ended.
async fn sent(book: &Book, shared: &Shared) -> Done {
    let mut run = run(shared, 1);
    run.claim().await.unwrap();
    let turn = marmelad_core::broadcasts::RecordAndMark {
        id: BroadcastId(1),
        claim_id: run.claim_id.clone(),
        results: Vec::new(),
        mark: vec![BroadcastLogId(1)],
        codes: Vec::new(),
        needs_consent: false,
        zone: chrono_tz::UTC,
        now: DateTime::UNIX_EPOCH,
        lease_until: DateTime::UNIX_EPOCH,
    };
    let marked = book.turn(turn).await.unwrap().marked.remove(0);
    let slot = run.slots.take().unwrap();
    sending(shared).send(marked, slot, None).await
}

/// Telegram must not be asked: the mock knows no call.
fn silent(scene: &mut Scene) {
    scene.messenger = Arc::new(MockMessenger::new());
    scene.per_second = 25;
}

#[tokio::test]
async fn nothing_is_sent_after_a_stop() {
    let book = Book::of(&[(1, 1..2)]);
    let mut scene = Scene::new(book.clone());
    silent(&mut scene);
    let stop = CancellationToken::new();
    let mut limiter = MockRateLimiter::new();
    let told = stop.clone();
    // The message may be sent at the very moment at which the process is told to stop.
    limiter.expect_reserve().returning(move |_, _, now| {
        told.cancel();
        Reservation::SendAt(now)
    });
    limiter.expect_admit().returning(|_, _, _, _| Ok(()));
    scene.limiter = limiter;
    let shared = Shared { stop, ..scene.shared() };
    let done = sent(&book, &shared).await;
    assert!(is_put_off(&done.result.outcome), "{:?}", done.result);
}

#[tokio::test]
async fn nothing_is_sent_when_the_row_may_be_given_up() {
    let book = Book::of(&[(1, 1..2)]);
    let mut scene = Scene::new(book.clone());
    silent(&mut scene);
    let (mut limiter, clock) = (MockRateLimiter::new(), scene.clock.clone());
    // The process stood still while the message waited.
    limiter.expect_reserve().returning(move |_, _, now| {
        clock.forward(16);
        Reservation::SendAt(now)
    });
    limiter.expect_admit().returning(|_, _, _, _| Ok(()));
    scene.limiter = limiter;
    let shared = scene.shared();
    let done = sent(&book, &shared).await;
    assert!(is_put_off(&done.result.outcome), "{:?}", done.result);
}
