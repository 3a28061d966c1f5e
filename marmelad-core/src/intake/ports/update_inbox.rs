//! Updates taken in: each once, those of one chat in order.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::Backlog;
use crate::intake::IncomingUpdate;
use crate::kernel::{BotKind, PortError};

/// The durable record of updates. Telegram may forget an update once it is in here.
///
/// An update is *claimed* by one process for a time. One whose claim ran out is claimed again: its
/// process died. While an update of a chat is not finished, later ones of that chat are not claimed.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UpdateInbox: Send + Sync {
    /// Stores what is new and claims what may be handled now, oldest first.
    async fn accept(
        &self,
        bot: BotKind,
        updates: Vec<IncomingUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// Ends the handling of claimed updates of a bot, all in one transaction, and claims the next of each
    /// chat where `goes_on` says so and one waits. An update that was lost to another holder ends nothing.
    async fn finish(
        &self,
        bot: BotKind,
        ended: Vec<EndedUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// Claims updates that nobody handles: left by a dead process, or put off until now.
    async fn claim_waiting(
        &self,
        bot: BotKind,
        claim: InboxClaim,
        limit: u32,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// What waits: taken in and not finished.
    async fn backlog(&self) -> Result<Backlog, PortError>;

    /// Forgets finished updates received before an instant.
    async fn forget_before(&self, before: DateTime<Utc>) -> Result<u64, PortError>;
}

/// Who claims, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxClaim {
    /// Unique to the claiming process.
    pub owner: String,
    pub now: DateTime<Utc>,
    /// Until when the claim holds.
    pub until: DateTime<Utc>,
}

/// An update that this process is to handle.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedUpdate {
    pub bot: BotKind,
    pub update: IncomingUpdate,
    /// How many times it was tried before.
    pub attempts: u32,
}

/// An update that was handled.
#[derive(Debug, Clone, PartialEq)]
pub struct EndedUpdate {
    pub update: ClaimedUpdate,
    pub ending: Handling,
    /// Whether the next of its chat is claimed.
    pub goes_on: bool,
}

/// How the handling of an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    Done,
    /// Could not be handled now; again at that instant.
    Again(DateTime<Utc>),
    /// Was not begun with, through no fault of its own: as if it had never been claimed.
    NotBegun,
}
