//! Failures of operations on broadcasts, as problems.

use marmelad_core::broadcasts::{
    BroadcastStatus, ContentProblem, Excluded, MovedBroadcast, PreflightOutcome, TestOutcome,
};

use crate::problem::{FieldError, Kind, Problem};

pub(super) fn missing() -> Problem {
    Problem::new(Kind::NotFound).because("There is no such broadcast")
}

impl From<ContentProblem> for FieldError {
    fn from(error: ContentProblem) -> Self {
        Self::new(error.path, error.code, error.message)
    }
}

/// Names the present state and what the operation needs.
pub(super) fn wrong_state(from: BroadcastStatus, else_needed: &str) -> Problem {
    let why = format!("The broadcast is `{from}`; {else_needed}");
    Problem::new(Kind::WrongState).because(why)
}

fn empty(excluded: Excluded) -> Problem {
    let message = format!(
        "nobody would get it; left out are {} who blocked the bot, {} who want no broadcasts, {} who never agreed",
        excluded.blocked, excluded.opted_out, excluded.no_consent
    );
    Problem::invalid("/segment_id", "empty_audience", message)
}

/// The broadcast after a change of state, or why its state did not change.
pub(super) fn moved(
    outcome: MovedBroadcast,
) -> Result<Box<marmelad_core::broadcasts::Broadcast>, Problem> {
    match outcome {
        MovedBroadcast::Moved(broadcast) => Ok(broadcast),
        MovedBroadcast::Invalid(problems) | MovedBroadcast::NotReady(problems) => {
            Err(Problem::invalid_fields(problems))
        }
        MovedBroadcast::EmptyAudience(excluded) => Err(empty(excluded)),
        MovedBroadcast::NotFound => Err(missing()),
        // This change of state is allowed except during a recall.
        MovedBroadcast::WrongState {
            from: from @ (BroadcastStatus::Paused | BroadcastStatus::Error),
            to: to @ BroadcastStatus::Sending,
        } => Err(wrong_state(
            from,
            &format!("this would make it `{to}`, which waits until its messages are taken back"),
        )),
        MovedBroadcast::WrongState { from, to } => {
            Err(wrong_state(from, &format!("this would make it `{to}`")))
        }
    }
}

pub(super) fn tested(outcome: TestOutcome) -> Result<(), Problem> {
    let problem = match outcome {
        TestOutcome::Queued(_) => return Ok(()),
        TestOutcome::NotFound => missing(),
        TestOutcome::BadCount => {
            Problem::invalid("/user_ids", "count", "from 1 to 20 clients are named")
        }
        TestOutcome::Unreachable(ids) => {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            let message = format!(
                "no clients of the main bot, or not to be reached by it: {}",
                ids.join(", ")
            );
            Problem::invalid("/user_ids", "unreachable", message)
        }
        TestOutcome::NoCodes => Problem::invalid(
            "/template_id",
            "not_usable",
            "its discount template is switched off or gone",
        ),
    };
    Err(problem)
}

pub(super) fn looked_at(
    outcome: PreflightOutcome,
) -> Result<Box<marmelad_core::broadcasts::Preflight>, Problem> {
    match outcome {
        PreflightOutcome::Preflight(preflight) => Ok(preflight),
        PreflightOutcome::Invalid(problems) => Err(Problem::invalid_fields(problems)),
        PreflightOutcome::NotFound => {
            Err(Problem::invalid("/broadcast_id", "unknown", "there is no such broadcast"))
        }
    }
}
