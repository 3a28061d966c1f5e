//! In which order the deliveries of one process take their turns.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use marmelad_core::App;
use marmelad_core::delivery::{DeliveryTurn, Holdup};
use marmelad_core::kernel::{BotKind, PortError, TelegramId};
use tokio::sync::Notify;

/// The least to wait before asking for a turn again.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);

/// How much a delivery matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Notifications.
    Urgent,
    /// Broadcasts.
    Bulk,
}

/// A line of deliveries per bot: the urgent ones before the bulk, each class in its order. Who stands first asks the
/// budget that all processes share; the others wait behind. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    main: Arc<Line>,
    auth: Arc<Line>,
}

impl Turns {
    /// Waits for leave to send a delivery of `bot` into `chat`, at most about as long as `patience`. A turn that is
    /// further off, and a chat that must wait, are told at once: nobody stands behind them. May be dropped.
    pub async fn wait(
        &self,
        app: &App,
        bot: BotKind,
        chat: TelegramId,
        class: Class,
        patience: Duration,
    ) -> Result<DeliveryTurn, PortError> {
        let holdup = self.holdup(app, bot, chat, class, patience).await?;
        Ok(match holdup {
            None => DeliveryTurn::Now,
            Some(Holdup::Bot(at) | Holdup::Chat(at)) => DeliveryTurn::At(at),
        })
    }

    /// The same, and whom the wait concerns; `None` = go.
    pub async fn holdup(
        &self,
        app: &App,
        bot: BotKind,
        chat: TelegramId,
        class: Class,
        patience: Duration,
    ) -> Result<Option<Holdup>, PortError> {
        let place = self.of(bot).join(class);
        let turn = tokio::time::timeout(patience, place.turn(app, bot, chat, patience));
        match turn.await {
            Ok(turn) => turn,
            Err(_) => Ok(Some(Holdup::Bot(app.now()))),
        }
    }

    fn of(&self, bot: BotKind) -> &Arc<Line> {
        match bot {
            BotKind::Main => &self.main,
            BotKind::Auth => &self.auth,
        }
    }
}

/// Who waits, by class. Each is told when it has become first, and when it no longer is.
#[derive(Debug, Default)]
struct Line {
    queues: Mutex<Queues>,
    /// Held by whoever asks, who may have been overtaken meanwhile.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Queues {
    urgent: VecDeque<Arc<Notify>>,
    bulk: VecDeque<Arc<Notify>>,
}

impl Queues {
    fn first(&self) -> Option<&Arc<Notify>> {
        self.urgent.front().or(self.bulk.front())
    }

    fn of(&mut self, class: Class) -> &mut VecDeque<Arc<Notify>> {
        match class {
            Class::Urgent => &mut self.urgent,
            Class::Bulk => &mut self.bulk,
        }
    }
}

impl Line {
    fn join(self: &Arc<Self>, class: Class) -> Place {
        let me = Arc::new(Notify::new());
        self.change(|queues| queues.of(class).push_back(Arc::clone(&me)));
        Place {
            line: Arc::clone(self),
            class,
            me,
        }
    }

    /// Tells the first before and after, where these are two.
    fn change(&self, change: impl FnOnce(&mut Queues)) {
        let mut queues = self.queues();
        let before = queues.first().cloned();
        change(&mut queues);
        let after = queues.first();
        if before.as_ref().map(Arc::as_ptr) != after.map(Arc::as_ptr) {
            for first in before.iter().chain(after) {
                first.notify_one();
            }
        }
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in a line, left when dropped.
#[derive(Debug)]
struct Place {
    line: Arc<Line>,
    class: Class,
    me: Arc<Notify>,
}

impl Place {
    async fn turn(
        &self,
        app: &App,
        bot: BotKind,
        chat: TelegramId,
        patience: Duration,
    ) -> Result<Option<Holdup>, PortError> {
        loop {
            while !self.is_first() {
                self.me.notified().await;
            }
            let asking = self.line.asking.lock().await;
            if !self.is_first() {
                continue;
            }
            let holdup = app.delivery.delivery_holdup(bot, chat).await?;
            drop(asking);
            let at = match holdup {
                None | Some(Holdup::Chat(_)) => return Ok(holdup),
                Some(Holdup::Bot(at)) => at,
            };
            let wait = (at - app.now()).to_std().unwrap_or_default();
            if wait > patience {
                return Ok(Some(Holdup::Bot(at)));
            }
            // Somebody more urgent need not wait behind this.
            let sleep = tokio::time::sleep(wait.max(SHORTEST_WAIT));
            tokio::pin!(sleep);
            while self.is_first() {
                tokio::select! {
                    () = &mut sleep => break,
                    () = self.me.notified() => {}
                }
            }
        }
    }

    fn is_first(&self) -> bool {
        let queues = self.line.queues();
        queues
            .first()
            .is_some_and(|first| Arc::ptr_eq(first, &self.me))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line.change(|queues| {
            let queue = queues.of(self.class);
            // At the front, mostly.
            if let Some(mine) = queue.iter().position(|other| Arc::ptr_eq(other, &self.me)) {
                queue.remove(mine);
            }
        });
    }
}

#[cfg(test)]
mod tests;
