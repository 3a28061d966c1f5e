//! `marmelad-bots`: both bots, the worker that sends notifications and broadcasts, and the scheduler.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use marmelad_adapters::bootstrap::{BootstrapError, Overrides, bootstrap};
use marmelad_adapters::config::{Config, ConfigError, Purpose};
use marmelad_adapters::gauges::update_gauges;
use marmelad_adapters::metrics::{self, MetricsError};
use marmelad_adapters::{heartbeat, lifecycle, telemetry};
use marmelad_bots::bot_setup::SetupError;
use marmelad_bots::service::ServiceError;
use marmelad_bots::{Options, Role, UpdatesBy};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

/// Both Telegram bots, the worker that sends notifications and broadcasts, and the scheduler.
///
/// Configured by environment variables and `.env`; see `.env.example`.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// Roles of this process, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Role::value_variants().to_vec())]
    roles: Vec<Role>,
}

const NAME: &str = "marmelad-bots";

/// Why the process stops with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(ConfigError),
    #[error("cannot listen on BOTS_ADDR={address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error(transparent)]
    Metrics(#[from] MetricsError),
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
            Self::Config(_)
            | Self::Service(ServiceError::Setup(
                SetupError::Token { .. } | SetupError::Webhook { .. },
            )) => 2,
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
    let named = roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(",");
    let config = Config::from_env(Purpose::Bots { takes_updates }).map_err(Failure::Config)?;
    telemetry::init(&config.log);
    if let Some(address) = config.listen.metrics {
        metrics::serve(address, NAME)?;
    }
    let shutdown = lifecycle::shutdown_on_signals().map_err(Failure::Signals)?;
    // Before the database: a port in use is reported at once, and Telegram's calls wait meanwhile.
    let updates = updates_by(&config).await?;
    let running = bootstrap(&config, Overrides::default()).await?;
    let options =
        Options { roles, updates, lease: config.delivery.lease, batch: config.delivery.batch_size };
    let beside = TaskTracker::new();
    if config.listen.metrics.is_some() {
        let (running, stop) = (running.clone(), shutdown.clone());
        beside.spawn(async move { update_gauges(&running, true, &stop).await });
    }
    let (present, stop) = (running.clone(), shutdown.clone());
    beside.spawn(async move { heartbeat::report(&present, NAME, &named, &stop).await });
    let ended = marmelad_bots::run(running.app.clone(), options, shutdown.clone()).await;
    shutdown.cancel();
    beside.close();
    beside.wait().await;
    running.close().await;
    ended.map_err(Failure::from)
}

/// Webhooks are configured only for a process that takes updates.
async fn updates_by(config: &Config) -> Result<UpdatesBy, Failure> {
    let Some(webhooks) = &config.telegram.webhooks else {
        return Ok(UpdatesBy::Polling);
    };
    let address = config.listen.bots;
    let listener =
        TcpListener::bind(address).await.map_err(|source| Failure::Listen { address, source })?;
    Ok(UpdatesBy::Webhooks { listener, secret: webhooks.secret.clone() })
}
