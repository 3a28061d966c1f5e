#![allow(clippy::unwrap_used)]

use std::num::NonZeroU32;

use marmelad_core::delivery::Reservation::{RetryAt, SendAt};
use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::TelegramId;
use tokio::sync::{Notify, Semaphore};

use super::*;

const CHAT: Address = Address::Telegram(TelegramId(7));
const MAIN: RateKey = RateKey::Bot(Main);

/// A store in memory that counts its calls and may be away. Writes wait for leave where some is set.
#[derive(Default)]
struct Store {
    states: Mutex<HashMap<RateKey, RateState>>,
    loads: Mutex<u32>,
    writes: Mutex<Vec<RateState>>,
    is_away: Mutex<bool>,
    began: Notify,
    leave: Option<Semaphore>,
}

impl Store {
    fn answer(&self) -> Result<(), PortError> {
        let source = "away".into();
        let away = PortError::Unavailable { what: "the store", source };
        (!*self.is_away.lock().unwrap()).then_some(()).ok_or(away)
    }
}

#[async_trait]
impl RateStore for Store {
    async fn load(&self, key: RateKey) -> Result<RateState, PortError> {
        *self.loads.lock().unwrap() += 1;
        self.answer()?;
        let states = self.states.lock().unwrap();
        Ok(states.get(&key).copied().unwrap_or_default())
    }

    async fn replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        _now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        self.began.notify_one();
        if let Some(leave) = &self.leave {
            leave.acquire().await.unwrap().forget();
        }
        self.answer()?;
        let mut states = self.states.lock().unwrap();
        let state = states.entry(key).or_default();
        let is_same = *state == expected;
        if is_same {
            *state = new;
            self.writes.lock().unwrap().push(new);
        }
        Ok(is_same)
    }
}

fn limiter(store: &Arc<Store>) -> SharedRateLimiter {
    SharedRateLimiter::new(store.clone())
}

fn rate() -> Rate {
    Rate::per_second(NonZeroU32::new(25).unwrap())
}

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Duration::days(20_000) + chrono::Duration::milliseconds(millis)
}

#[tokio::test]
async fn one_write_reserves_a_time_and_processes_see_each_others() {
    let store = Arc::new(Store::default());
    let (one, other) = (limiter(&store), limiter(&store));
    for (process, send_at) in [(&one, 0), (&one, 40), (&other, 80)] {
        let reserved = process.reserve(MAIN, Some(rate()), at(0)).await;
        assert_eq!(reserved, SendAt(at(send_at)));
    }
    assert_eq!(store.writes.lock().unwrap().len(), 3);
    assert_eq!(*store.loads.lock().unwrap(), 1, "of the process that is behind");
}

#[tokio::test]
async fn replies_that_come_meanwhile_are_written_together() {
    let store = Arc::new(Store { leave: Some(Semaphore::new(0)), ..Store::default() });
    let limiter = Arc::new(limiter(&store));
    let first = tokio::spawn({
        let limiter = limiter.clone();
        async move { limiter.debit(Main, CHAT, rate(), at(0)).await }
    });
    store.began.notified().await;
    for _ in 0..3 {
        // Does not wait.
        limiter.debit(Main, CHAT, rate(), at(0)).await;
    }
    store.leave.as_ref().unwrap().add_permits(2);
    first.await.unwrap();
    let writes = store.writes.lock().unwrap();
    let free = writes.iter().map(|state| state.next_free_at);
    assert_eq!(free.collect::<Vec<_>>(), [at(40), at(160)]);
}

#[tokio::test]
async fn without_a_limit_the_store_is_asked_now_and_then() {
    let store = Arc::new(Store::default());
    let (one, other) = (limiter(&store), limiter(&store));
    for _ in 0..100 {
        let reserved = one.reserve(MAIN, None, at(0)).await;
        assert_eq!(reserved, SendAt(at(0)));
    }
    let loads = *store.loads.lock().unwrap();
    assert!((1..100).contains(&loads), "{loads}");
    assert!(store.writes.lock().unwrap().is_empty());
    // A pause of this process holds at once, that of another process after the next look.
    other.pause(Main, at(20), at(0)).await;
    assert_eq!(other.reserve(MAIN, None, at(19)).await, RetryAt(at(20)));
    one.known(MAIN, |known| known.looked_at = None);
    assert_eq!(one.reserve(MAIN, None, at(19)).await, RetryAt(at(20)));
    assert_eq!(one.reserve(MAIN, None, at(20)).await, SendAt(at(20)));
}

