use crate::App;
use std::sync::Arc;

use rstest::rstest;

use crate::Ports;
use crate::delivery::turns::*;
use crate::delivery::{MockChatPace, MockSendBudget};
use crate::testing::{NOW, app_at};

const CHAT: TelegramId = TelegramId(100);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn soon() -> DateTime<Utc> {
    at("2026-03-05T02:00:00.700Z")
}

fn away() -> PortError {
    PortError::Unavailable {
        what: "the cache",
        source: "away".into(),
    }
}

fn app(chats: MockChatPace, budget: MockSendBudget) -> App {
    let ports = Ports {
        chats: Arc::new(chats),
        budget: Arc::new(budget),
        ..Ports::mocked()
    };
    app_at(NOW, ports)
}

/// An application with no limit of its own.
fn unlimited(budget: MockSendBudget) -> App {
    use crate::settings::{BootDefaults, Settings};
    let rows = [("telegram_rate_per_second".to_owned(), 0.into())];
    let own = BootDefaults {
        has_own_api_server: true,
        ..BootDefaults::default()
    };
    let settings = Arc::new(Settings::load(own, rows).0);
    let mut repo = crate::settings::MockSettingsRepo::new();
    repo.expect_current()
        .returning(move || Ok(Arc::clone(&settings)));
    // A chat that is asked panics.
    app(MockChatPace::new(), budget).with(|ports| ports.settings = Arc::new(repo))
}

fn chat_says(answer: Result<ChatTurn, PortError>) -> MockChatPace {
    let mut chats = MockChatPace::new();
    chats
        .expect_take()
        .once()
        .withf(|bot, chat, now| (*bot, *chat, *now) == (BotKind::Auth, CHAT, at(NOW)))
        .return_once(move |_, _, _| answer);
    chats
}

fn budget_says(grant: Result<BudgetGrant, PortError>) -> MockSendBudget {
    let mut budget = MockSendBudget::new();
    budget
        .expect_take()
        .once()
        .withf(|key, wanted, pace, _| {
            let millis = pace.map(|pace| pace.spacing().num_milliseconds());
            (*key, *wanted, millis) == (BudgetKey::Bot(BotKind::Auth), 1, Some(40))
        })
        .return_once(move |_, _, _, _| grant);
    budget
}

#[rstest]
#[case::granted(Ok(BudgetGrant::all(1)))]
#[case::budget_away(Err(away()))]
#[tokio::test]
async fn a_delivery_asks_the_chat_and_the_budget_that_all_share(
    #[case] grant: Result<BudgetGrant, PortError>,
) {
    let app = app(chat_says(Ok(ChatTurn::Taken)), budget_says(grant));
    let turn = app
        .delivery
        .delivery_turn(BotKind::Auth, CHAT)
        .await
        .unwrap();
    assert_eq!(turn, DeliveryTurn::Now);
}

#[tokio::test]
async fn a_chat_that_must_wait_takes_nothing_from_the_bots_budget() {
    let app = app(chat_says(Ok(ChatTurn::At(soon()))), MockSendBudget::new());
    let holdup = app
        .delivery
        .delivery_holdup(BotKind::Auth, CHAT)
        .await
        .unwrap();
    assert_eq!(holdup, Some(Holdup::Chat(soon())));
}

#[tokio::test]
async fn a_bot_that_must_wait_gives_the_chat_back() {
    let mut chats = chat_says(Ok(ChatTurn::Taken));
    chats
        .expect_give_back()
        .once()
        .withf(|bot, chat, taken_at| (*bot, *chat, *taken_at) == (BotKind::Auth, CHAT, at(NOW)))
        .returning(|_, _, _| Ok(()));
    let app = app(chats, budget_says(Ok(BudgetGrant::not_before(soon()))));
    let holdup = app
        .delivery
        .delivery_holdup(BotKind::Auth, CHAT)
        .await
        .unwrap();
    assert_eq!(holdup, Some(Holdup::Bot(soon())));
}

