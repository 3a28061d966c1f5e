//! Scheduled broadcasts begin.

use chrono::Duration;

use super::MovedBroadcast;
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
            let started = self.begin(broadcast.id, BroadcastMove::Start, None, &Actor::System);
            match started.await? {
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
                // Another process began it, or somebody called it off.
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
            reason,
            now: self.now(),
        };
        self.ports.broadcasts.stop(command).await?;
        Ok(())
    }
}
