#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{BudgetGrant, BudgetKey, ChatTurn, MockChatPace, Pace, SendBudget};
use tokio::sync::mpsc;

use super::super::tests::app_of;
use super::*;

const PATIENCE: Duration = Duration::from_mins(10);

/// A budget that answers only when told to, one take at a time, and with what it is told.
struct Budget {
    asked: mpsc::UnboundedSender<BotKind>,
    asking: AtomicUsize,
    most_asking: AtomicUsize,
    answers: tokio::sync::Mutex<mpsc::UnboundedReceiver<BudgetGrant>>,
}

#[async_trait]
impl SendBudget for Budget {
    async fn take(
        &self,
        key: BudgetKey,
        _wanted: u32,
        _pace: Option<Pace>,
        _now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        let asking = self.asking.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_asking.fetch_max(asking, Ordering::SeqCst);
        let BudgetKey::Bot(bot) = key else {
            panic!("{key}");
        };
        self.asked.send(bot).unwrap();
        let answer = self.answers.lock().await.recv().await.unwrap();
        self.asking.fetch_sub(1, Ordering::SeqCst);
        Ok(answer)
    }

    async fn debit(&self, _: BotKind, _: u32, _: Pace, _: DateTime<Utc>) -> Result<(), PortError> {
        Ok(())
    }

    async fn pause(&self, _: BotKind, _: DateTime<Utc>, _: DateTime<Utc>) -> Result<(), PortError> {
        Ok(())
    }
}

/// A line, and who came through it.
struct Street {
    app: App,
    turns: Turns,
    budget: Arc<Budget>,
    asked: mpsc::UnboundedReceiver<BotKind>,
    answers: mpsc::UnboundedSender<BudgetGrant>,
    through: mpsc::UnboundedReceiver<(i64, DeliveryTurn)>,
    went: mpsc::UnboundedSender<(i64, DeliveryTurn)>,
}

impl Street {
    fn new(chats: MockChatPace) -> Self {
        let (asks, asked) = mpsc::unbounded_channel();
        let (answers, answered) = mpsc::unbounded_channel();
        let (went, through) = mpsc::unbounded_channel();
        let budget = Arc::new(Budget {
            asked: asks,
            asking: AtomicUsize::new(0),
            most_asking: AtomicUsize::new(0),
            answers: tokio::sync::Mutex::new(answered),
        });
        Self {
            app: app_of(chats, budget.clone()),
            turns: Turns::default(),
            budget,
            asked,
            answers,
            through,
            went,
        }
    }

    /// Somebody joins the main bot's line, and stands in it when this returns.
    async fn joins(&self, who: i64, class: Class) -> tokio::task::JoinHandle<()> {
        let before = self.waiting();
        let (app, turns, went) = (self.app.clone(), self.turns.clone(), self.went.clone());
        let waiting = tokio::spawn(async move {
            let chat = TelegramId(who);
            let turn = turns.wait(&app, BotKind::Main, chat, class, PATIENCE);
            let turn = turn.await.unwrap();
            went.send((who, turn)).unwrap();
        });
        while self.waiting() == before {
            tokio::task::yield_now().await;
        }
        waiting
    }

    fn waiting(&self) -> usize {
        let queues = self.turns.main.queues();
        queues.urgent.len() + queues.bulk.len()
    }

    /// Answers whoever asks next.
    async fn answers(&mut self, grant: BudgetGrant) {
        self.asked.recv().await.unwrap();
        self.answers.send(grant).unwrap();
    }

    /// Who goes next.
    async fn next(&mut self) -> i64 {
        let (who, turn) = self.through.recv().await.unwrap();
        assert_eq!(turn, DeliveryTurn::Now, "{who}");
        who
    }
}

fn open_chats() -> MockChatPace {
    let mut chats = MockChatPace::new();
    chats.expect_take().returning(|_, _, _| Ok(ChatTurn::Taken));
    chats.expect_give_back().returning(|_, _, _| Ok(()));
    chats
}

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Duration::milliseconds(millis)
}

