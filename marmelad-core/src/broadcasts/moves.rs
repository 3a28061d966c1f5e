//! Broadcasts are scheduled, started, held, resumed and given up.

use chrono::{DateTime, Utc};

use crate::audit::Actor;
use crate::broadcasts::{
    Broadcast, BroadcastMove, BroadcastService, BroadcastStatus, BroadcastTerms,
    ChangeBroadcastOutcome, ContentProblem, Excluded, MoveBroadcast,
};
use crate::kernel::{BroadcastId, PortError};

/// What came of moving a broadcast on.
#[derive(Debug, Clone, PartialEq)]
pub enum MovedBroadcast {
    /// Done.
    Moved(Box<Broadcast>),
    /// What has to be mended first.
    Invalid(Vec<ContentProblem>),
    /// Nobody would get it.
    EmptyAudience(Excluded),
    /// No such broadcast.
    NotFound,
    /// It stands where this cannot be done.
    WrongState {
        /// Where it stands.
        from: BroadcastStatus,
        /// Where it was to go.
        to: BroadcastStatus,
    },
}

/// A move, and what goes with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) movement: BroadcastMove,
    /// Of a schedule: when.
    pub(super) scheduled_at: Option<DateTime<Utc>>,
    /// Of a start by itself: the time that has come.
    pub(super) due_at: Option<DateTime<Utc>>,
    /// Of a start: who is left out.
    pub(super) excluded: Option<Excluded>,
}

impl Wanted {
    pub(super) fn to(movement: BroadcastMove) -> Self {
        Self {
            movement,
            scheduled_at: None,
            due_at: None,
            excluded: None,
        }
    }
}

impl BroadcastService {
    /// Has a broadcast begin by itself; without a time as soon as allowed.
    pub async fn schedule(
        &self,
        id: BroadcastId,
        at: Option<DateTime<Utc>>,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        if let Some(problem) = at.and_then(|at| self.schedule_problem(at)) {
            return Ok(MovedBroadcast::Invalid(vec![problem]));
        }
        let at = at.unwrap_or_else(|| self.context.now());
        let begin = Wanted {
            scheduled_at: Some(at),
            ..Wanted::to(BroadcastMove::Schedule)
        };
        self.begin(id, begin, actor).await
    }

    /// Begins now.
    pub async fn start(&self, id: BroadcastId, actor: &Actor) -> Result<MovedBroadcast, PortError> {
        self.begin(id, Wanted::to(BroadcastMove::Start), actor)
            .await
    }

    /// Holds it; what is on its way arrives.
    pub async fn pause(&self, id: BroadcastId, actor: &Actor) -> Result<MovedBroadcast, PortError> {
        self.advance(id, Wanted::to(BroadcastMove::Pause), actor)
            .await
    }

    /// Goes on where it stopped.
    pub async fn resume(
        &self,
        id: BroadcastId,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        self.advance(id, Wanted::to(BroadcastMove::Resume), actor)
            .await
    }

    /// Gives it up; who got it keeps it.
    pub async fn cancel(
        &self,
        id: BroadcastId,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        self.advance(id, Wanted::to(BroadcastMove::Cancel), actor)
            .await
    }

    /// Nothing begins that cannot go out, so that nothing is left half done.
    pub(super) async fn begin(
        &self,
        id: BroadcastId,
        wanted: Wanted,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        let Some(broadcast) = self.broadcasts.find(id).await? else {
            return Ok(MovedBroadcast::NotFound);
        };
        if !wanted.movement.is_allowed_from(broadcast.status) {
            return Ok(MovedBroadcast::WrongState {
                from: broadcast.status,
                to: wanted.movement.target(),
            });
        }
        let excluded = match self.may_begin(&broadcast.terms).await? {
            Ok(excluded) => Some(excluded),
            Err(refused) => return Ok(refused),
        };
        self.advance(id, Wanted { excluded, ..wanted }, actor).await
    }

    /// Who is left out of it, or why it cannot begin.
    pub(super) async fn may_begin(
        &self,
        terms: &BroadcastTerms,
    ) -> Result<Result<Excluded, MovedBroadcast>, PortError> {
        let problems = self.start_problems(terms).await?;
        if !problems.is_empty() {
            return Ok(Err(MovedBroadcast::Invalid(problems)));
        }
        let settings = self.context.settings().await?;
        let reach = self.reach(terms.audience.clone(), &settings);
        let count = self.broadcasts.count_audience(reach).await?;
        Ok(if count.total == 0 {
            Err(MovedBroadcast::EmptyAudience(count.excluded))
        } else {
            Ok(count.excluded)
        })
    }

    /// What was in order when it was written, and may not be any more.
    async fn start_problems(
        &self,
        terms: &BroadcastTerms,
    ) -> Result<Vec<ContentProblem>, PortError> {
        let mut problems = Vec::new();
        if let Some(id) = terms.template_id {
            let template = self.templates.find(id).await?;
            if template.is_none_or(|template| template.usable(self.context.now()).is_err()) {
                let message = format!(
                    "the discount template {id} issues no codes now: it is switched off, out of its dates, or its budget is used up"
                );
                problems.push(ContentProblem::new("/template_id", "not_usable", message));
            }
        }
        if let Some(id) = terms.content.upload()
            && self.media.find(id).await?.is_none()
        {
            let message = format!("the uploaded file {id} is gone; upload it again");
            problems.push(ContentProblem::new("/media_id", "not_found", message));
        }
        Ok(problems)
    }

    async fn advance(
        &self,
        id: BroadcastId,
        wanted: Wanted,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        let movement = wanted.movement;
        let command = MoveBroadcast {
            id,
            wanted: movement,
            scheduled_at: wanted.scheduled_at,
            due_at: wanted.due_at,
            excluded: wanted.excluded,
            audit: actor.audit(movement.action(), "broadcast").about(id.0),
            now: self.context.now(),
        };
        Ok(match self.broadcasts.advance(command).await? {
            ChangeBroadcastOutcome::Changed(broadcast) => {
                // Watchers look by themselves too.
                let _ = self.progress.announce(id).await;
                MovedBroadcast::Moved(broadcast)
            }
            ChangeBroadcastOutcome::NotFound => MovedBroadcast::NotFound,
            ChangeBroadcastOutcome::WrongState(from) => MovedBroadcast::WrongState {
                from,
                to: movement.target(),
            },
        })
    }
}
