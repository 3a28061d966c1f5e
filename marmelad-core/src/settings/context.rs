//! The context of every service: clock, settings in force and configuration.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Settings, SettingsRepo, Wording};
use crate::kernel::{Clock, Moment, PortError, TelegramId, zone};

/// Configuration values, fixed while the process runs.
#[derive(Debug, Clone)]
pub struct AppContext {
    /// The shops' time zone, used for local days, hours and reports.
    pub zone: Tz,
    /// Telegram ids whose clients are test users.
    pub test_ids: BTreeSet<TelegramId>,
    /// Address of the panel, for login links; without a slash at the end.
    pub panel_url: String,
    /// Whether the Bot API server is not Telegram's own; only then may a bot send without limit.
    pub own_bot_api: bool,
}

/// The clock, the settings in force and the configuration. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    clock: Arc<dyn Clock>,
    settings: Arc<dyn SettingsRepo>,
    /// The shops' time zone.
    pub zone: Tz,
    pub config: Arc<AppContext>,
}

impl Context {
    pub(crate) fn new(
        clock: Arc<dyn Clock>,
        settings: Arc<dyn SettingsRepo>,
        config: AppContext,
    ) -> Self {
        Self { clock, settings, zone: config.zone, config: Arc::new(config) }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The current local day in the shops' zone.
    pub fn today(&self) -> NaiveDate {
        zone::local_day(self.now(), self.zone)
    }

    /// The current instant with the shops' time zone, for evaluating filters.
    pub fn moment(&self) -> Moment {
        Moment { now: self.now(), zone: self.zone }
    }

    /// The settings in force.
    pub async fn settings(&self) -> Result<Arc<Settings>, PortError> {
        self.settings.current().await
    }

    /// The texts in force at the current instant.
    pub fn wording<'a>(&self, settings: &'a Settings) -> Wording<'a> {
        Wording { settings, zone: self.zone, now: self.now() }
    }
}
