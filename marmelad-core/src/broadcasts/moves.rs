//! Moves a broadcast from state to state: schedule, start, pause, resume, cancel.

use chrono::{DateTime, Utc};

use crate::audit::Actor;
use crate::broadcasts::{
    Broadcast, BroadcastMove, BroadcastService, BroadcastStatus, BroadcastTerms,
    ChangeBroadcastOutcome, ContentProblem, Excluded, MoveBroadcast,
};
use crate::kernel::{BroadcastId, PortError};

/// Result of moving a broadcast.
#[derive(Debug, Clone, PartialEq)]
pub enum MovedBroadcast {
    Moved(Box<Broadcast>),
    /// Problems of the input.
    Invalid(Vec<ContentProblem>),
    /// The broadcast is valid, but what it needs is not there now: its template's codes, or its file.
    NotReady(Vec<ContentProblem>),
    /// The audience is empty; who was left out.
    EmptyAudience(Excluded),
    NotFound,
    /// The move is not allowed from the current state.
    WrongState {
        from: BroadcastStatus,
        /// Where it was to go.
        to: BroadcastStatus,
    },
}

impl BroadcastService {
    /// Schedules a draft; without a time it starts as soon as allowed.
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
        let schedule = self.movement(id, BroadcastMove::Schedule, actor);
        self.begin(MoveBroadcast { scheduled_at: Some(at), ..schedule }).await
    }

    pub async fn start(&self, id: BroadcastId, actor: &Actor) -> Result<MovedBroadcast, PortError> {
        self.begin(self.movement(id, BroadcastMove::Start, actor)).await
    }

    /// Pauses the broadcast; messages in flight still arrive.
    pub async fn pause(&self, id: BroadcastId, actor: &Actor) -> Result<MovedBroadcast, PortError> {
        self.advance(self.movement(id, BroadcastMove::Pause, actor)).await
    }

    /// Continues a paused broadcast.
    pub async fn resume(
        &self,
        id: BroadcastId,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        self.advance(self.movement(id, BroadcastMove::Resume, actor)).await
    }

    /// Cancels the broadcast; delivered messages stay.
    pub async fn cancel(
        &self,
        id: BroadcastId,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        self.advance(self.movement(id, BroadcastMove::Cancel, actor)).await
    }

    /// Checks everything before the start, so that no broadcast fails halfway.
    pub(super) async fn begin(&self, command: MoveBroadcast) -> Result<MovedBroadcast, PortError> {
        let Some(broadcast) = self.broadcasts.find(command.id).await? else {
            return Ok(MovedBroadcast::NotFound);
        };
        let (from, to) = (broadcast.status, command.wanted.target());
        if !command.wanted.is_allowed_from(from) {
            return Ok(MovedBroadcast::WrongState { from, to });
        }
        let excluded = match self.may_begin(&broadcast.terms).await? {
            Ok(excluded) => Some(excluded),
            Err(refused) => return Ok(refused),
        };
        self.advance(MoveBroadcast { excluded, ..command }).await
    }

    /// Who is left out, or why the broadcast cannot start.
    pub(super) async fn may_begin(
        &self,
        terms: &BroadcastTerms,
    ) -> Result<Result<Excluded, MovedBroadcast>, PortError> {
        let problems = self.start_problems(terms).await?;
        if !problems.is_empty() {
            return Ok(Err(MovedBroadcast::NotReady(problems)));
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

    /// Problems that appeared after the broadcast was written, such as a template switched off.
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

    /// A move without a planned time.
    pub(super) fn movement(
        &self,
        id: BroadcastId,
        wanted: BroadcastMove,
        actor: &Actor,
    ) -> MoveBroadcast {
        MoveBroadcast {
            id,
            wanted,
            scheduled_at: None,
            due_at: None,
            excluded: None,
            audit: actor.audit(wanted.action(), "broadcast").about(id.0),
            now: self.context.now(),
        }
    }

    async fn advance(&self, command: MoveBroadcast) -> Result<MovedBroadcast, PortError> {
        let (id, to) = (command.id, command.wanted.target());
        Ok(match self.broadcasts.advance(command).await? {
            ChangeBroadcastOutcome::Changed(broadcast) => {
                // A lost hint only delays watchers: they also poll.
                let _ = self.progress.announce(id).await;
                MovedBroadcast::Moved(broadcast)
            }
            ChangeBroadcastOutcome::NotFound => MovedBroadcast::NotFound,
            ChangeBroadcastOutcome::WrongState(from) => MovedBroadcast::WrongState { from, to },
        })
    }
}
