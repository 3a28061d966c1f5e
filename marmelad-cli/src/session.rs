//! The application used by commands.

use chrono::{DateTime, Utc};
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{AppEnv, Config, Purpose};
use marmelad_adapters::telemetry;
use marmelad_core::App;
use marmelad_core::kernel::zone;

use crate::exit::Failure;
use crate::output::Output;

/// An open application with the output.
pub struct Session {
    pub app: App,
    pub out: Output,
    running: Running,
}

impl Session {
    /// Opens the configured database, which must exist and be migrated: no command creates one as a side effect.
    pub async fn open(out: Output) -> Result<Self, Failure> {
        Self::with(&configuration(Purpose::Cli)?, out).await
    }

    /// Opens a session with a given configuration.
    pub async fn with(config: &Config, out: Output) -> Result<Self, Failure> {
        let mut config = config.clone();
        // `prod` requires a migrated schema, and no first owner is added by a mere query.
        config.app_env = AppEnv::Prod;
        config.first_superadmin = None;
        let running = bootstrap(&config, Overrides::default()).await?;
        Ok(Self { app: running.app.clone(), out, running })
    }

    /// Closes the database's connections.
    pub async fn close(self) {
        self.running.close().await;
    }

    /// Formats an instant in the shops' time zone: `2026-03-05 14:05`.
    pub fn local(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.app.context.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Formats a day in the shops' time zone: `2026-03-05`.
    pub fn local_day(&self, at: DateTime<Utc>) -> String {
        zone::local_day(at, self.app.context.zone).to_string()
    }

    /// Formats as [`Self::local`]; empty for `None`.
    pub fn local_opt(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.local(at)).unwrap_or_default()
    }
}

/// Reads the configuration from the environment and `.env`. Logging is off unless `RUST_LOG` is set.
pub fn configuration(purpose: Purpose) -> Result<Config, Failure> {
    let config = Config::from_env(purpose)?;
    if std::env::var_os("RUST_LOG").is_some() {
        telemetry::init(&config.log);
    }
    Ok(config)
}
