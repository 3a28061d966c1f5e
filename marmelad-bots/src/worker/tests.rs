#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use marmelad_core::delivery::{
    MockMessenger, MockRateLimiter, RateLimiter, Reservation, ThrottledBy,
};
use marmelad_core::kernel::{BotKind, MessageId, MockClock, TelegramId};
use marmelad_core::notifications::{MockOutbox, Notice, NotificationService};
use marmelad_core::settings::{BootDefaults, MockSettingsRepo, Settings};
use marmelad_core::{AppContext, Ports};

use super::*;

fn claimed(id: i64) -> ClaimedNotification {
    ClaimedNotification {
        id: NotificationId(id),
        bot: BotKind::Main,
        chat: TelegramId(id).into(),
        user_id: None,
        notice: Notice::Undone { code: "ДЯА4589".into() },
        attempts: 0,
    }
}

/// A limiter that lets everything go.
pub(super) fn open_limiter() -> MockRateLimiter {
    let mut limiter = MockRateLimiter::new();
    limiter.expect_reserve().returning(|_, _, now| Reservation::SendAt(now));
    limiter.expect_admit().returning(|_, _, _, _| Ok(()));
    limiter
}

fn app(outbox: MockOutbox, limiter: MockRateLimiter) -> App {
    app_of(Arc::new(limiter)).with(|ports| ports.outbox = Arc::new(outbox))
}

/// The clock stands at the epoch, the settings are the defaults, and Telegram takes everything.
pub(super) fn app_of(rate_limiter: Arc<dyn RateLimiter>) -> App {
    let mut clock = MockClock::new();
    clock.expect_now().return_const(chrono::DateTime::UNIX_EPOCH);
    let mut settings = MockSettingsRepo::new();
    settings
        .expect_current()
        .returning(|| Ok(Arc::new(Settings::defaults(BootDefaults::default()))));
    let mut messenger = MockMessenger::new();
    messenger.expect_send().returning(|_, message| Ok(MessageId(message.chat.telegram_id().0)));
    let ports = Ports {
        rate_limiter,
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
    App::new(&ports, context)
}

#[tokio::test]
async fn a_result_that_is_not_recorded_at_once_makes_nobody_hear_twice() {
    let stop = CancellationToken::new();
    let recorded: Arc<Mutex<Vec<i64>>> = Arc::default();
    let mut outbox = MockOutbox::new();
    outbox.expect_claim().once().returning(|_| Ok(vec![claimed(1), claimed(2), claimed(3)]));
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
        Err(PortError::Unavailable { what: "the database", source: "away for a moment".into() })
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
        &app(outbox, open_limiter()),
        "me",
        Duration::from_secs(30),
        &SendQueue::default(),
        &stop,
    )
    .await;
    let mut recorded = recorded.lock().unwrap().clone();
    recorded.sort_unstable();
    assert_eq!(recorded, [1, 2, 3]);
}

#[tokio::test]
async fn a_short_wait_is_waited_for_and_a_long_one_postpones_the_row() {
    for (wait, sent) in
        [(chrono::Duration::milliseconds(20), true), (chrono::Duration::hours(1), false)]
    {
        let at = chrono::DateTime::UNIX_EPOCH + wait;
        let stop = CancellationToken::new();
        let mut limiter = MockRateLimiter::new();
        limiter.expect_reserve().once().return_const(Reservation::RetryAt(at));
        limiter.expect_reserve().returning(|_, _, now| Reservation::SendAt(now));
        limiter.expect_admit().returning(|_, _, _, _| Ok(()));
        let mut outbox = MockOutbox::new();
        outbox.expect_claim().once().returning(|_| Ok(vec![claimed(1)]));
        outbox.expect_claim().returning(|_| Ok(Vec::new()));
        let done = stop.clone();
        outbox
            .expect_record()
            .once()
            .withf(move |_, results, _| match &results[0].1 {
                NotificationResult::Sent(_) => sent,
                NotificationResult::Retry { at: when, counts, .. } => {
                    !sent && *when == at && !counts
                }
                _ => false,
            })
            .returning(move |_, _, _| {
                done.cancel();
                Ok(())
            });
        let (lease, queue) = (Duration::from_secs(30), SendQueue::default());
        deliver(&app(outbox, limiter), "me", lease, &queue, &stop).await;
    }
}

#[tokio::test]
async fn a_chat_that_must_wait_is_postponed_and_holds_up_nobody() {
    let at = chrono::DateTime::UNIX_EPOCH + chrono::Duration::milliseconds(900);
    let stop = CancellationToken::new();
    let mut limiter = MockRateLimiter::new();
    limiter.expect_reserve().returning(|_, _, now| Reservation::SendAt(now));
    limiter.expect_admit().returning(move |_, chat, _, _| match chat.telegram_id().0 {
        1 => Err(ThrottledBy::Chat(at)),
        _ => Ok(()),
    });
    let mut outbox = MockOutbox::new();
    outbox.expect_claim().once().returning(|_| Ok(vec![claimed(1), claimed(2)]));
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
    let (lease, queue) = (Duration::from_secs(30), SendQueue::default());
    deliver(&app(outbox, limiter), "me", lease, &queue, &stop).await;
    let mut recorded = recorded.lock().unwrap().clone();
    recorded.sort_by_key(|(id, _)| id.0);
    assert_eq!(recorded[0].1, NotificationService::postponed(at));
    assert_eq!(recorded[1].1, NotificationResult::Sent(MessageId(2)));
}