#[tokio::test]
async fn while_the_store_is_away_a_process_keeps_rate_and_pauses_by_itself() {
    let store = Arc::new(Store::default());
    let limiter = limiter(&store);
    let reserve = async |now| limiter.reserve(MAIN, Some(rate()), at(now)).await;
    assert_eq!(reserve(0).await, SendAt(at(0)));
    *store.is_away.lock().unwrap() = true;
    assert_eq!(reserve(0).await, SendAt(at(40)));
    limiter.debit(Main, CHAT, rate(), at(0)).await;
    assert_eq!(reserve(20).await, SendAt(at(120)));
    limiter.pause(Main, at(9000), at(20)).await;
    assert_eq!(reserve(8999).await, RetryAt(at(9000)));
    *store.is_away.lock().unwrap() = false;
    assert_eq!(reserve(8999).await, RetryAt(at(9000)));
    assert_eq!(reserve(9000).await, SendAt(at(9000)));
}

#[tokio::test]
async fn a_store_that_forgot_everything_releases_no_pause_and_no_time() {
    let store = Arc::new(Store::default());
    let limiter = limiter(&store);
    let reserve = async |now| limiter.reserve(MAIN, Some(rate()), at(now)).await;
    limiter.pause(Main, at(100), at(0)).await;
    store.states.lock().unwrap().clear();
    assert_eq!(reserve(99).await, RetryAt(at(100)));
    assert_eq!(reserve(100).await, SendAt(at(100)));
    store.states.lock().unwrap().clear();
    assert_eq!(reserve(100).await, SendAt(at(140)));
}

#[tokio::test]
async fn a_chat_gets_a_delivery_a_second_and_waits_through_its_pause() {
    let limiter = limiter(&Arc::new(Store::default()));
    let admit = |now| limiter.admit(Main, CHAT, Some(rate()), at(now));
    let blocked = |until| Err(ThrottledBy::Chat(at(until)));
    assert_eq!(admit(0), Ok(()));
    assert_eq!(admit(999), blocked(1000));
    assert_eq!(admit(1000), Ok(()));
    limiter.debit(Main, CHAT, rate(), at(1500)).await;
    assert_eq!(admit(2000), blocked(2500));
    limiter.pause_chat(Main, CHAT, at(9000));
    limiter.pause_chat(Main, CHAT, at(3000));
    assert_eq!(admit(8999), blocked(9000));
    assert_eq!(limiter.admit(Main, CHAT, None, at(8999)), blocked(9000));
    assert_eq!(limiter.admit(Main, TelegramId(8).into(), Some(rate()), at(8999)), Ok(()));
    assert_eq!(limiter.admit(Auth, CHAT, Some(rate()), at(8999)), Ok(()));
    limiter.pause(Main, at(9500), at(9000)).await;
    assert_eq!(admit(9000), Err(ThrottledBy::Bot(at(9500))));
    // Without a limit nothing is counted.
    for _ in 0..2 {
        assert_eq!(limiter.admit(Main, CHAT, None, at(9500)), Ok(()));
    }
}

#[tokio::test]
async fn a_million_recipients_leave_no_trace_and_a_pause_is_kept() {
    let limiter = limiter(&Arc::new(Store::default()));
    let paused = TelegramId(-1).into();
    limiter.pause_chat(Main, paused, at(3_600_000));
    let mut most = 0;
    for number in 0..1_000_000 {
        // Five thousand a second.
        let admitted = limiter.admit(Main, TelegramId(number).into(), Some(rate()), at(number / 5));
        assert_eq!(admitted, Ok(()));
        most = most.max(locked(&limiter.chats).states.len());
    }
    assert!(most <= 20_000, "{most}");
    let blocked = limiter.admit(Main, paused, Some(rate()), at(200_000));
    assert_eq!(blocked, Err(ThrottledBy::Chat(at(3_600_000))));
}
