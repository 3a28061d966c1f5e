//! Retry: sends a finished broadcast again to recipients who did not get it.

use std::collections::BTreeSet;

use crate::audit::Actor;
use crate::broadcasts::{BroadcastService, RecipientStatus, RetryBroadcast, RetryBroadcastOutcome};
use crate::kernel::{BroadcastId, PortError};

/// Outcomes that a retry may include.
pub const RETRIABLE: [RecipientStatus; 2] = [RecipientStatus::Failed, RecipientStatus::Uncertain];

impl BroadcastService {
    /// Sends a finished broadcast again to recipients with these outcomes, all out of [`RETRIABLE`].
    /// An `uncertain` recipient may get the message twice, so a person must choose that outcome.
    pub async fn retry(
        &self,
        id: BroadcastId,
        statuses: BTreeSet<RecipientStatus>,
        actor: &Actor,
    ) -> Result<RetryBroadcastOutcome, PortError> {
        let statuses: BTreeSet<_> =
            statuses.into_iter().filter(|status| RETRIABLE.contains(status)).collect();
        if statuses.is_empty() {
            return Ok(RetryBroadcastOutcome::Nobody);
        }
        let named: Vec<_> = statuses.iter().map(|status| status.as_str()).collect();
        let outcome = self
            .broadcasts
            .retry(RetryBroadcast {
                id,
                audit: actor.audit("retry_broadcast", "broadcast").about(id.0).field(
                    "statuses",
                    None,
                    Some(named),
                ),
                statuses,
                now: self.context.now(),
            })
            .await?;
        let _ = self.progress.announce(id).await;
        Ok(outcome)
    }
}