#[tokio::test]
async fn urgent_ones_go_first_each_class_in_its_order_and_one_asks_at_a_time() {
    let mut street = Street::new(open_chats());
    let line = [
        (1, Class::Bulk),
        (2, Class::Bulk),
        (3, Class::Urgent),
        (4, Class::Bulk),
        (5, Class::Urgent),
    ];
    for (who, class) in line {
        drop(street.joins(who, class).await);
        if who == 1 {
            // The first asks at once.
            assert_eq!(street.asked.recv().await, Some(BotKind::Main));
        }
    }
    street.answers.send(BudgetGrant::all(1)).unwrap();
    let mut order = vec![street.next().await];
    while order.len() < line.len() {
        street.answers(BudgetGrant::all(1)).await;
        order.push(street.next().await);
    }
    assert_eq!(order, [1, 3, 5, 2, 4]);
    assert_eq!(street.budget.most_asking.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_urgent_one_overtakes_bulk_that_waits_for_the_pace() {
    let mut street = Street::new(open_chats());
    drop(street.joins(1, Class::Bulk).await);
    // Far off, and still within its patience: it would sleep for minutes.
    street.answers(BudgetGrant::not_before(at(300_000))).await;
    drop(street.joins(2, Class::Urgent).await);
    street.answers(BudgetGrant::all(1)).await;
    assert_eq!(street.next().await, 2);
    // First again, the other asks again at once instead of sleeping on.
    street.answers(BudgetGrant::all(1)).await;
    assert_eq!(street.next().await, 1);
}

#[tokio::test]
async fn who_gives_up_leaves_the_line_to_the_others() {
    let mut street = Street::new(open_chats());
    let first = street.joins(1, Class::Urgent).await;
    let second = street.joins(2, Class::Urgent).await;
    drop(street.joins(3, Class::Urgent).await);
    street.asked.recv().await.unwrap();
    second.abort();
    first.abort();
    street.answers(BudgetGrant::all(1)).await;
    assert_eq!(street.next().await, 3);
    assert_eq!(street.waiting(), 0);
}

#[tokio::test]
async fn a_chat_that_must_wait_holds_up_nobody_behind_it() {
    let mut chats = MockChatPace::new();
    chats.expect_take().returning(|_, chat, _| match chat.0 {
        1 => Ok(ChatTurn::At(at(700))),
        _ => Ok(ChatTurn::Taken),
    });
    let mut street = Street::new(chats);
    drop(street.joins(2, Class::Urgent).await);
    street.asked.recv().await.unwrap();
    drop(street.joins(1, Class::Urgent).await);
    drop(street.joins(3, Class::Bulk).await);
    street.answers.send(BudgetGrant::all(1)).unwrap();
    assert_eq!(street.next().await, 2);
    let told = street.through.recv().await.unwrap();
    assert_eq!(told, (1, DeliveryTurn::At(at(700))));
    street.answers(BudgetGrant::all(1)).await;
    assert_eq!(street.next().await, 3);
}

#[tokio::test]
async fn a_turn_beyond_the_patience_is_told_at_once() {
    let mut street = Street::new(open_chats());
    drop(street.joins(1, Class::Bulk).await);
    let far = at(3_600_000);
    street.answers(BudgetGrant::not_before(far)).await;
    let told = street.through.recv().await.unwrap();
    assert_eq!(told, (1, DeliveryTurn::At(far)));
}

#[tokio::test]
async fn each_bot_has_a_line_of_its_own() {
    let mut street = Street::new(open_chats());
    drop(street.joins(1, Class::Bulk).await);
    street.asked.recv().await.unwrap();
    let (app, turns) = (street.app.clone(), street.turns.clone());
    let other = tokio::spawn(async move {
        let chat = TelegramId(2);
        let turn = turns.wait(&app, BotKind::Auth, chat, Class::Bulk, PATIENCE);
        turn.await.unwrap()
    });
    assert_eq!(street.asked.recv().await, Some(BotKind::Auth));
    for _ in 0..2 {
        street.answers.send(BudgetGrant::all(1)).unwrap();
    }
    assert_eq!(other.await.unwrap(), DeliveryTurn::Now);
    assert_eq!(street.next().await, 1);
}
