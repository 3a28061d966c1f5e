//! A broadcast is held, gone on with and given up while its messages are on their way.

use marmelad_core::broadcasts::{BroadcastLedger, SendOutcome};
use marmelad_core::kernel::BroadcastLogId;

use super::super::sending::{Ahead, Done, Sending};
use super::telegram::Telegram;
use super::*;

/// Nobody may send for the next half hour, on a clock that stands still.
fn stingy() -> MockSendBudget {
    let mut budget = MockSendBudget::new();
    budget.expect_take().returning(|_, _, _, now| {
        let later = now + chrono::Duration::minutes(30);
        Ok(BudgetGrant::not_before(later))
    });
    budget
}

fn is_put_off(outcome: &SendOutcome) -> bool {
    matches!(outcome, SendOutcome::Retry { counts: false, .. })
}

#[tokio::test]
async fn holding_it_reaches_messages_that_wait_for_their_turn() {
    let book = Book::of(&[(1, 1..5)]);
    let mut scene = Scene::new(book.clone());
    (scene.per_second, scene.budget) = (25, stingy());
    let working = tokio::spawn(run(&patient(scene.shared()), 4).work());
    while book.pages().marked.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    book.set(1, BroadcastStatus::Paused);
    // Otherwise this would take half an hour.
    working.await.unwrap();
    let pages = book.pages();
    assert!(!pages.outcomes.is_empty());
    assert!(
        pages
            .outcomes
            .iter()
            .all(|(_, outcome)| is_put_off(outcome))
    );
}

#[tokio::test]
async fn going_on_waits_for_no_message_of_before() {
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
    assert_eq!(
        book.pages().claim_ids.len(),
        2,
        "a run before, and one after"
    );
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
    let turn = marmelad_core::broadcasts::LedgerTurn {
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
    let place = run.share.take().unwrap();
    let sending = sending(shared);
    sending.send(marked, place, Ahead::default().join()).await
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
    let mut budget = MockSendBudget::new();
    let told = stop.clone();
    // The turn comes at the very moment at which the process is told to stop.
    budget.expect_take().returning(move |_, wanted, _, _| {
        told.cancel();
        Ok(BudgetGrant::all(wanted))
    });
    scene.budget = budget;
    let shared = Shared {
        stop,
        ..scene.shared()
    };
    let done = sent(&book, &shared).await;
    assert!(is_put_off(&done.result.outcome), "{:?}", done.result);
}

#[tokio::test]
async fn nothing_is_sent_when_the_row_may_be_given_up() {
    let book = Book::of(&[(1, 1..2)]);
    let mut scene = Scene::new(book.clone());
    silent(&mut scene);
    let (mut budget, clock) = (MockSendBudget::new(), scene.clock.clone());
    // The process stood still while it waited for its turn.
    budget.expect_take().returning(move |_, wanted, _, _| {
        clock.forward(16);
        Ok(BudgetGrant::all(wanted))
    });
    scene.budget = budget;
    let shared = scene.shared();
    let done = sent(&book, &shared).await;
    assert!(is_put_off(&done.result.outcome), "{:?}", done.result);
}
