//! Starts scheduled broadcasts when they are due.

use chrono::Duration;

use crate::alerts::StopCode;
use crate::audit::Actor;
use crate::broadcasts::{
    Broadcast, BroadcastMove, BroadcastService, BroadcastStatus, MoveBroadcast, MovedBroadcast,
    StopBroadcast, StopReason,
};
use crate::kernel::PortError;

/// A broadcast that is later than this is paused instead of started, so that a person decides.
pub const LATEST_START: Duration = Duration::hours(2);

impl BroadcastService {
    /// Starts the scheduled broadcasts that are due; several processes may call the job at once. A
    /// broadcast more than two hours late is paused; one that cannot be sent is stopped with an
    /// error. Both raise an alert. Returns the number of started broadcasts.
    pub async fn start_due(&self) -> Result<u32, PortError> {
        let mut begun = 0;
        for broadcast in self.broadcasts.due(self.context.now()).await? {
            let late = broadcast.terms.scheduled_at.map(|at| self.context.now() - at);
            if late.is_some_and(|late| late > LATEST_START) {
                let message = "its start was missed by more than two hours; resume it if it should still go out";
                self.stop(&broadcast, StopCode::LateStart, message).await?;
                continue;
            }
            let start = self.movement(broadcast.id, BroadcastMove::Start, &Actor::System);
            let due_at = broadcast.terms.scheduled_at;
            match self.begin(MoveBroadcast { due_at, ..start }).await? {
                MovedBroadcast::Moved(_) => begun += 1,
                MovedBroadcast::EmptyAudience(_) => {
                    let message = "nobody is left to get it";
                    self.stop(&broadcast, StopCode::EmptyAudience, message).await?;
                }
                MovedBroadcast::Invalid(problems) | MovedBroadcast::NotReady(problems) => {
                    let is_media = problems.iter().any(|problem| problem.path == "/media_id");
                    let code =
                        if is_media { StopCode::MediaGone } else { StopCode::TemplateUnusable };
                    let told: Vec<_> =
                        problems.into_iter().map(|problem| problem.message).collect();
                    self.stop(&broadcast, code, &told.join("; ")).await?;
                }
                // Another process started the broadcast, or somebody canceled or rescheduled it.
                MovedBroadcast::NotFound | MovedBroadcast::WrongState { .. } => {}
            }
        }
        Ok(begun)
    }

    /// Stops a broadcast that is still in the state in which it was read; a scheduled one only if its time is unchanged.
    pub(super) async fn stop(
        &self,
        broadcast: &Broadcast,
        code: StopCode,
        message: &str,
    ) -> Result<(), PortError> {
        let reason = StopReason { code, message: message.to_owned() };
        let command = StopBroadcast {
            id: broadcast.id,
            from: broadcast.status,
            due_at: broadcast
                .terms
                .scheduled_at
                .filter(|_| broadcast.status == BroadcastStatus::Scheduled),
            reason,
            now: self.context.now(),
        };
        self.broadcasts.stop(command).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::Ports;
    use crate::broadcasts::{
        AudienceCount, BroadcastTerms, ChangeBroadcastOutcome, MockBroadcastRepo,
    };
    use crate::testing::{NOW, app_at, broadcast};

    fn scheduled(at: DateTime<Utc>) -> Broadcast {
        let found = broadcast();
        Broadcast {
            status: BroadcastStatus::Scheduled,
            terms: BroadcastTerms { scheduled_at: Some(at), ..found.terms.clone() },
            ..found
        }
    }

    /// A broadcast may be rescheduled while this job runs: the store starts it only if its time is unchanged.
    #[tokio::test]
    async fn a_broadcast_starts_only_at_the_time_that_was_due() {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let tomorrow = now + Duration::days(1);
        let mut repo = MockBroadcastRepo::new();
        repo.expect_due().returning(move |_| Ok(vec![scheduled(now)]));
        repo.expect_find().returning(move |_| Ok(Some(scheduled(tomorrow))));
        repo.expect_count_audience()
            .returning(|_| Ok(AudienceCount { total: 1, ..AudienceCount::default() }));
        repo.expect_advance()
            .once()
            .withf(move |command| command.due_at == Some(now))
            .returning(|_| Ok(ChangeBroadcastOutcome::WrongState(BroadcastStatus::Scheduled)));
        let ports = Ports { broadcasts: Arc::new(repo), ..Ports::mocked() };
        let begun = app_at(NOW, ports).broadcasts.start_due().await;
        assert_eq!(begun.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_late_broadcast_is_paused_only_at_the_time_that_was_missed() {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let missed = now - Duration::hours(3);
        let mut repo = MockBroadcastRepo::new();
        repo.expect_due().returning(move |_| Ok(vec![scheduled(missed)]));
        repo.expect_stop()
            .once()
            .withf(move |command| command.due_at == Some(missed))
            .returning(|_| Ok(ChangeBroadcastOutcome::WrongState(BroadcastStatus::Scheduled)));
        let ports = Ports { broadcasts: Arc::new(repo), ..Ports::mocked() };
        let begun = app_at(NOW, ports).broadcasts.start_due().await;
        assert_eq!(begun.unwrap(), 0);
    }
}
