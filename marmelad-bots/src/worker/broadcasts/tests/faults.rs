//! A database that does not answer, chats that must wait, a file that Telegram does not know any more.

use std::collections::BTreeSet;

use marmelad_core::broadcasts::SendOutcome;
use marmelad_core::delivery::{Reservation, ThrottledBy};

use super::*;

#[tokio::test]
async fn a_mark_whose_answer_was_lost_is_taken_back_and_everybody_gets_it_once() {
    let book = Book::of(&[(1, 1..41)]);
    book.pages().lost_answers = 2;
    run(&Scene::new(book.clone()).shared(), 40).work().await;
    let got_it = book.got_it();
    let different: BTreeSet<_> = got_it.iter().copied().collect();
    assert_eq!((got_it.len(), different.len()), (40, 40));
    let pages = book.pages();
    assert!(!pages.unmarked.is_empty());
    assert_eq!(pages.marked.len(), 0, "nobody is left without an outcome");
    assert_eq!(pages.outcomes.len(), 40, "nothing is uncertain");
}

#[tokio::test]
async fn a_chat_that_must_wait_holds_up_nobody_else() {
    let book = Book::of(&[(1, 1..11)]);
    let mut scene = Scene::new(book.clone());
    scene.per_second = 25;
    let later = DateTime::UNIX_EPOCH + chrono::Duration::minutes(10);
    let mut limiter = MockRateLimiter::new();
    limiter.expect_reserve().returning(|_, _, now| Reservation::SendAt(now));
    limiter.expect_admit().returning(move |_, chat, _, _| match chat.telegram_id().0 {
        1 => Err(ThrottledBy::Chat(later)),
        _ => Ok(()),
    });
    scene.limiter = limiter;
    let shared = scene.shared();
    let stop = shared.stop.clone();
    let working = tokio::spawn(run(&shared, 10).work());
    while book.got_it().len() < 9 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!working.is_finished(), "one is left");
    stop.cancel();
    working.await.unwrap();
    let pages = book.pages();
    let (row, outcome) = &pages.outcomes[0];
    let is_later = matches!(outcome, SendOutcome::Retry { at, counts: false, .. } if *at == later);
    assert!(*row == 1 && is_later, "{:?}", pages.outcomes);
}

#[tokio::test]
async fn two_runs_of_one_broadcast_claim_under_different_names() {
    let book = Book::of(&[(1, 1..5)]);
    let shared = Scene::new(book.clone()).shared();
    let (mut first, mut second) = (run(&shared, 4), run(&shared, 4));
    first.claim().await.unwrap();
    second.claim().await.unwrap();
    assert_eq!(book.pages().claim_ids.len(), 2);
}
