//! In which order this process sends the deliveries of a bot: notifications before broadcasts, each in its order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_core::App;
use marmelad_core::delivery::{Rate, Reservation, ThrottledBy};
use marmelad_core::kernel::{Address, BotKind, PortError};
use tokio::sync::Mutex;

/// The rate alone never makes a delivery wait longer, only a pause does: then nobody stays in the queue.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// The least time before the rate limiter is asked again.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);
/// How long after its send time a reservation is good for another message than the one that made it.
const PASSED_ON_FOR: chrono::Duration = chrono::Duration::milliseconds(10);

/// How urgent a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// Notifications, which overtake broadcasts.
    Notification,
    /// Messages of broadcasts, and their recall.
    Broadcast,
}

/// One queue per bot. Whoever is first reserves a send time from the rate limiter, which all processes share, and waits for
/// it; a notification that has come by then gets the time of a broadcast's message. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct SendQueue {
    main: Arc<BotQueue>,
    auth: Arc<BotQueue>,
}

#[derive(Debug, Default)]
struct BotQueue {
    /// How many notifications wait.
    notifications: AtomicUsize,
    /// Lets one message of a broadcast at a time compete with the notifications.
    broadcasts: Mutex<()>,
    /// Held by whoever is first, in the order in which they came; the send time that is reserved and not used.
    first: Mutex<Option<DateTime<Utc>>>,
}

impl SendQueue {
    /// Waits until a delivery of `bot` may be sent into `chat`, and counts it as sent. `Some`: it must not be sent before
    /// then; told at once when the chat has to wait or the bot is paused, else after `patience`. May be dropped.
    pub async fn wait(
        &self,
        app: &App,
        bot: BotKind,
        chat: Address,
        priority: Priority,
        patience: Duration,
    ) -> Result<Option<ThrottledBy>, PortError> {
        let Some(rate) = app.delivery.telegram_rate().await? else {
            return Ok(unlimited(app, bot, chat).await.err());
        };
        let queue = match bot {
            BotKind::Main => &self.main,
            BotKind::Auth => &self.auth,
        };
        let admitted = queue.wait(app, bot, chat, priority, rate);
        Ok(match tokio::time::timeout(patience, admitted).await {
            Ok(admitted) => admitted.err(),
            Err(_) => Some(ThrottledBy::Bot(app.now())),
        })
    }
}

/// Without a limit nobody waits for anybody; only pauses are obeyed.
async fn unlimited(app: &App, bot: BotKind, chat: Address) -> Result<(), ThrottledBy> {
    match app.delivery.reserve_send_time(bot, None).await {
        Reservation::SendAt(_) => app.delivery.admit_delivery(bot, chat, None),
        Reservation::RetryAt(at) => Err(ThrottledBy::Bot(at)),
    }
}

impl BotQueue {
    async fn wait(
        &self,
        app: &App,
        bot: BotKind,
        chat: Address,
        priority: Priority,
        rate: Rate,
    ) -> Result<(), ThrottledBy> {
        let is_broadcast = priority == Priority::Broadcast;
        let _waiting = (!is_broadcast).then(|| Waiting::among(&self.notifications));
        let _foremost = match priority {
            Priority::Broadcast => Some(self.broadcasts.lock().await),
            Priority::Notification => None,
        };
        loop {
            let mut reserved = self.first.lock().await;
            let send_at = send_time(app, bot, rate, *reserved).await?;
            *reserved = Some(send_at);
            tokio::time::sleep(until(app, send_at)).await;
            // The lock is fair: a notification that waits is next, and finds the send time reserved.
            if is_broadcast && self.notifications.load(Ordering::Relaxed) > 0 {
                continue;
            }
            app.delivery.admit_delivery(bot, chat, Some(rate))?;
            *reserved = None;
            return Ok(());
        }
    }
}

/// The send time that somebody else reserved and did not use, or the next one.
async fn send_time(
    app: &App,
    bot: BotKind,
    rate: Rate,
    reserved: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>, ThrottledBy> {
    if let Some(send_at) = reserved.filter(|send_at| *send_at + PASSED_ON_FOR >= app.now()) {
        return Ok(send_at);
    }
    loop {
        let at = match app.delivery.reserve_send_time(bot, Some(rate)).await {
            Reservation::SendAt(send_at) => return Ok(send_at),
            Reservation::RetryAt(at) => at,
        };
        let wait = until(app, at);
        if wait > LONGEST_WAIT {
            return Err(ThrottledBy::Bot(at));
        }
        tokio::time::sleep(wait.max(SHORTEST_WAIT)).await;
    }
}

fn until(app: &App, at: DateTime<Utc>) -> Duration {
    (at - app.now()).to_std().unwrap_or_default()
}

/// Counts one that waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn among(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
