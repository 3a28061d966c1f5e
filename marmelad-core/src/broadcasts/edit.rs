//! Broadcasts that have not begun are changed, scheduled and taken back.

use crate::audit::Actor;
use crate::broadcasts::{
    BroadcastInput, BroadcastService, BroadcastStatus, BroadcastTerms, MovedBroadcast,
    ReplaceBroadcast, ReplaceBroadcastOutcome, describe,
};
use crate::kernel::{BroadcastId, PortError};

/// Where a broadcast is to stand after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// Of a scheduled one: it does not begin by itself any more, and is written on.
    Draft,
    /// Of a draft: it begins by itself at its `scheduled_at`, without one as soon as allowed.
    Scheduled,
}

impl Planned {
    /// Where it must stand before.
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

    /// The word in the audit log.
    fn action(self) -> &'static str {
        match self {
            Self::Draft => "unschedule_broadcast",
            Self::Scheduled => "schedule_broadcast",
        }
    }
}

impl BroadcastService {
    /// Changes what a draft says: `change` is given what it says now. With `to`, in the same step a draft is scheduled, or
    /// a scheduled one becomes a draft; one that stands there already stays and is changed. When somebody else changes it at the same time, `change` is asked again over what
    /// they wrote, so that neither change is lost; when it begins at the same time, it is left as it is.
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
                // Asked once more by somebody whose answer was lost.
                return Ok(MovedBroadcast::Moved(Box::new(old)));
            }
            let is_taken_back = target == BroadcastStatus::Draft && from != target;
            if is_taken_back
                && input
                    .scheduled_at
                    .is_some_and(|at| at <= self.context.now())
            {
                // It was to begin as soon as allowed; a time that is over would have to be mended before anything else.
                input.scheduled_at = None;
            }
            // What became wrong with it meanwhile is a reason to take it back, not one against it.
            let mut terms = if is_taken_back && is_untouched {
                BroadcastTerms {
                    scheduled_at: input.scheduled_at,
                    ..old.terms.clone()
                }
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
                // Only when somebody else got on: so somebody always does.
                ReplaceBroadcastOutcome::Overtaken => continue,
                ReplaceBroadcastOutcome::Replaced(broadcast) => {
                    if to.is_some() {
                        // Watchers look by themselves too.
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
