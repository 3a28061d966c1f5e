//! Scheduled broadcasts begin.

use chrono::Duration;

use super::MovedBroadcast;
use super::moves::Wanted;
use crate::App;
use crate::domain::broadcast::{Broadcast, BroadcastMove, BroadcastStatus, StopCode, StopReason};
use crate::ports::{PortError, StopBroadcast};
use crate::usecases::Actor;

/// A broadcast that is later than this does not begin by itself: a person decides.
pub const LATEST_START: Duration = Duration::hours(2);

impl App {
    /// Begins the scheduled broadcasts whose time has come; any number of processes may do it at once. One that is
    /// more than two hours late is held instead, one that cannot go out is stopped; admins are told of both.
    /// Answers how many began.
    pub async fn start_due_broadcasts(&self) -> Result<u32, PortError> {
        let mut begun = 0;
        for broadcast in self.ports.broadcasts.due(self.now()).await? {
            let late = broadcast.terms.scheduled_at.map(|at| self.now() - at);
            if late.is_some_and(|late| late > LATEST_START) {
                let message = "its start was missed by more than two hours; resume it if it should still go out";
                self.hold(&broadcast, StopCode::LateStart, message).await?;
                continue;
            }
            let start = Wanted {
                due_at: broadcast.terms.scheduled_at,
                ..Wanted::to(BroadcastMove::Start)
            };
            match self.begin(broadcast.id, start, &Actor::System).await? {
                MovedBroadcast::Moved(_) => begun += 1,
                MovedBroadcast::EmptyAudience(_) => {
                    let message = "nobody is left to get it";
                    self.hold(&broadcast, StopCode::EmptyAudience, message)
                        .await?;
                }
                MovedBroadcast::Invalid(problems) => {
                    let is_media = problems.iter().any(|problem| problem.path == "/media_id");
                    let code = if is_media {
                        StopCode::MediaGone
                    } else {
                        StopCode::TemplateUnusable
                    };
                    let told: Vec<_> = problems
                        .into_iter()
                        .map(|problem| problem.message)
                        .collect();
                    self.hold(&broadcast, code, &told.join("; ")).await?;
                }
                // Another process began it, or somebody called it off or put it off.
                MovedBroadcast::NotFound | MovedBroadcast::WrongState { .. } => {}
            }
        }
        Ok(begun)
    }

    async fn hold(
        &self,
        broadcast: &Broadcast,
        code: StopCode,
        message: &str,
    ) -> Result<(), PortError> {
        let reason = StopReason {
            code,
            message: message.to_owned(),
        };
        let command = StopBroadcast {
            id: broadcast.id,
            from: BroadcastStatus::Scheduled,
            due_at: broadcast.terms.scheduled_at,
            reason,
            now: self.now(),
        };
        self.ports.broadcasts.stop(command).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::domain::broadcast::{AudienceCount, BroadcastTerms};
    use crate::ports::{ChangeBroadcastOutcome, MockBroadcastRepo, Ports};
    use crate::usecases::testing::{NOW, app_at, broadcast};

    fn scheduled(at: DateTime<Utc>) -> Broadcast {
        let found = broadcast();
        Broadcast {
            status: BroadcastStatus::Scheduled,
            terms: BroadcastTerms {
                scheduled_at: Some(at),
                ..found.terms.clone()
            },
            ..found
        }
    }

    /// Whoever puts it off while it is looked at is heard: the store is told which time had come.
    #[tokio::test]
    async fn only_the_time_that_had_come_begins_it() {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let tomorrow = now + Duration::days(1);
        let mut repo = MockBroadcastRepo::new();
        repo.expect_due()
            .returning(move |_| Ok(vec![scheduled(now)]));
        repo.expect_find()
            .returning(move |_| Ok(Some(scheduled(tomorrow))));
        repo.expect_count_audience().returning(|_| {
            Ok(AudienceCount {
                total: 1,
                ..AudienceCount::default()
            })
        });
        repo.expect_advance()
            .once()
            .withf(move |command| command.due_at == Some(now))
            .returning(|_| {
                Ok(ChangeBroadcastOutcome::WrongState(
                    BroadcastStatus::Scheduled,
                ))
            });
        let ports = Ports {
            broadcasts: Arc::new(repo),
            ..Ports::mocked()
        };
        let begun = app_at(NOW, ports).broadcasts.start_due().await;
        assert_eq!(begun.unwrap(), 0);
    }

    #[tokio::test]
    async fn only_the_time_that_was_missed_holds_it() {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let missed = now - Duration::hours(3);
        let mut repo = MockBroadcastRepo::new();
        repo.expect_due()
            .returning(move |_| Ok(vec![scheduled(missed)]));
        repo.expect_stop()
            .once()
            .withf(move |command| command.due_at == Some(missed))
            .returning(|_| {
                Ok(ChangeBroadcastOutcome::WrongState(
                    BroadcastStatus::Scheduled,
                ))
            });
        let ports = Ports {
            broadcasts: Arc::new(repo),
            ..Ports::mocked()
        };
        let begun = app_at(NOW, ports).broadcasts.start_due().await;
        assert_eq!(begun.unwrap(), 0);
    }
}
