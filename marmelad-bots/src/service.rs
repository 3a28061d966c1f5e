//! Roles of one process, from start to stop.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::try_join_all;
use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::BotCommand;
use marmelad_core::domain::texts::buttons;
use marmelad_core::ports::{PortError, SendError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::intake::{Intake, poll};
use crate::{scheduler, worker};

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Both bots.
    Bots,
    /// Delivers notifications.
    Worker,
    /// Cleans up by the calendar.
    Scheduler,
}

/// How a process runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// What it does.
    pub roles: BTreeSet<Role>,
    /// How long a claim holds before others may take its holder for dead.
    pub lease: Duration,
}

/// Why a process could not start, or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Telegram does not accept a token.
    #[error("Telegram does not accept the token of the {bot} bot; check {variable}")]
    Token {
        /// Which bot.
        bot: BotKind,
        /// Where its token stands.
        variable: &'static str,
    },
    /// The database does not work.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A part that should run as long as the process ended; the log says why.
    #[error("a part of the service broke down")]
    Crashed,
}

/// After this long a stop does not wait for handlers any more.
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before asking Telegram again who the bots are.
const GREETING_PAUSE: Duration = Duration::from_secs(3);

/// Runs until told to stop; then takes no more work, finishes what is in flight, and returns.
pub async fn run(app: App, options: Options, stop: CancellationToken) -> Result<(), ServiceError> {
    let owner = format!(
        "{}:{}",
        std::process::id(),
        hex::encode(&app.ports.entropy.draw()[..8])
    );
    let bots: &[BotKind] = if options.roles.contains(&Role::Bots) {
        &[BotKind::Main, BotKind::Auth]
    } else {
        &[]
    };
    // All of them before anything is begun: a token that is refused leaves nothing half started.
    try_join_all(bots.iter().map(|bot| introduce(&app, *bot, &stop))).await?;
    // Loops are stopped by the token; handlers are waited for.
    let stop = stop.child_token();
    let (mut loops, handlers) = (JoinSet::new(), TaskTracker::new());
    for bot in bots {
        start_bot(
            &app,
            *bot,
            &owner,
            options.lease,
            &stop,
            &mut loops,
            &handlers,
        );
    }
    if options.roles.contains(&Role::Worker) {
        let (app, stop, lease) = (app.clone(), stop.clone(), options.lease);
        loops.spawn(async move { worker::deliver(&app, &owner, lease, &stop).await });
    }
    if options.roles.contains(&Role::Scheduler) {
        let (app, stop) = (app.clone(), stop.clone());
        loops.spawn(async move { scheduler::keep(&app, &stop).await });
    }
    let ended = until_stopped(&mut loops, &stop).await;
    stop.cancel();
    handlers.close();
    let finished = async {
        while loops.join_next().await.is_some() {}
        handlers.wait().await;
    };
    if tokio::time::timeout(STOP_PATIENCE, finished).await.is_err() {
        tracing::warn!(
            "some work did not finish in time; its claims run out and it is taken up again"
        );
    }
    ended
}

/// A process in which a loop ended by itself would look alive and do half of its work.
async fn until_stopped(
    loops: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        Some(ended) = loops.join_next() => {
            if stop.is_cancelled() {
                return Ok(());
            }
            let error = ended.err().map(|error| error.to_string());
            tracing::error!(error, "a part of the service broke down; stopping");
            Err(ServiceError::Crashed)
        }
    }
}

fn start_bot(
    app: &App,
    bot: BotKind,
    owner: &str,
    lease: Duration,
    stop: &CancellationToken,
    loops: &mut JoinSet<()>,
    handlers: &TaskTracker,
) {
    let intake = Intake::new(app.clone(), bot, owner, lease, handlers.clone());
    let sweeping = (intake.clone(), stop.clone());
    loops.spawn(async move { sweeping.0.sweep(&sweeping.1).await });
    let (app, owner, stop) = (app.clone(), owner.to_owned(), stop.clone());
    loops.spawn(async move { poll(&app, bot, &intake, &owner, &stop).await });
}

/// Learns the bot's name and sets its command menu. Telegram away: tries until it is back.
async fn introduce(app: &App, bot: BotKind, stop: &CancellationToken) -> Result<(), ServiceError> {
    let (commands, variable): (&[BotCommand], _) = match bot {
        BotKind::Main => (buttons::MAIN_COMMANDS, "TELEGRAM_MAIN_BOT_TOKEN"),
        BotKind::Auth => (buttons::AUTH_COMMANDS, "TELEGRAM_AUTH_BOT_TOKEN"),
    };
    while !stop.is_cancelled() {
        let greeting = async {
            let me = app.ports.messenger.me(bot).await?;
            app.ports.messenger.set_commands(bot, commands).await?;
            Ok::<_, SendError>(me)
        };
        match greeting.await {
            Ok(me) => {
                tracing::info!(%bot, username = me.username, "the bot is ready");
                if bot == BotKind::Main {
                    app.learn_main_bot_username(&me.username).await?;
                }
                return Ok(());
            }
            Err(SendError::Unauthorized) => return Err(ServiceError::Token { bot, variable }),
            Err(error) => tracing::warn!(%bot, %error, "Telegram does not answer; trying again"),
        }
        let _ = stop
            .run_until_cancelled(tokio::time::sleep(GREETING_PAUSE))
            .await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_loop_that_ends_by_itself_ends_the_process() {
        let (mut loops, stop) = (JoinSet::new(), CancellationToken::new());
        loops.spawn(async { panic!("a bug") });
        let ended = until_stopped(&mut loops, &stop).await;
        assert!(matches!(ended, Err(ServiceError::Crashed)));
    }

    #[tokio::test]
    async fn loops_that_are_told_to_stop_may_end() {
        let (mut loops, stop) = (JoinSet::new(), CancellationToken::new());
        stop.cancel();
        loops.spawn(async {});
        assert!(until_stopped(&mut loops, &stop).await.is_ok());
    }
}
