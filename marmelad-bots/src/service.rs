//! Roles of one process, from start to stop.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::try_join_all;
use marmelad_core::App;
use marmelad_core::domain::bot::{BotKind, WebhookInfo};
use marmelad_core::domain::message::{BotCommand, BotIdentity};
use marmelad_core::domain::texts::buttons;
use marmelad_core::ports::{PortError, SendError};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::intake::{Intake, poll};
use crate::{scheduler, webhook, worker};

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Both bots.
    Bots,
    /// Delivers notifications and broadcasts.
    Worker,
    /// Cleans up by the calendar.
    Scheduler,
}

impl Role {
    /// As it is typed after `--roles`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bots => "bots",
            Self::Worker => "worker",
            Self::Scheduler => "scheduler",
        }
    }
}

/// How a process runs.
#[derive(Debug)]
pub struct Options {
    /// What it does.
    pub roles: BTreeSet<Role>,
    /// How updates come in, where the bots are among its roles.
    pub updates: UpdatesBy,
    /// How long a claim holds before others may take its holder for dead.
    pub lease: Duration,
    /// Recipients of a broadcast claimed at a time, 1–500.
    pub batch: u32,
}

/// How updates come in.
#[derive(Debug)]
pub enum UpdatesBy {
    /// The bots ask.
    Polling,
    /// Telegram calls.
    Webhooks {
        /// Where.
        listener: TcpListener,
        /// What it must send along.
        secret: SecretString,
    },
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
    /// Telegram does not like where a bot's updates should be delivered.
    #[error("Telegram refuses the webhook of the {bot} bot ({variable}): {reason}")]
    Webhook {
        /// Which bot.
        bot: BotKind,
        /// Where its address stands.
        variable: &'static str,
        /// Telegram's own words.
        reason: String,
    },
    /// The database does not work.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A part that should run as long as the process ended; the log says why.
    #[error("a part of the service broke down")]
    Crashed,
}

const BOTS: [BotKind; 2] = [BotKind::Main, BotKind::Auth];
/// After this long a stop does not wait for handlers any more; the rest of the grace is for closing.
const STOP_PATIENCE: Duration = Duration::from_secs(9);
/// How long to wait before asking Telegram again who the bots are.
const GREETING_PAUSE: Duration = Duration::from_secs(3);

