//! The progress of a running broadcast.

use chrono::{DateTime, Utc};

use crate::broadcasts::{
    Broadcast, BroadcastService, BroadcastStatus, ProgressWatch, Rates, finish_time, rates,
};
use crate::kernel::{BroadcastId, PortError};

/// A broadcast with its rate limits and expected end.
#[derive(Debug, Clone, PartialEq)]
pub struct BroadcastProgress {
    pub broadcast: Broadcast,
    /// The rate limits that apply.
    pub rates: Rates,
    /// When the last message will be sent; only known in state `sending` with a complete fan-out.
    pub finishes_at: Option<DateTime<Utc>>,
}

impl BroadcastService {
    /// The progress of a broadcast; `None` when it does not exist.
    pub async fn progress(&self, id: BroadcastId) -> Result<Option<BroadcastProgress>, PortError> {
        let Some(broadcast) = self.broadcasts.find(id).await? else {
            return Ok(None);
        };
        let settings = self.context.settings().await?;
        let rates = rates(&settings, broadcast.terms.rate_per_minute);
        let is_going_out = broadcast.status == BroadcastStatus::Sending && broadcast.is_fanned_out;
        let finishes_at = is_going_out.then(|| {
            let quiet = settings.quiet_hours().filter(|_| !broadcast.terms.ignore_quiet_hours);
            let left = broadcast.left().into();
            finish_time(self.context.now(), left, rates, quiet, self.context.zone)
        });
        Ok(Some(BroadcastProgress { broadcast, rates, finishes_at }))
    }

    /// Hints that a broadcast changed, from now on.
    pub async fn watch(&self, id: BroadcastId) -> BroadcastHints {
        BroadcastHints(self.progress.watch(id).await.ok())
    }
}

/// Hints for one watcher. They may be lost, or not come at all: the watcher also polls.
pub struct BroadcastHints(Option<Box<dyn ProgressWatch>>);

impl BroadcastHints {
    /// Returns when the broadcast may have changed since the last call.
    pub async fn moved(&mut self) {
        match &mut self.0 {
            Some(hints) => hints.moved().await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::broadcasts::{MockBroadcastRepo, OutcomeCounts};
    use crate::testing::{NOW, app_at, broadcast};

    /// At 25 messages per minute, 50 recipients take two minutes.
    #[rstest]
    #[case::going_out(BroadcastStatus::Sending, true, Some("2026-03-05T02:02:00Z"))]
    #[case::not_laid_down(BroadcastStatus::Sending, false, None)]
    #[case::held(BroadcastStatus::Paused, true, None)]
    #[tokio::test]
    async fn the_expected_end_is_known_while_sending(
        #[case] status: BroadcastStatus,
        #[case] is_fanned_out: bool,
        #[case] expected: Option<&str>,
    ) {
        let found = Broadcast {
            status,
            is_fanned_out,
            audience_total: 60,
            counts: OutcomeCounts { success: 9, blocked: 1, ..OutcomeCounts::default() },
            ..broadcast()
        };
        let mut repo = MockBroadcastRepo::new();
        repo.expect_find().returning(move |_| Ok(Some(found.clone())));
        let ports = Ports { broadcasts: Arc::new(repo), ..Ports::mocked() };
        let progress = app_at(NOW, ports).broadcasts.progress(BroadcastId(1)).await;
        let progress = progress.unwrap().unwrap();
        assert_eq!(progress.rates.effective_per_minute(), 25);
        assert_eq!(progress.finishes_at, expected.map(|at| at.parse().unwrap()));
    }
}
