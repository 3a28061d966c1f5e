#![allow(clippy::unwrap_used)]

use async_trait::async_trait;
use marmelad_core::delivery::{RateKey, RateLimiter};
use marmelad_core::kernel::TelegramId;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Priority::{Broadcast, Notification};
use super::*;
use crate::worker::tests::app_of;

const PATIENCE: Duration = Duration::from_mins(10);
/// A chat that has to wait until [`CHAT_UNTIL`].
const HELD: i64 = 99;
const CHAT_UNTIL: DateTime<Utc> = at(700);

const fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// A limiter that answers only when told to, with what it is told.
struct Limiter {
    asked: mpsc::UnboundedSender<RateKey>,
    answers: Mutex<mpsc::UnboundedReceiver<Reservation>>,
}

#[async_trait]
impl RateLimiter for Limiter {
    async fn reserve(&self, key: RateKey, _: Option<Rate>, _: DateTime<Utc>) -> Reservation {
        // Asked by one at a time.
        let mut answers = self.answers.try_lock().unwrap();
        self.asked.send(key).unwrap();
        answers.recv().await.unwrap()
    }

    fn admit(
        &self,
        _: BotKind,
        chat: Address,
        _: Option<Rate>,
        _: DateTime<Utc>,
    ) -> Result<(), ThrottledBy> {
        match chat.telegram_id().0 {
            HELD => Err(ThrottledBy::Chat(CHAT_UNTIL)),
            _ => Ok(()),
        }
    }

    async fn debit(&self, _: BotKind, _: Address, _: Rate, _: DateTime<Utc>) {}

    async fn pause(&self, _: BotKind, _: DateTime<Utc>, _: DateTime<Utc>) {}

    fn pause_chat(&self, _: BotKind, _: Address, _: DateTime<Utc>) {}
}

/// The queue of the main bot on a clock that stands still, and how deliveries come out of it.
struct Scene {
    app: App,
    queue: SendQueue,
    asked: mpsc::UnboundedReceiver<RateKey>,
    answers: mpsc::UnboundedSender<Reservation>,
    out: mpsc::UnboundedReceiver<(i64, Option<ThrottledBy>)>,
    goes_out: mpsc::UnboundedSender<(i64, Option<ThrottledBy>)>,
}

impl Scene {
    fn new() -> Self {
        let (asks, asked) = mpsc::unbounded_channel();
        let (answers, answered) = mpsc::unbounded_channel();
        let (goes_out, out) = mpsc::unbounded_channel();
        let limiter = Limiter { asked: asks, answers: Mutex::new(answered) };
        Self {
            app: app_of(Arc::new(limiter)),
            queue: SendQueue::default(),
            asked,
            answers,
            out,
            goes_out,
        }
    }

    /// A delivery into a chat joins the queue, behind those before it.
    async fn joins(&self, chat: i64, priority: Priority) -> JoinHandle<()> {
        let (app, queue, goes_out) = (self.app.clone(), self.queue.clone(), self.goes_out.clone());
        let waiting = tokio::spawn(async move {
            let admitted =
                queue.wait(&app, BotKind::Main, TelegramId(chat).into(), priority, PATIENCE);
            goes_out.send((chat, admitted.await.unwrap())).unwrap();
        });
        // One thread: by then it waits for something.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        waiting
    }

    /// Answers whoever asks next.
    async fn answers(&mut self, reservation: Reservation) {
        assert_eq!(self.asked.recv().await, Some(RateKey::Bot(BotKind::Main)));
        self.answers.send(reservation).unwrap();
    }

    async fn next(&mut self) -> (i64, Option<ThrottledBy>) {
        self.out.recv().await.unwrap()
    }
}

#[tokio::test]
async fn notifications_go_first_each_kind_in_its_order() {
    let mut scene = Scene::new();
    let joining =
        [(1, Broadcast), (2, Broadcast), (3, Notification), (4, Broadcast), (5, Notification)];
    for (chat, priority) in joining {
        drop(scene.joins(chat, priority).await);
    }
    // The first broadcast message asked before the notifications came: the first of them gets its send time.
    for expected in [3, 5, 1, 2, 4] {
        scene.answers(Reservation::SendAt(at(0))).await;
        assert_eq!(scene.next().await, (expected, None));
    }
}

#[tokio::test]
async fn who_gives_up_leaves_its_send_time_to_the_next() {
    let mut scene = Scene::new();
    let first = scene.joins(1, Notification).await;
    let second = scene.joins(2, Notification).await;
    drop(scene.joins(3, Notification).await);
    scene.answers(Reservation::SendAt(at(20_000))).await;
    tokio::task::yield_now().await;
    second.abort();
    first.abort();
    // The third waits for the same send time and asks for none.
    tokio::time::pause();
    assert_eq!(scene.next().await, (3, None));
    assert!(scene.asked.is_empty());
}

#[tokio::test]
async fn a_chat_that_has_to_wait_leaves_its_send_time_to_the_next() {
    let mut scene = Scene::new();
    drop(scene.joins(HELD, Notification).await);
    drop(scene.joins(2, Broadcast).await);
    scene.answers(Reservation::SendAt(at(0))).await;
    let throttled = Some(ThrottledBy::Chat(CHAT_UNTIL));
    assert_eq!(scene.next().await, (HELD, throttled));
    assert_eq!(scene.next().await, (2, None));
    assert!(scene.asked.is_empty());
}

#[tokio::test]
async fn a_short_wait_is_waited_for_and_a_pause_is_told_at_once() {
    let mut scene = Scene::new();
    drop(scene.joins(1, Broadcast).await);
    scene.answers(Reservation::RetryAt(at(20))).await;
    scene.answers(Reservation::SendAt(at(0))).await;
    assert_eq!(scene.next().await, (1, None));
    drop(scene.joins(2, Broadcast).await);
    drop(scene.joins(3, Notification).await);
    let far = at(3_600_000);
    for _ in 0..2 {
        scene.answers(Reservation::RetryAt(far)).await;
        assert_eq!(scene.next().await.1, Some(ThrottledBy::Bot(far)));
    }
}

#[tokio::test]
async fn each_bot_has_a_queue_of_its_own() {
    let mut scene = Scene::new();
    let waiting = scene.queue.main.first.lock().await;
    let queue = scene.queue.clone();
    let (app, chat) = (scene.app.clone(), Address::Telegram(TelegramId(2)));
    let other = tokio::spawn(async move {
        let admitted = queue.wait(&app, BotKind::Auth, chat, Broadcast, PATIENCE);
        admitted.await.unwrap()
    });
    assert_eq!(scene.asked.recv().await, Some(RateKey::Bot(BotKind::Auth)));
    scene.answers.send(Reservation::SendAt(at(0))).unwrap();
    assert_eq!(other.await.unwrap(), None);
    drop(waiting);
}
