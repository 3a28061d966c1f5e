//! Long polling: one process per bot asks Telegram for updates.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::delivery::SendError;
use tokio_util::sync::CancellationToken;

use super::dispatcher::Dispatcher;

/// How long a dead process keeps others from polling. A poll with its answer ends within two thirds of it.
const LEASE: Duration = Duration::from_secs(30);
/// How long to wait before asking again after a failure.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to wait when Telegram does not accept the token.
const UNAUTHORIZED_PAUSE: Duration = Duration::from_secs(30);

/// Polls one bot until told to stop, whenever this process holds the bot's lease. Telegram forgets the updates below the
/// `offset` of a poll, so the offset moves only after they are stored.
pub async fn poll(app: &App, dispatcher: &Arc<Dispatcher>, owner: &str, stop: &CancellationToken) {
    let bot = dispatcher.bot();
    let mut lease = PollLease { app, name: format!("poll:{bot}"), owner, held_until: None };
    let mut offset = None;
    while !stop.is_cancelled() {
        let pause = if lease.hold().await {
            poll_once(app, dispatcher, &mut offset, stop).await.err().unwrap_or_default()
        } else {
            // Another replica polls; which updates it confirms is unknown here.
            offset = None;
            PAUSE
        };
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
    lease.give_back().await;
}

/// This process's claim to be the one that polls a bot.
struct PollLease<'a> {
    app: &'a App,
    name: String,
    owner: &'a str,
    held_until: Option<DateTime<Utc>>,
}

impl PollLease<'_> {
    /// Whether the lease is held for two thirds of its length more. It is renewed only when it is not, so that a busy
    /// bot does not write it with every poll.
    async fn hold(&mut self) -> bool {
        let needed_until = self.app.now() + LEASE * 2 / 3;
        if self.held_until.is_some_and(|until| until > needed_until) {
            return true;
        }
        let acquired = self.app.system.acquire_lease(&self.name, self.owner, LEASE).await;
        self.held_until = acquired.unwrap_or_else(|error| {
            tracing::warn!(lease = self.name, %error, "the polling lease could not be asked for");
            None
        });
        self.held_until.is_some()
    }

    async fn give_back(&self) {
        if let Err(error) = self.app.system.release_lease(&self.name, self.owner).await {
            tracing::warn!(lease = self.name, %error, "the polling lease was not given back; it runs out");
        }
    }
}

/// One poll; on failure, how long to wait before the next one. A stop ends the waiting for updates, but not the storing of
/// those that came: they would stay claimed by a process that is gone.
async fn poll_once(
    app: &App,
    dispatcher: &Arc<Dispatcher>,
    offset: &mut Option<i64>,
    stop: &CancellationToken,
) -> Result<(), Duration> {
    let bot = dispatcher.bot();
    let polling = app.intake.poll(bot, *offset);
    let Some(polled) = stop.run_until_cancelled(polling).await else {
        return Ok(());
    };
    let updates = polled.map_err(|error| {
        tracing::warn!(%bot, %error, "updates could not be fetched");
        match error {
            SendError::RetryAfter(wait) => wait,
            SendError::Unauthorized => UNAUTHORIZED_PAUSE,
            _ => PAUSE,
        }
    })?;
    let Some(last) = updates.iter().map(|update| update.update_id).max() else {
        return Ok(());
    };
    dispatcher.take(updates).await.map_err(|error| {
        tracing::error!(%bot, error = describe(&error), "updates could not be stored; Telegram keeps them");
        PAUSE
    })?;
    *offset = Some(last + 1);
    Ok(())
}
