//! What every service works with: the clock, the settings in force, and what the configuration fixes.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Settings, SettingsRepo, Wording};
use crate::kernel::{Clock, Moment, PortError, TelegramId, zone};

/// What the configuration fixes for the life of the process.
#[derive(Debug, Clone)]
pub struct AppContext {
    /// The shops' time zone: "today", hours and reports are meant in it.
    pub zone: Tz,
    /// Telegram ids whose clients are test users.
    pub test_ids: BTreeSet<TelegramId>,
    /// Address of the panel, for login links; without a slash at the end.
    pub panel_url: String,
    /// Whether the Bot API server is another than Telegram's own; only then may a bot send without limit.
    pub own_bot_api: bool,
}

/// The clock, the settings in force and the configuration. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    clock: Arc<dyn Clock>,
    settings: Arc<dyn SettingsRepo>,
    /// The shops' time zone.
    pub zone: Tz,
    /// What the configuration fixes.
    pub config: Arc<AppContext>,
}

impl Context {
    pub(crate) fn new(
        clock: Arc<dyn Clock>,
        settings: Arc<dyn SettingsRepo>,
        config: AppContext,
    ) -> Self {
        Self {
            clock,
            settings,
            zone: config.zone,
            config: Arc::new(config),
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The current local day in the shops' zone.
    pub fn today(&self) -> NaiveDate {
        zone::local_day(self.now(), self.zone)
    }

    /// The current instant with the shops' zone, by which client filters are evaluated.
    pub fn moment(&self) -> Moment {
        Moment {
            now: self.now(),
            zone: self.zone,
        }
    }

    /// The settings in force.
    pub async fn settings(&self) -> Result<Arc<Settings>, PortError> {
        self.settings.current().await
    }

    /// The texts in force, for this instant.
    pub fn wording<'a>(&self, settings: &'a Settings) -> Wording<'a> {
        Wording {
            settings,
            zone: self.zone,
            now: self.now(),
        }
    }
}
