//! Broadcasts: written, looked at beforehand, moved on, sent, sent once more, taken back.

mod deliver;
mod due;
mod edit;
mod from_chat;
mod moves;
mod preflight;
mod progress;
mod recall;
mod retry;
mod test_send;
mod write;

pub use due::*;
pub use edit::*;
pub use from_chat::*;
pub use moves::*;
pub use preflight::*;
pub use progress::*;
pub use recall::*;
pub use retry::*;
pub use test_send::*;
pub use write::*;

use chrono::Duration;

use crate::App;
use crate::domain::broadcast::{Audience, Rates};
use crate::domain::ids::BroadcastId;
use crate::domain::segment::Moment;
use crate::domain::settings::Settings;
use crate::ports::{ClaimRecipients, Reach};

impl App {
    /// Whom an audience means now.
    fn reach(&self, audience: Audience, settings: &Settings) -> Reach {
        Reach {
            audience,
            moment: Moment {
                now: self.now(),
                zone: self.context.zone,
            },
            needs_consent: settings.privacy_policy_url().is_some(),
        }
    }

    /// A worker's wish for rows of a broadcast, to be held as long as `lease`.
    fn claim_of(
        &self,
        id: BroadcastId,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> ClaimRecipients {
        let now = self.now();
        ClaimRecipients {
            id,
            claim_id: claim_id.to_owned(),
            limit,
            now,
            lease_until: now + lease,
        }
    }
}

/// What limits a broadcast that asks for this pace.
pub(crate) fn rates(settings: &Settings, rate_per_minute: Option<u32>) -> Rates {
    Rates {
        per_minute: rate_per_minute.unwrap_or_else(|| settings.broadcast_rate_per_minute()),
        per_second: settings.telegram_rate_per_second(),
    }
}
