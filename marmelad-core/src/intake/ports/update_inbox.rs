//! The inbox of Telegram updates: each update is stored once, and the updates of one chat are handled in order.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::Backlog;
use crate::intake::IncomingUpdate;
use crate::kernel::{BotKind, PortError};

/// The durable inbox of updates. A bot confirms an update to Telegram only after the inbox has stored it.
///
/// A process *claims* an update for a limited time. When the claim expires, the process counts as dead and another
/// process may claim the update. Later updates of a chat are not claimed before its earlier updates are finished.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UpdateInbox: Send + Sync {
    /// Stores updates not seen before and returns those of them that the caller has claimed, oldest first.
    async fn accept(
        &self,
        bot: BotKind,
        updates: Vec<IncomingUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// Finishes claimed updates of one bot in one transaction. Where `claim_next` is set, claims and returns the next
    /// waiting update of that chat. An update that another process has claimed meanwhile is left as it is.
    async fn finish(
        &self,
        bot: BotKind,
        ended: Vec<EndedUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// Claims updates whose claim has expired or whose retry time has come.
    async fn claim_waiting(
        &self,
        bot: BotKind,
        claim: InboxClaim,
        limit: u32,
    ) -> Result<Vec<ClaimedUpdate>, PortError>;

    /// Counts the updates that are stored and not finished.
    async fn backlog(&self) -> Result<Backlog, PortError>;

    /// Deletes finished updates received before an instant and returns their number.
    async fn forget_before(&self, before: DateTime<Utc>) -> Result<u64, PortError>;
}

/// The claimant and the time limit of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxClaim {
    /// Id of the claiming process, unique to the process.
    pub owner: String,
    pub now: DateTime<Utc>,
    /// When the claim expires.
    pub until: DateTime<Utc>,
}

/// An update that this process has claimed and must handle.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedUpdate {
    pub bot: BotKind,
    pub update: IncomingUpdate,
    /// Number of earlier tries.
    pub attempts: u32,
}

/// An update that was handled.
#[derive(Debug, Clone, PartialEq)]
pub struct EndedUpdate {
    pub update: ClaimedUpdate,
    pub ending: HandlingOutcome,
    /// Whether to claim the chat's next update at once.
    pub claim_next: bool,
}

/// How the handling of an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandlingOutcome {
    Done,
    /// Handling failed and is tried again at this instant.
    RetryAt(DateTime<Utc>),
    /// Handling never started, for example at shutdown: the claim is released and the try is not counted.
    NotBegun,
}
