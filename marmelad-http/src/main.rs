//! `marmelad-http`: the REST API and the panel.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

use marmelad_adapters::bootstrap::{BootstrapError, Overrides, bootstrap};
use marmelad_adapters::config::{Config, ConfigError, Purpose};
use marmelad_adapters::gauges::update_gauges;
use marmelad_adapters::metrics::{self, MetricsError};
use marmelad_adapters::{heartbeat, lifecycle, telemetry};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

const NAME: &str = "marmelad-http";

/// Why the server stops with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(ConfigError),
    #[error(transparent)]
    Bootstrap(#[from] BootstrapError),
    #[error("cannot listen on HTTP_ADDR={address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    #[error("cannot listen to signals")]
    Signals(#[source] io::Error),
    #[error("the server stopped")]
    Serve(#[source] io::Error),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Config(_) => 2,
            _ => 1,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("marmelad-http: {}", telemetry::describe(&failure));
            failure.code().into()
        }
    }
}

async fn run() -> Result<(), Failure> {
    let config = Config::from_env(Purpose::Http).map_err(Failure::Config)?;
    telemetry::init(&config.log);
    if let Some(address) = config.listen.metrics {
        metrics::serve(address, NAME)?;
    }
    let shutdown = lifecycle::shutdown_on_signals().map_err(Failure::Signals)?;
    let running = bootstrap(&config, Overrides::default()).await?;
    let address = config.listen.http;
    let listener =
        TcpListener::bind(address).await.map_err(|source| Failure::Listen { address, source })?;
    let beside = TaskTracker::new();
    if config.listen.metrics.is_some() {
        let (running, stop) = (running.clone(), shutdown.clone());
        beside.spawn(async move { update_gauges(&running, false, &stop).await });
    }
    let (present, stop) = (running.clone(), shutdown.clone());
    beside.spawn(async move { heartbeat::report(&present, NAME, "", &stop).await });
    let served =
        marmelad_http::serve(running.app.clone(), &config, listener, shutdown.clone()).await;
    shutdown.cancel();
    beside.close();
    beside.wait().await;
    running.close().await;
    served.map_err(Failure::Serve)
}
