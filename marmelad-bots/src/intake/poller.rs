//! Long polling: one process per bot asks Telegram for updates.

use std::time::Duration;

use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::ports::SendError;
use tokio_util::sync::CancellationToken;

use super::Intake;

/// Telegram holds a poll open so long when nothing happens.
const LONGEST_POLL: Duration = Duration::from_secs(25);
/// How long to wait before asking again after a failure.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to wait when Telegram does not accept the token.
const UNAUTHORIZED_PAUSE: Duration = Duration::from_secs(30);

/// Polls one bot until told to stop, whenever this process holds the bot's lease. Asking for the next
/// updates tells Telegram to forget the ones before, so that happens only after they are stored.
pub async fn poll(
    app: &App,
    bot: BotKind,
    intake: &Intake,
    owner: &str,
    lease: Duration,
    stop: &CancellationToken,
) {
    let name = format!("poll:{bot}");
    let timeout = LONGEST_POLL.min(lease / 2);
    let mut offset = None;
    while !stop.is_cancelled() {
        let pause = if holds_lease(app, &name, owner, lease).await {
            match stop
                .run_until_cancelled(poll_once(app, bot, intake, &mut offset, timeout))
                .await
            {
                Some(Ok(())) | None => Duration::ZERO,
                Some(Err(pause)) => pause,
            }
        } else {
            // Another replica polls; what it confirmed is not ours to know.
            offset = None;
            PAUSE
        };
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
    if let Err(error) = app.ports.leases.release(&name, owner).await {
        tracing::warn!(%bot, %error, "the polling lease was not given back; it runs out by itself");
    }
}

async fn holds_lease(app: &App, name: &str, owner: &str, lease: Duration) -> bool {
    let now = app.now();
    let until = now + chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30));
    app.ports
        .leases
        .acquire(name, owner, now, until)
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(name, %error, "the polling lease could not be asked for");
            false
        })
}

/// One poll; on failure, how long to leave Telegram alone.
async fn poll_once(
    app: &App,
    bot: BotKind,
    intake: &Intake,
    offset: &mut Option<i64>,
    timeout: Duration,
) -> Result<(), Duration> {
    let updates = app
        .ports
        .updates
        .poll(bot, *offset, timeout)
        .await
        .map_err(|error| {
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
    intake.take(updates).await.map_err(|error| {
        tracing::error!(%bot, %error, "updates could not be stored; Telegram keeps them");
        PAUSE
    })?;
    *offset = Some(last + 1);
    Ok(())
}
