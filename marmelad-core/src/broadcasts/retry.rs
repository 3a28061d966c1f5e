//! A broadcast goes to those whom it missed.

use std::collections::BTreeSet;

use crate::audit::Actor;
use crate::broadcasts::{BroadcastService, RecipientStatus, RetryBroadcast, RetryBroadcastOutcome};
use crate::kernel::{BroadcastId, PortError};

/// Whom a broadcast may be sent to once more.
pub const RETRIABLE: [RecipientStatus; 2] = [RecipientStatus::Failed, RecipientStatus::Uncertain];

impl BroadcastService {
    /// Sends a finished broadcast to those whom it missed. Of [`RETRIABLE`] outcomes; others are left alone. Who is
    /// `uncertain` may have got it already: that is for a person to decide.
    pub async fn retry(
        &self,
        id: BroadcastId,
        statuses: BTreeSet<RecipientStatus>,
        actor: &Actor,
    ) -> Result<RetryBroadcastOutcome, PortError> {
        let statuses: BTreeSet<_> = statuses
            .into_iter()
            .filter(|status| RETRIABLE.contains(status))
            .collect();
        if statuses.is_empty() {
            return Ok(RetryBroadcastOutcome::Nobody);
        }
        let named: Vec<_> = statuses.iter().map(|status| status.as_str()).collect();
        let outcome = self
            .broadcasts
            .retry(RetryBroadcast {
                id,
                audit: actor
                    .audit("retry_broadcast", "broadcast")
                    .about(id.0)
                    .field("statuses", None, Some(named)),
                statuses,
                now: self.context.now(),
            })
            .await?;
        let _ = self.progress.announce(id).await;
        Ok(outcome)
    }
}
