//! What people can do. Each file is one job: its input, its outcome, and a method of [`App`].

mod actor;
mod admins;
mod audit;
mod broadcasts;
mod calendar;
mod campaigns;
mod cashiers;
mod clients;
mod discounts;
mod exports;
mod keyed;
mod media;
mod notifications;
mod orders;
mod rate_limits;
mod reports;
mod segments;
mod sessions;
mod settings;
mod system;
mod templates;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

pub use actor::*;
pub use admins::*;
pub use broadcasts::*;
pub use calendar::*;
pub use campaigns::*;
pub use cashiers::*;
pub use clients::*;
pub use discounts::*;
pub use exports::*;
pub use keyed::*;
pub use media::*;
pub use notifications::*;
pub use orders::*;
pub(crate) use rate_limits::{UNAUTHORIZED_PAUSE, retry_after};
pub use reports::*;
pub use segments::*;
pub use sessions::*;
pub use settings::*;
pub use templates::*;

use crate::domain::code::DiscountCode;
use crate::domain::ids::TelegramId;
use crate::domain::settings::Settings;
use crate::domain::wording::Wording;
use crate::domain::zone;
use crate::ports::{PortError, Ports};

/// The whole application: the ports, and what the configuration fixes. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What the use cases work with. Front ends reach for it only where no rule is involved
    /// (dialogue state, update intake, answering a press).
    pub ports: Ports,
    /// What the configuration fixes.
    pub context: Arc<AppContext>,
}

/// What the configuration fixes for the life of the process.
#[derive(Debug, Clone)]
pub struct AppContext {
    /// The shops' zone: "today", hours, reports.
    pub zone: Tz,
    /// These users are test users.
    pub test_ids: BTreeSet<TelegramId>,
    /// Where the panel is, for login links; without a slash at the end.
    pub panel_url: String,
    /// Whether another Bot API server than Telegram's own is used; it may be sent to without a limit.
    pub own_bot_api: bool,
}

/// How many codes are tried before an issue gives up.
const CODE_TRIES: usize = 5;

impl App {
    /// Puts an application together.
    pub fn new(ports: Ports, context: AppContext) -> Self {
        Self {
            ports,
            context: Arc::new(context),
        }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    /// The local day in the shops' zone.
    pub fn today(&self) -> NaiveDate {
        zone::local_day(self.now(), self.context.zone)
    }

    /// The settings in force.
    pub async fn settings(&self) -> Result<Arc<Settings>, PortError> {
        self.ports.settings.current().await
    }

    /// Words for now, by the settings in force.
    pub fn wording<'a>(&self, settings: &'a Settings) -> Wording<'a> {
        Wording {
            settings,
            zone: self.context.zone,
            now: self.now(),
        }
    }

    /// Fresh codes to try one after the other.
    fn draw_codes(&self) -> Vec<DiscountCode> {
        (0..CODE_TRIES).map(|_| self.ports.codes.draw()).collect()
    }
}

#[cfg(test)]
pub(crate) mod testing;