/// Runs until told to stop; then takes no more work, finishes what is in flight, and returns.
pub async fn run(app: App, options: Options, stop: CancellationToken) -> Result<(), ServiceError> {
    let owner = format!(
        "{}:{}",
        std::process::id(),
        hex::encode(&app.ports.entropy.draw()[..8])
    );
    let takes_updates = options.roles.contains(&Role::Bots);
    if takes_updates {
        // Both before anything is begun: a token that is refused leaves nothing half started.
        let by_webhooks = matches!(options.updates, UpdatesBy::Webhooks { .. });
        let greetings = BOTS.map(|bot| introduce(&app, bot, by_webhooks, &stop));
        try_join_all(greetings).await?;
    }
    // Loops are stopped by the token; handlers are waited for.
    let stop = stop.child_token();
    let (mut loops, handlers) = (JoinSet::new(), TaskTracker::new());
    if takes_updates {
        let intakes = BOTS.map(|bot| {
            let (app, handlers, stop) = (app.clone(), handlers.clone(), stop.clone());
            Intake::new(app, bot, &owner, options.lease, handlers, stop)
        });
        take_updates(&app, options.updates, intakes, &owner, &stop, &mut loops);
    }
    if options.roles.contains(&Role::Worker) {
        deliver(&app, owner, options.lease, options.batch, &stop, &mut loops);
    }
    if options.roles.contains(&Role::Scheduler) {
        let (app, stop) = (app.clone(), stop.clone());
        loops.spawn(async move { scheduler::run(&app, &stop).await });
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

/// Starts what sends notifications and broadcasts. They share the bots' pace.
fn deliver(
    app: &App,
    owner: String,
    lease: Duration,
    batch: u32,
    stop: &CancellationToken,
    loops: &mut JoinSet<()>,
) {
    let turns = worker::Turns::default();
    let broadcasts = worker::broadcasts::Options {
        owner: owner.clone(),
        lease,
        batch,
    };
    {
        let (app, stop, turns) = (app.clone(), stop.clone(), turns.clone());
        loops.spawn(async move { worker::deliver(&app, &owner, lease, &turns, &stop).await });
    }
    let (app, stop) = (app.clone(), stop.clone());
    loops
        .spawn(async move { worker::broadcasts::broadcast(&app, broadcasts, &turns, &stop).await });
}

/// Starts what brings updates in, and what looks for those that nobody handles.
fn take_updates(
    app: &App,
    updates: UpdatesBy,
    intakes: [Intake; 2],
    owner: &str,
    stop: &CancellationToken,
    loops: &mut JoinSet<()>,
) {
    for intake in intakes.clone() {
        loops.spawn(async move { intake.sweep().await });
    }
    match updates {
        UpdatesBy::Polling => {
            for intake in intakes {
                let (app, owner, stop) = (app.clone(), owner.to_owned(), stop.clone());
                loops.spawn(async move { poll(&app, &intake, &owner, &stop).await });
            }
        }
        UpdatesBy::Webhooks { listener, secret } => {
            let (endpoint, stop) = (webhook::endpoint(intakes, secret), stop.clone());
            loops.spawn(async move {
                if let Err(error) = webhook::serve(listener, endpoint, stop).await {
                    tracing::error!(%error, "the webhooks are not served any more");
                }
            });
        }
    }
}

/// Learns the bot's name, sets its command menu, and sees to how its updates come. Telegram away: tries
/// until it is back.
async fn introduce(
    app: &App,
    bot: BotKind,
    by_webhooks: bool,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    while !stop.is_cancelled() {
        match greet(app, bot).await {
            Ok(me) => {
                tracing::info!(%bot, username = me.username, "the bot is ready");
                if bot == BotKind::Main {
                    app.learn_main_bot_username(&me.username).await?;
                }
                break;
            }
            Err(SendError::Unauthorized) => {
                let variable = match bot {
                    BotKind::Main => "TELEGRAM_MAIN_BOT_TOKEN",
                    BotKind::Auth => "TELEGRAM_AUTH_BOT_TOKEN",
                };
                return Err(ServiceError::Token { bot, variable });
            }
            Err(error) => leave_alone(bot, &error, stop).await,
        }
    }
    if by_webhooks {
        set_webhook(app, bot, stop).await
    } else {
        warn_of_webhook(app, bot).await;
        Ok(())
    }
}

async fn greet(app: &App, bot: BotKind) -> Result<BotIdentity, SendError> {
    let commands: &[BotCommand] = match bot {
        BotKind::Main => buttons::MAIN_COMMANDS,
        BotKind::Auth => buttons::AUTH_COMMANDS,
    };
    let me = app.ports.messenger.me(bot).await?;
    app.ports.messenger.set_commands(bot, commands).await?;
    Ok(me)
}

/// Any number of replicas may: it is the same webhook.
async fn set_webhook(
    app: &App,
    bot: BotKind,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    while !stop.is_cancelled() {
        match app.ports.messenger.set_webhook(bot).await {
            Ok(url) => {
                tracing::info!(%bot, url, "updates are delivered to the webhook");
                return Ok(());
            }
            Err(SendError::Rejected(reason) | SendError::BodyRejected(reason)) => {
                let variable = match bot {
                    BotKind::Main => "TELEGRAM_WEBHOOK_MAIN_URL",
                    BotKind::Auth => "TELEGRAM_WEBHOOK_AUTH_URL",
                };
                return Err(ServiceError::Webhook {
                    bot,
                    variable,
                    reason,
                });
            }
            Err(error) => leave_alone(bot, &error, stop).await,
        }
    }
    Ok(())
}

/// Telegram gives nothing to whoever polls while a webhook is set. It may be another installation's, so it is
/// for people to delete.
async fn warn_of_webhook(app: &App, bot: BotKind) {
    if let Ok(WebhookInfo { url: Some(url), .. }) = app.ports.messenger.webhook(bot).await {
        tracing::error!(
            %bot, url,
            "updates are delivered to a webhook, so they cannot be polled; run `marmelad-cli webhook delete`, \
             or set BOT_MODE=webhook"
        );
    }
}

async fn leave_alone(bot: BotKind, error: &SendError, stop: &CancellationToken) {
    let pause = match error {
        SendError::RetryAfter(wait) => GREETING_PAUSE.max(*wait),
        _ => GREETING_PAUSE,
    };
    tracing::warn!(%bot, %error, "Telegram does not answer; trying again");
    let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
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
