//! Roles of one process, from start to stop.

use std::collections::BTreeSet;
use std::time::Duration;

use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::BotCommand;
use marmelad_core::domain::texts::buttons;
use marmelad_core::ports::{PortError, SendError};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::intake::{Intake, poll};
use crate::worker;

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Both bots.
    Bots,
    /// Delivers notifications.
    Worker,
}

/// How a process runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// What it does.
    pub roles: BTreeSet<Role>,
    /// How long a claim holds before others may take its holder for dead.
    pub lease: Duration,
}

/// Why a process could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
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
}

/// After this long a stop does not wait for handlers any more.
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before asking Telegram again who the bots are.
const GREETING_PAUSE: Duration = Duration::from_secs(3);

/// Runs until told to stop; then takes no more work, finishes what is in flight, and returns.
pub async fn run(app: App, options: Options, stop: CancellationToken) -> Result<(), StartError> {
    let owner = format!("{}:{}", std::process::id(), hex::encode(&app.ports.entropy.draw()[..8]));
    // Loops are stopped by the token; handlers are waited for.
    let (loops, handlers) = (TaskTracker::new(), TaskTracker::new());
    if options.roles.contains(&Role::Bots) {
        for bot in [BotKind::Main, BotKind::Auth] {
            introduce(&app, bot, &stop).await?;
            start_bot(&app, bot, &owner, options.lease, &stop, &loops, &handlers);
        }
    }
    if options.roles.contains(&Role::Worker) {
        let (app, owner, stop, lease) = (app.clone(), owner.clone(), stop.clone(), options.lease);
        loops.spawn(async move { worker::deliver(&app, &owner, lease, &stop).await });
    }
    stop.cancelled().await;
    loops.close();
    handlers.close();
    let finished = async {
        loops.wait().await;
        handlers.wait().await;
    };
    if tokio::time::timeout(STOP_PATIENCE, finished).await.is_err() {
        tracing::warn!(
            "some work did not finish in time; its claims run out and it is taken up again"
        );
    }
    Ok(())
}

fn start_bot(
    app: &App,
    bot: BotKind,
    owner: &str,
    lease: Duration,
    stop: &CancellationToken,
    loops: &TaskTracker,
    handlers: &TaskTracker,
) {
    let intake = Intake::new(app.clone(), bot, owner, lease, handlers.clone());
    let sweeping = (intake.clone(), stop.clone());
    loops.spawn(async move { sweeping.0.sweep(&sweeping.1).await });
    let (app, owner, stop) = (app.clone(), owner.to_owned(), stop.clone());
    loops.spawn(async move { poll(&app, bot, &intake, &owner, lease, &stop).await });
}

/// Learns the bot's name and sets its command menu. Telegram away: tries until it is back.
async fn introduce(app: &App, bot: BotKind, stop: &CancellationToken) -> Result<(), StartError> {
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
            Err(SendError::Unauthorized) => return Err(StartError::Token { bot, variable }),
            Err(error) => tracing::warn!(%bot, %error, "Telegram does not answer; trying again"),
        }
        let _ = stop
            .run_until_cancelled(tokio::time::sleep(GREETING_PAUSE))
            .await;
    }
    Ok(())
}
