//! Broadcasts: one message to many clients.
//!
//! - `plan.rs`, `content.rs`, `buttons.rs`, `status.rs`, `outcome.rs`: the stored types.
//! - `state_rules.rs`: what the state of a broadcast allows.
//! - `check.rs`, `problem.rs`, `placeholders.rs`, `copyable.rs`, `draft.rs`: rules of the content.
//! - `write.rs`, `edit.rs`, `moves.rs`, `due.rs`, `retry.rs`, `recall.rs`: changes by staff and
//!   scheduler.
//! - `preflight.rs`, `estimate.rs`, `left_out.rs`, `test_send.rs`, `progress.rs`, `export.rs`,
//!   `list.rs`: what staff see.
//! - `deliver.rs`, `send_file.rs`, `render.rs`: sending to one recipient after the other.
//! - `from_chat.rs`: `/broadcast` in the main bot.
//! - `ports/`: the stored broadcasts, the delivery log and the progress hints.
//!
//! Front end → [`BroadcastService`] → rules → [`BroadcastRepo`]. Once a broadcast is `sending`, the
//! worker calls the service in a loop: fan out, claim, mark, send through the messenger, record
//! ([`DeliveryLog`]).

pub mod buttons;
mod check;
mod content;
mod copyable;
mod deliver;
mod draft;
mod due;
mod edit;
mod estimate;
mod export;
mod from_chat;
mod left_out;
mod list;
mod moves;
mod outcome;
mod placeholders;
mod plan;
mod ports;
mod preflight;
mod problem;
mod progress;
mod recall;
mod render;
mod retry;
mod send_file;
mod state_rules;
mod status;
mod test_send;
mod write;

pub use buttons::*;
pub use check::*;
pub use content::*;
pub use copyable::*;
pub use draft::*;
pub use due::*;
pub use edit::*;
pub use estimate::*;
pub use export::*;
pub use from_chat::*;
pub use left_out::*;
pub use list::*;
pub use moves::*;
pub use outcome::*;
pub use placeholders::*;
pub use plan::*;
pub use ports::*;
pub use preflight::*;
pub use problem::*;
pub use progress::*;
pub use recall::*;
pub use render::*;
pub use retry::*;
pub(crate) use send_file::*;
pub use status::*;
pub use test_send::*;
pub use write::*;

use crate::audit::AuditRepo;
use crate::clients::UserRepo;
use crate::delivery::{DeliveryService, Messenger};
use crate::discounts::{CodeGenerator, DiscountRepo, TemplateRepo};
use crate::kernel::{BroadcastId, Moment};
use crate::media::MediaRepo;
use crate::segments::SegmentRepo;
use crate::service;
use crate::settings::Settings;
use crate::staff::AdminRepo;
use chrono::Duration;

service! {
    /// Writes, checks, sends, recalls and retries broadcasts.
    BroadcastService { admins: AdminRepo, audit: AuditRepo, broadcasts: BroadcastRepo, codes: CodeGenerator, discounts: DiscountRepo, delivery_log: DeliveryLog, media: MediaRepo, messenger: Messenger, progress: ProgressHints, segments: SegmentRepo, templates: TemplateRepo, users: UserRepo } with { delivery: DeliveryService }
}

impl BroadcastService {
    /// The audience as the store counts and selects it now.
    fn reach(&self, audience: Audience, settings: &Settings) -> Reach {
        Reach {
            audience,
            moment: Moment { now: self.context.now(), zone: self.context.zone },
            needs_consent: settings.privacy_policy_url().is_some(),
        }
    }

    /// A claim of up to `limit` rows of a broadcast, held for `lease`.
    fn claim_of(
        &self,
        id: BroadcastId,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> ClaimRecipients {
        let now = self.context.now();
        ClaimRecipients { id, claim_id: claim_id.to_owned(), limit, now, lease_until: now + lease }
    }
}

/// The rate limits of a broadcast with this own limit.
pub(crate) fn rates(settings: &Settings, rate_per_minute: Option<u32>) -> Rates {
    Rates {
        per_minute: rate_per_minute.unwrap_or_else(|| settings.broadcast_rate_per_minute()),
        per_second: settings.telegram_rate_per_second(),
    }
}
