//! `marmelad-http`: the REST API and the panel.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

use marmelad_adapters::bootstrap::{BootstrapError, Overrides, bootstrap};
use marmelad_adapters::config::{Config, ConfigError, Purpose};
use marmelad_adapters::{lifecycle, telemetry};
use tokio::net::TcpListener;

/// Why the server stops with a failure.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(ConfigError),
    #[error(transparent)]
    Bootstrap(#[from] BootstrapError),
    #[error("cannot listen on HTTP_ADDR={address}")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("cannot hear signals")]
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
    let shutdown = lifecycle::shutdown_on_signals().map_err(Failure::Signals)?;
    let running = bootstrap(&config, Overrides::default()).await?;
    let address = config.listen.http;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| Failure::Listen { address, source })?;
    let served = marmelad_http::serve(running.app.clone(), &config, listener, shutdown).await;
    running.close().await;
    served.map_err(Failure::Serve)
}
