//! Edits drafts and scheduled broadcasts, schedules drafts and unschedules broadcasts.

use crate::audit::Actor;
use crate::broadcasts::{
    BroadcastInput, BroadcastService, BroadcastStatus, BroadcastTerms, MovedBroadcast,
    ReplaceBroadcast, ReplaceBroadcastOutcome, describe,
};
use crate::kernel::{BroadcastId, PortError};

/// The state of a broadcast after an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// A scheduled broadcast becomes a draft again.
    Draft,
    /// A draft is scheduled for its `scheduled_at`; without a time it starts as soon as allowed.
    Scheduled,
}

impl Planned {
    /// The state that the broadcast must have before.
    fn source(self) -> BroadcastStatus {
        match self {
            Self::Draft => BroadcastStatus::Scheduled,
            Self::Scheduled => BroadcastStatus::Draft,
        }
    }

    fn target(self) -> BroadcastStatus {
        match self {
            Self::Draft => BroadcastStatus::Draft,
            Self::Scheduled => BroadcastStatus::Scheduled,
        }
    }

    /// The action's name in the audit log.
    fn action(self) -> &'static str {
        match self {
            Self::Draft => "unschedule_broadcast",
            Self::Scheduled => "schedule_broadcast",
        }
    }
}

impl BroadcastService {
    /// Edits a draft: `change` receives the current input. With `to`, the same step schedules a draft
    /// or unschedules a scheduled broadcast; a broadcast already in the target state is only edited.
    /// If somebody else edits the broadcast at the same time, `change` is applied again to the newer
    /// version, so no edit is lost. A broadcast that starts at the same time is not edited.
    pub async fn edit(
        &self,
        id: BroadcastId,
        change: impl Fn(&mut BroadcastInput) + Send + Sync,
        to: Option<Planned>,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        let target = to.map_or(BroadcastStatus::Draft, Planned::target);
        let wrong_state = |from| MovedBroadcast::WrongState { from, to: target };
        loop {
            let Some(old) = self.broadcasts.find(id).await? else {
                return Ok(MovedBroadcast::NotFound);
            };
            let from = match to {
                Some(planned) if old.status != target => planned.source(),
                _ => target,
            };
            if old.status != from {
                return Ok(wrong_state(old.status));
            }
            let before = BroadcastInput::from(&old.terms);
            let mut input = before.clone();
            change(&mut input);
            let is_untouched = input == before;
            if to.is_some() && from == target && is_untouched {
                // A repeated request whose first answer was lost.
                return Ok(MovedBroadcast::Moved(Box::new(old)));
            }
            let is_taken_back = target == BroadcastStatus::Draft && from != target;
            if is_taken_back && input.scheduled_at.is_some_and(|at| at <= self.context.now()) {
                // A start «as soon as allowed» has no time; a time in the past would be a problem
                // of the draft.
                input.scheduled_at = None;
            }
            // An invalid broadcast may always become a draft, so that it can be corrected.
            let mut terms = if is_taken_back && is_untouched {
                BroadcastTerms { scheduled_at: input.scheduled_at, ..old.terms.clone() }
            } else {
                match self.check_broadcast(input).await? {
                    Ok(terms) => terms,
                    Err(problems) => return Ok(MovedBroadcast::Invalid(problems)),
                }
            };
            let mut excluded = None;
            if to == Some(Planned::Scheduled) {
                match self.may_begin(&terms).await? {
                    Ok(left_out) => excluded = Some(left_out),
                    Err(refused) => return Ok(refused),
                }
                terms.scheduled_at = terms.scheduled_at.or_else(|| Some(self.context.now()));
            }
            let action = match to {
                Some(planned) if from != target => planned.action(),
                _ => "update_broadcast",
            };
            let entry = actor.audit(action, "broadcast");
            let command = ReplaceBroadcast {
                id,
                from,
                to: target,
                audit: describe(entry, Some(&old.terms), &terms).about(id.0),
                seen: old.terms,
                terms,
                excluded,
                now: self.context.now(),
            };
            return Ok(match self.broadcasts.replace(command).await? {
                // Each repetition means that another edit succeeded, so the loop makes progress.
                ReplaceBroadcastOutcome::Overtaken => continue,
                ReplaceBroadcastOutcome::Replaced(broadcast) => {
                    if to.is_some() {
                        // A lost hint only delays watchers: they also poll.
                        let _ = self.progress.announce(id).await;
                    }
                    MovedBroadcast::Moved(broadcast)
                }
                ReplaceBroadcastOutcome::NotFound => MovedBroadcast::NotFound,
                ReplaceBroadcastOutcome::WrongState(status) => wrong_state(status),
            });
        }
    }
}
