//! `marmelad-bots`: both bots, the worker that delivers notifications, and the scheduler.

use std::collections::BTreeSet;
use std::io;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use marmelad_adapters::bootstrap::{BootstrapError, Overrides, bootstrap};
use marmelad_adapters::config::{BotMode, Config, ConfigError, Purpose};
use marmelad_adapters::{lifecycle, telemetry};
use marmelad_bots::service::ServiceError;
use marmelad_bots::{Options, Role};

/// Both Telegram bots, the worker that delivers notifications, and the scheduler that cleans up.
///
/// Configured by environment variables and `.env`; see `.env.example`.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// What this process does.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Role::value_variants().to_vec())]
    roles: Vec<Role>,
}

/// Why the process stops with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(ConfigError),
    #[error("BOT_MODE=webhook is not supported yet; set BOT_MODE=polling")]
    Webhooks,
    #[error(transparent)]
    Bootstrap(#[from] BootstrapError),
    #[error("cannot hear signals")]
    Signals(#[source] io::Error),
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Webhooks | Self::Service(ServiceError::Token { .. }) => 2,
            _ => 1,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("marmelad-bots: {}", telemetry::describe(&failure));
            failure.code().into()
        }
    }
}

async fn run(args: Args) -> Result<(), Failure> {
    let roles: BTreeSet<Role> = args.roles.into_iter().collect();
    let takes_updates = roles.contains(&Role::Bots);
    let config = Config::from_env(Purpose::Bots { takes_updates }).map_err(Failure::Config)?;
    if takes_updates && config.telegram.bot_mode == BotMode::Webhook {
        return Err(Failure::Webhooks);
    }
    telemetry::init(&config.log);
    let shutdown = lifecycle::shutdown_on_signals().map_err(Failure::Signals)?;
    let running = bootstrap(&config, Overrides::default()).await?;
    let options = Options {
        roles,
        lease: config.delivery.lease,
    };
    let ended = marmelad_bots::run(running.app.clone(), options, shutdown).await;
    running.close().await;
    ended.map_err(Failure::from)
}
