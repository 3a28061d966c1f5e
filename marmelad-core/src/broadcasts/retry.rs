//! A broadcast goes to those whom it missed.

use std::collections::BTreeSet;

use crate::App;
use crate::broadcasts::{RecipientStatus, RetryBroadcast, RetryBroadcastOutcome};
use crate::kernel::{BroadcastId, PortError};
use crate::audit::Actor;

/// Whom a broadcast may be sent to once more.
pub const RETRIABLE: [RecipientStatus; 2] = [RecipientStatus::Failed, RecipientStatus::Uncertain];

impl App {
    /// Sends a finished broadcast to those whom it missed. Of [`RETRIABLE`] outcomes; others are left alone. Who is
    /// `uncertain` may have got it already: that is for a person to decide.
    pub async fn retry_broadcast(
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
            .ports
            .broadcasts
            .retry(RetryBroadcast {
                id,
                audit: actor
                    .audit("retry_broadcast", "broadcast")
                    .about(id.0)
                    .field("statuses", None, Some(named)),
                statuses,
                now: self.now(),
            })
            .await?;
        let _ = self.ports.progress.announce(id).await;
        Ok(outcome)
    }
}
