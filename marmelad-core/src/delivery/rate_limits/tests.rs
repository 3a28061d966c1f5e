use crate::App;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rstest::rstest;

use crate::Ports;
use crate::delivery::MockRateLimiter;
use crate::delivery::rate_limits::*;
use crate::kernel::TelegramId;
use crate::settings::{BootDefaults, MockSettingsRepo, Settings};
use crate::testing::{NOW, app_at};

const CHAT: Address = Address::Telegram(TelegramId(100));

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn app(limiter: MockRateLimiter) -> App {
    let ports = Ports { rate_limiter: Arc::new(limiter), ..Ports::mocked() };
    app_at(NOW, ports)
}

/// An application with `telegram_rate_per_second` = 0. A limiter that counts anything panics.
fn unlimited() -> App {
    let rows = [("telegram_rate_per_second".to_owned(), 0.into())];
    let own = BootDefaults { has_own_api_server: true, ..BootDefaults::default() };
    let settings = Arc::new(Settings::load(own, rows).0);
    let mut repo = MockSettingsRepo::new();
    repo.expect_current().returning(move || Ok(Arc::clone(&settings)));
    app(MockRateLimiter::new()).with(|ports| ports.settings = Arc::new(repo))
}

#[tokio::test]
async fn a_reply_is_counted_by_the_rate_in_force() {
    let mut limiter = MockRateLimiter::new();
    limiter
        .expect_debit()
        .once()
        .withf(|bot, chat, rate, now| {
            (*bot, *chat, *now) == (BotKind::Auth, CHAT, at(NOW))
                && rate.interval() == Duration::milliseconds(40)
        })
        .return_const(());
    app(limiter).delivery.note_reply(BotKind::Auth, CHAT).await;
    unlimited().delivery.note_reply(BotKind::Auth, CHAT).await;
    assert_eq!(unlimited().delivery.telegram_rate().await.unwrap(), None);
}

#[rstest]
#[case::no_limit(0, None)]
#[case::limited(25, Some(2400))]
#[tokio::test]
async fn a_broadcast_keeps_a_rate_of_its_own(
    #[case] per_minute: u32,
    #[case] interval: Option<i64>,
) {
    let later = Reservation::RetryAt(at("2026-03-05T02:00:00.700Z"));
    let mut limiter = MockRateLimiter::new();
    limiter
        .expect_reserve()
        .times(usize::from(interval.is_some()))
        .withf(move |key, rate, _| {
            let millis = rate.map(|rate| rate.interval().num_milliseconds());
            *key == RateKey::Broadcast(BroadcastId(7)) && millis == interval
        })
        .return_const(later);
    let expected = match interval {
        None => Reservation::SendAt(at(NOW)),
        Some(_) => later,
    };
    let app = app(limiter);
    let reserved = app.delivery.reserve_broadcast_time(BroadcastId(7), per_minute).await;
    assert_eq!(reserved, expected);
}
