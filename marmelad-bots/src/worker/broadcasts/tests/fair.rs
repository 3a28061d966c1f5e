//! Broadcasts without a rate of their own share the concurrency slots of a process.

use super::telegram::Telegram;
use super::*;

#[tokio::test]
async fn the_second_of_two_broadcasts_does_not_wait_for_the_end_of_the_first() {
    let book = Book::of(&[(1, 1..401), (2, 1001..1401)]);
    let mut scene = Scene::new(book.clone());
    scene.messenger = Arc::new(Telegram { takes: Duration::from_millis(5), ..Telegram::default() });
    let shared = scene.shared();
    let working = working(&shared);
    while book.status(1) != BroadcastStatus::Sent || book.status(2) != BroadcastStatus::Sent {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    shared.stop.cancel();
    working.await.unwrap();
    let got_it = book.got_it();
    assert_eq!(got_it.len(), 800);
    let of_second = |row: &&i64| **row > 1000;
    for half in [&got_it[..400], &got_it[100..300]] {
        let share = half.iter().filter(of_second).count() * 100 / half.len();
        assert!((30..=70).contains(&share), "{share} % of the slots");
    }
}

#[tokio::test]
async fn one_that_is_done_ends_while_another_has_all_slots() {
    let book = Book::of(&[(1, 1..100), (2, 1001..1001)]);
    book.set(2, BroadcastStatus::Paused);
    let mut scene = Scene::new(book.clone());
    let telegram = Telegram::default();
    telegram.hang.lock().unwrap().extend(1..100);
    scene.messenger = Arc::new(telegram);
    let shared = patient(scene.shared());
    let working = working(&shared);
    while book.pages().marked.len() < IN_FLIGHT {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    book.set(2, BroadcastStatus::Sending);
    while book.status(2) != BroadcastStatus::Sent {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(book.pages().marked.len(), IN_FLIGHT, "none came back");
    working.abort();
}

#[tokio::test]
async fn quiet_hours_keep_no_broadcast_from_its_end() {
    let book = Book::of(&[(1, 1..1)]);
    let at_night = broadcast_to(1, 0);
    let terms = BroadcastTerms { ignore_quiet_hours: false, ..at_night.terms.clone() };
    let at_night = Broadcast { terms, ..at_night };
    let shared = Scene::new(book.clone()).shared();
    book.pages().broadcasts.insert(1, at_night.clone());
    Run::new(shared, at_night, CancellationToken::new()).work().await;
    assert_eq!(book.status(1), BroadcastStatus::Sent);
}