#[rstest]
#[case::granted(BudgetGrant::all(1), DeliveryTurn::Now)]
#[case::later(BudgetGrant::not_before(soon()), DeliveryTurn::At(soon()))]
#[tokio::test]
async fn where_the_chats_are_away_the_budget_decides(
    #[case] grant: BudgetGrant,
    #[case] expected: DeliveryTurn,
) {
    let app = app(chat_says(Err(away())), budget_says(Ok(grant)));
    let turn = app
        .delivery
        .delivery_turn(BotKind::Auth, CHAT)
        .await
        .unwrap();
    assert_eq!(turn, expected);
}

#[rstest]
#[case::free(BudgetGrant::all(1), None)]
#[case::paused(BudgetGrant::not_before(soon()), Some(Holdup::Bot(soon())))]
#[tokio::test]
async fn with_no_limit_of_our_own_only_a_pause_is_asked_for(
    #[case] grant: BudgetGrant,
    #[case] expected: Option<Holdup>,
) {
    let mut budget = MockSendBudget::new();
    budget
        .expect_take()
        .once()
        .withf(|_, _, pace, _| pace.is_none())
        .return_once(move |_, _, _, _| Ok(grant));
    let app = unlimited(budget);
    let holdup = app
        .delivery
        .delivery_holdup(BotKind::Main, CHAT)
        .await
        .unwrap();
    assert_eq!(holdup, expected);
    // Nothing is counted either: the mocks would panic.
    app.delivery.note_reply(BotKind::Main, CHAT).await;
}

#[tokio::test]
async fn a_reply_counts_for_its_chat_and_its_bot_whatever_fails() {
    let mut chats = MockChatPace::new();
    chats
        .expect_note()
        .once()
        .withf(|bot, chat, now| (*bot, *chat, *now) == (BotKind::Auth, CHAT, at(NOW)))
        .returning(|_, _, _| Err(away()));
    let mut budget = MockSendBudget::new();
    budget
        .expect_debit()
        .once()
        .withf(|bot, messages, pace, _| {
            (*bot, *messages) == (BotKind::Auth, 1) && pace.spacing() == Duration::milliseconds(40)
        })
        .returning(|_, _, _, _| Err(away()));
    app(chats, budget)
        .delivery
        .note_reply(BotKind::Auth, CHAT)
        .await;
}

#[tokio::test]
async fn a_wait_asked_of_a_reply_holds_its_chat_alone() {
    let mut chats = MockChatPace::new();
    chats
        .expect_pause()
        .once()
        .withf(|bot, chat, until, _| {
            (*bot, *chat, *until) == (BotKind::Main, CHAT, at("2026-03-05T02:00:07Z"))
        })
        .returning(|_, _, _, _| Ok(()));
    // A budget that is paused panics.
    let app = app(chats, MockSendBudget::new());
    let wait = StdDuration::from_secs(7);
    app.delivery.pause_chat(BotKind::Main, CHAT, wait).await;
}

#[rstest]
#[case::no_limit(0, None)]
#[case::as_often_as_it_may(25, Some(2400))]
#[tokio::test]
async fn a_broadcast_keeps_a_pace_of_its_own(
    #[case] per_minute: u32,
    #[case] spacing: Option<i64>,
) {
    let mut budget = MockSendBudget::new();
    budget
        .expect_take()
        .times(usize::from(spacing.is_some()))
        .withf(move |key, _, pace, _| {
            let millis = pace.map(|pace| pace.spacing().num_milliseconds());
            *key == BudgetKey::Broadcast(BroadcastId(7)) && millis == spacing
        })
        .returning(|_, _, _, _| Ok(BudgetGrant::not_before(soon())));
    let app = app(MockChatPace::new(), budget);
    let expected = match spacing {
        None => DeliveryTurn::Now,
        Some(_) => DeliveryTurn::At(soon()),
    };
    assert_eq!(
        app.delivery
            .broadcast_turn(BroadcastId(7), per_minute)
            .await,
        expected
    );
}
