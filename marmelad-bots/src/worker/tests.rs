#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use marmelad_core::delivery::{
    BudgetGrant, ChatTurn, MockChatPace, MockMessenger, MockSendBudget, SendBudget,
};
use marmelad_core::kernel::{BotKind, MessageId, MockClock, TelegramId};
use marmelad_core::notifications::{MockOutbox, Notice};
use marmelad_core::settings::{BootDefaults, MockSettingsRepo, Settings};
use marmelad_core::{AppContext, Ports};

use super::*;

fn claimed(id: i64) -> ClaimedNotification {
    ClaimedNotification {
        id: NotificationId(id),
        bot: BotKind::Main,
        chat: TelegramId(id),
        user_id: None,
        notice: Notice::Undone {
            code: "ДЯА4589".into(),
        },
        attempts: 0,
    }
}

/// Whoever asks may send at once.
fn generous() -> MockSendBudget {
    let mut budget = MockSendBudget::new();
    budget
        .expect_take()
        .returning(|_, wanted, _, _| Ok(BudgetGrant::all(wanted)));
    budget
}

/// No chat has to wait.
fn open_chats() -> MockChatPace {
    let mut chats = MockChatPace::new();
    chats.expect_take().returning(|_, _, _| Ok(ChatTurn::Taken));
    chats.expect_give_back().returning(|_, _, _| Ok(()));
    chats
}

fn app(outbox: MockOutbox, budget: MockSendBudget) -> App {
    app_of(open_chats(), Arc::new(budget)).with(|ports| ports.outbox = Arc::new(outbox))
}

/// The clock stands at the epoch, the settings are the defaults, and Telegram takes everything.
pub(super) fn app_of(chats: MockChatPace, budget: Arc<dyn SendBudget>) -> App {
    let mut clock = MockClock::new();
    clock
        .expect_now()
        .return_const(chrono::DateTime::UNIX_EPOCH);
    let mut settings = MockSettingsRepo::new();
    settings
        .expect_current()
        .returning(|| Ok(Arc::new(Settings::defaults(BootDefaults::default()))));
    let mut messenger = MockMessenger::new();
    messenger
        .expect_send()
        .returning(|_, message| Ok(MessageId(message.chat.0)));
    let ports = Ports {
        budget,
        chats: Arc::new(chats),
        clock: Arc::new(clock),
        settings: Arc::new(settings),
        messenger: Arc::new(messenger),
        ..Ports::mocked()
    };
    let context = AppContext {
        zone: chrono_tz::UTC,
        test_ids: std::collections::BTreeSet::new(),
        panel_url: String::new(),
        own_bot_api: false,
    };
    App::new(ports, context)
}

#[tokio::test]
async fn a_result_that_is_not_recorded_at_once_makes_nobody_hear_twice() {
    let stop = CancellationToken::new();
    let recorded: Arc<Mutex<Vec<i64>>> = Arc::default();
    let mut outbox = MockOutbox::new();
    outbox
        .expect_claim()
        .once()
        .returning(|_| Ok(vec![claimed(1), claimed(2), claimed(3)]));
    // Looked at a few dozen times more: by then everything is recorded, or never will be.
    let (mut looks, given_up) = (0, stop.clone());
    outbox.expect_claim().returning(move |_| {
        looks += 1;
        if looks == 40 {
            given_up.cancel();
        }
        Ok(Vec::new())
    });
    outbox.expect_record().once().returning(|_, _, _| {
        Err(PortError::Unavailable {
            what: "the database",
            source: "away for a moment".into(),
        })
    });
    let (seen, done) = (Arc::clone(&recorded), stop.clone());
    outbox.expect_record().returning(move |_, results, _| {
        let mut seen = seen.lock().unwrap();
        seen.extend(results.iter().map(|(id, _)| id.0));
        if seen.len() == 3 {
            done.cancel();
        }
        Ok(())
    });
    deliver(
        &app(outbox, generous()),
        "me",
        Duration::from_secs(30),
        &Turns::default(),
        &stop,
    )
    .await;
    let mut recorded = recorded.lock().unwrap().clone();
    recorded.sort_unstable();
    assert_eq!(recorded, [1, 2, 3]);
}

#[tokio::test]
async fn a_turn_that_comes_soon_is_waited_for_and_a_late_one_frees_the_row() {
    for (wait, sent) in [
        (chrono::Duration::milliseconds(20), true),
        (chrono::Duration::hours(1), false),
    ] {
        let at = chrono::DateTime::UNIX_EPOCH + wait;
        let stop = CancellationToken::new();
        let mut budget = MockSendBudget::new();
        let mut refusals = 0;
        budget.expect_take().returning(move |_, _, _, _| {
            refusals += 1;
            Ok(match refusals {
                1 => BudgetGrant::not_before(at),
                _ => BudgetGrant::all(1),
            })
        });
        let mut outbox = MockOutbox::new();
        outbox
            .expect_claim()
            .once()
            .returning(|_| Ok(vec![claimed(1)]));
        outbox.expect_claim().returning(|_| Ok(Vec::new()));
        let done = stop.clone();
        outbox
            .expect_record()
            .once()
            .withf(move |_, results, _| match &results[0].1 {
                NotificationResult::Sent(_) => sent,
                NotificationResult::Retry {
                    at: when, counts, ..
                } => !sent && *when == at && !counts,
                _ => false,
            })
            .returning(move |_, _, _| {
                done.cancel();
                Ok(())
            });
        let (lease, turns) = (Duration::from_secs(30), Turns::default());
        deliver(&app(outbox, budget), "me", lease, &turns, &stop).await;
    }
}

#[tokio::test]
async fn a_chat_that_must_wait_is_postponed_and_holds_up_nobody() {
    let at = chrono::DateTime::UNIX_EPOCH + chrono::Duration::milliseconds(900);
    let stop = CancellationToken::new();
    let mut chats = MockChatPace::new();
    chats.expect_take().returning(move |_, chat, _| {
        Ok(match chat.0 {
            1 => ChatTurn::At(at),
            _ => ChatTurn::Taken,
        })
    });
    let mut outbox = MockOutbox::new();
    outbox
        .expect_claim()
        .once()
        .returning(|_| Ok(vec![claimed(1), claimed(2)]));
    outbox.expect_claim().returning(|_| Ok(Vec::new()));
    let (done, recorded) = (stop.clone(), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&recorded);
    outbox.expect_record().returning(move |_, results, _| {
        let mut seen = seen.lock().unwrap();
        seen.extend(results);
        if seen.len() == 2 {
            done.cancel();
        }
        Ok(())
    });
    let app = app_of(chats, Arc::new(generous())).with(|ports| ports.outbox = Arc::new(outbox));
    let (lease, turns) = (Duration::from_secs(30), Turns::default());
    deliver(&app, "me", lease, &turns, &stop).await;
    let mut recorded = recorded.lock().unwrap().clone();
    recorded.sort_by_key(|(id, _)| id.0);
    assert_eq!(recorded[0].1, NotificationService::postponed(at));
    assert_eq!(recorded[1].1, NotificationResult::Sent(MessageId(2)));
}
