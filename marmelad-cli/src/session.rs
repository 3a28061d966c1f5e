//! The application that commands work with.

use chrono::{DateTime, Utc};
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{AppEnv, Config, Purpose};
use marmelad_adapters::telemetry;
use marmelad_core::App;
use marmelad_core::kernel::zone;

use crate::exit::Failure;
use crate::output::Output;

/// An opened application and where answers go.
pub struct Session {
    pub app: App,
    pub out: Output,
    running: Running,
}

impl Session {
    /// Opens the configured database, which must be there and migrated: a command never makes one in
    /// passing.
    pub async fn open(out: Output) -> Result<Self, Failure> {
        Self::with(&configuration(Purpose::Cli)?, out).await
    }

    /// The same with a configuration at hand.
    pub async fn with(config: &Config, out: Output) -> Result<Self, Failure> {
        let mut config = config.clone();
        // As strict as production about the schema, and no owner is added while somebody looks around.
        config.app_env = AppEnv::Prod;
        config.first_superadmin = None;
        let running = bootstrap(&config, Overrides::default()).await?;
        Ok(Self {
            app: running.app.clone(),
            out,
            running,
        })
    }

    /// Closes the database's connections.
    pub async fn close(self) {
        self.running.close().await;
    }

    /// `2026-03-05 14:05` in the shops' zone.
    pub fn local(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.app.context.zone)
            .format("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// `2026-03-05` in the shops' zone.
    pub fn local_day(&self, at: DateTime<Utc>) -> String {
        zone::local_day(at, self.app.context.zone).to_string()
    }

    /// An instant as [`Self::local`], or nothing.
    pub fn local_opt(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.local(at)).unwrap_or_default()
    }
}

/// The configuration of the environment and `.env`. The log stays silent unless `RUST_LOG` asks for it.
pub fn configuration(purpose: Purpose) -> Result<Config, Failure> {
    let config = Config::from_env(purpose)?;
    if std::env::var_os("RUST_LOG").is_some() {
        telemetry::init(&config.log);
    }
    Ok(config)
}
