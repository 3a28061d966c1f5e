//! `/broadcasts`: one message to many clients.

mod events;
mod filter;
mod input;
mod problems;
mod recipients;

use marmelad_core::App;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastSortKey, ChangeBroadcastOutcome, MovedBroadcast, Planned,
    RecipientStatus, RetryBroadcastOutcome, SavedBroadcast, Testers,
};
use marmelad_core::kernel::{BroadcastId, Sorting};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{EventStream, Json};
use poem_openapi::{ApiResponse, OpenApi};

use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::idempotency::{IdempotencyKey, idempotent};
use crate::paging::{Paging, sort_orders};
use crate::params::Params;
use crate::problem::{Outcome, Problem, kind};
use crate::responses::Created;
use crate::server::Shutdown;
use crate::spec::Tag;
use crate::views::{Broadcast, Id, Page, Preflight};
use events::Watch;
use filter::BroadcastParams;
use input::{
    BroadcastPatch, Missed, NewBroadcast, NewStatus, PreflightRequest, RecallRequest, RetryRequest,
    TestRequest,
};
use problems::{looked_at, missing, moved, tested, wrong_state};

pub use recipients::RecipientsApi;

/// Operations on broadcasts.
#[derive(Debug, Clone, Copy)]
pub struct BroadcastsApi;

sort_orders! {
    /// Sort order of broadcasts. Broadcasts without the time sort before the earliest.
    BroadcastSort for Sorting<BroadcastSortKey> {
        /// Oldest first.
        "created_at" CreatedAt => Self::ascending(BroadcastSortKey::CreatedAt),
        /// Latest first.
        "-created_at" CreatedAtDescending => Self::descending(BroadcastSortKey::CreatedAt),
        /// Earliest scheduled first.
        "scheduled_at" ScheduledAt => Self::ascending(BroadcastSortKey::ScheduledAt),
        /// Latest scheduled first.
        "-scheduled_at" ScheduledAtDescending => Self::descending(BroadcastSortKey::ScheduledAt),
        /// Earliest finished first.
        "finished_at" FinishedAt => Self::ascending(BroadcastSortKey::FinishedAt),
        /// Latest finished first.
        "-finished_at" FinishedAtDescending => Self::descending(BroadcastSortKey::FinishedAt),
    }
}

#[derive(ApiResponse)]
enum Deleted {
    /// Deleted.
    #[oai(status = 204)]
    Done,
}

#[OpenApi(prefix_path = "/broadcasts", tag = "Tag::Broadcasts")]
impl BroadcastsApi {
    /// List broadcasts
    ///
    /// Broadcasts that match all given filters.
    #[oai(path = "/", method = "get", operation_id = "listBroadcasts")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(filter): Params<BroadcastParams>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<BroadcastSort>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Broadcast>>> {
        let page = paging.into();
        let sort = sort.0.unwrap_or(BroadcastSort::CreatedAtDescending);
        let found = app.broadcasts.list(filter.into(), sort.into(), page).await?;
        Ok(Json(Page::new(found, page)))
    }

    /// Create a broadcast
    ///
    /// Creates a draft, or a broadcast that starts by itself. A refusal names every invalid field and stores nothing.
    #[oai(path = "/", method = "post", operation_id = "createBroadcast", transform = "idempotent")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Body<NewBroadcast>,
    ) -> Outcome<Created<Broadcast>, kind::InvalidValue> {
        let (status, actor) = (body.0.status, session.actor());
        let input = BroadcastInput { key: key.for_command(), ..body.0.into() };
        let broadcast = match status.unwrap_or(NewStatus::Draft) {
            NewStatus::Scheduled => moved(app.broadcasts.create_scheduled(input, &actor).await?)?,
            NewStatus::Draft => saved(app.broadcasts.create(input, &actor).await?)?,
        };
        Ok(Created::new("/broadcasts", broadcast.id, shown(app, broadcast.id).await?))
    }

    /// Forecast a broadcast
    ///
    /// The exact audience, who is left out and why, the estimated end, samples for three real recipients, and
    /// warnings. For a stored broadcast, or for one in the request, which is not stored.
    #[oai(path = "/preflight", method = "post", operation_id = "preflightBroadcast")]
    async fn preflight(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        body: Body<PreflightRequest>,
    ) -> Outcome<Json<Preflight>, kind::InvalidValue> {
        let looked = match (body.0.broadcast_id, body.0.broadcast) {
            (Some(id), None) => app.broadcasts.preflight(BroadcastId(id.0)).await?,
            (None, Some(broadcast)) => app.broadcasts.preflight_input(broadcast.into()).await?,
            _ => {
                let why = "give `broadcast_id` or `broadcast`, not both";
                return Err(Problem::invalid("/broadcast_id", "ambiguous", why).into());
            }
        };
        Ok(Json((*looked_at(looked)?).into()))
    }

    /// Show a broadcast
    ///
    /// With progress, rate, estimated end and the results of its codes.
    #[oai(path = "/:id", method = "get", operation_id = "getBroadcast")]
    async fn get(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Broadcast>> {
        Ok(Json(shown(app, BroadcastId(id.0.0)).await?))
    }

    /// Change, schedule or unschedule a broadcast
    ///
    /// Changes a draft or scheduled broadcast. All fields are checked again; for a scheduled broadcast also whether
    /// it can be sent. All changes are made in one step, or none.
    #[oai(path = "/:id", method = "patch", operation_id = "changeBroadcast")]
    async fn change(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<BroadcastPatch>,
    ) -> Outcome<Json<Broadcast>, (kind::WrongState, kind::InvalidValue)> {
        let (id, actor) = (BroadcastId(id.0.0), session.actor());
        let to = body.0.status.map(Planned::from);
        let change = |input: &mut BroadcastInput| body.0.clone().apply(input);
        match app.broadcasts.edit(id, change, to, &actor).await? {
            MovedBroadcast::WrongState { from, .. } if to.is_none() => {
                return Err(wrong_state(from, ONLY_DRAFTS).into());
            }
            outcome => moved(outcome)?,
        };
        Ok(Json(shown(app, id).await?))
    }

    /// Delete a draft
    ///
    /// A broadcast that has started cannot be deleted.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteBroadcast")]
    async fn delete(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Deleted, kind::WrongState> {
        let (id, actor) = (BroadcastId(id.0.0), session.actor());
        changed(&app.broadcasts.delete(id, &actor).await?, ONLY_DRAFTS)?;
        Ok(Deleted::Done)
    }

    /// Start a broadcast
    ///
    /// Starts now, whatever its schedule. The audience is fixed with the start.
    #[oai(path = "/:id/start", method = "post", operation_id = "startBroadcast")]
    async fn start(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Broadcast>, (kind::WrongState, kind::InvalidValue)> {
        let id = BroadcastId(id.0.0);
        moved(app.broadcasts.start(id, &session.actor()).await?)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Pause a broadcast
    ///
    /// Takes effect within two seconds. Messages being sent still arrive.
    #[oai(path = "/:id/pause", method = "post", operation_id = "pauseBroadcast")]
    async fn pause(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Broadcast>, kind::WrongState> {
        let id = BroadcastId(id.0.0);
        moved(app.broadcasts.pause(id, &session.actor()).await?)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Resume a broadcast
    ///
    /// Continues a paused broadcast, or one stopped by an error.
    #[oai(path = "/:id/resume", method = "post", operation_id = "resumeBroadcast")]
    async fn resume(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Broadcast>, kind::WrongState> {
        let id = BroadcastId(id.0.0);
        moved(app.broadcasts.resume(id, &session.actor()).await?)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Cancel a broadcast
    ///
    /// Messages already sent stay; the remaining recipients get nothing.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancelBroadcast")]
    async fn cancel(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Broadcast>, kind::WrongState> {
        let id = BroadcastId(id.0.0);
        moved(app.broadcasts.cancel(id, &session.actor()).await?)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Send a test message
    ///
    /// Test recipients do not count as recipients. Their codes are test codes and take nothing from the budget.
    #[oai(path = "/:id/test", method = "post", operation_id = "testBroadcast")]
    async fn test(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<TestRequest>,
    ) -> Outcome<Json<Broadcast>, kind::InvalidValue> {
        let id = BroadcastId(id.0.0);
        let testers = match body.0.user_ids {
            Some(ids) => Testers::Users(ids.into_iter().map(Into::into).collect()),
            None => Testers::Caller(session.admin.telegram_id),
        };
        tested(app.broadcasts.test(id, testers, &session.actor()).await?)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Recall a broadcast
    ///
    /// Deletes the messages of a broadcast that is not being sent. Telegram deletes messages for 48 hours; the logs
    /// show the result for each. Unused codes are revoked on request.
    #[oai(path = "/:id/recall", method = "post", operation_id = "recallBroadcast")]
    async fn recall(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<RecallRequest>,
    ) -> Outcome<Json<Broadcast>, kind::WrongState> {
        let id = BroadcastId(id.0.0);
        let revoke = body.0.revoke_codes.unwrap_or(false);
        changed(&app.broadcasts.recall(id, revoke, &session.actor()).await?, ONLY_STOPPED)?;
        Ok(Json(shown(app, id).await?))
    }

    /// Retry a broadcast
    ///
    /// Sends a `sent` broadcast again to recipients with the given delivery statuses. `uncertain` recipients may get
    /// the message twice.
    #[oai(path = "/:id/retry", method = "post", operation_id = "retryBroadcast")]
    async fn retry(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<RetryRequest>,
    ) -> Outcome<Json<Broadcast>, (kind::WrongState, kind::InvalidValue)> {
        let id = BroadcastId(id.0.0);
        let statuses = body.0.statuses.into_iter().map(|missed| match missed {
            Missed::Failed => RecipientStatus::Failed,
            Missed::Uncertain => RecipientStatus::Uncertain,
        });
        let (statuses, actor) = (statuses.collect(), session.actor());
        match app.broadcasts.retry(id, statuses, &actor).await? {
            RetryBroadcastOutcome::Queued { .. } => Ok(Json(shown(app, id).await?)),
            RetryBroadcastOutcome::NotFound => Err(missing().into()),
            RetryBroadcastOutcome::Nobody => {
                Err(Problem::invalid("/statuses", "nobody", "it missed nobody in that way").into())
            }
            RetryBroadcastOutcome::WrongState(from) => Err(wrong_state(
                from,
                "only one that is `sent`, and not being taken back, becomes `sending` once more",
            )
            .into()),
        }
    }

    /// Watch a broadcast
    ///
    /// Server-sent events with the whole broadcast except `money_trail`: `state` first and after each change of
    /// state, `progress` after any other change, `done` when the broadcast is `sent` or `canceled`, after which the
    /// stream ends. The stream also ends when the token is revoked, the admin is deactivated or the server stops. A
    /// comment every 15 seconds keeps the connection alive.
    #[oai(path = "/:id/events", method = "get", operation_id = "watchBroadcast")]
    async fn events(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        Data(shutdown): Data<&Shutdown>,
        id: Path<Id>,
    ) -> Outcome<EventStream<events::States>> {
        let id = BroadcastId(id.0.0);
        app.broadcasts.find(id).await?.ok_or_else(missing)?;
        let watch =
            Watch { app: app.clone(), id, token: session.token, shutdown: shutdown.0.clone() };
        let states = events::states(watch).await;
        Ok(EventStream::new(states).keep_alive(events::HEARTBEAT).to_event(events::named()))
    }
}

const ONLY_DRAFTS: &str = "only a `draft` is changed or deleted";
const ONLY_STOPPED: &str =
    "messages are taken back of one that began and is `paused`, `sent`, `canceled` or `error`";

/// The broadcast with progress, rate, estimated end and results.
async fn shown(app: &App, id: BroadcastId) -> Result<Broadcast, Problem> {
    let progress = app.broadcasts.progress(id).await?.ok_or_else(missing)?;
    let money_trail = match progress.broadcast.terms.template_id {
        Some(_) => Some(app.broadcasts.money_trail(id).await?.into()),
        None => None,
    };
    Ok(Broadcast { money_trail, ..progress.into() })
}

fn changed(outcome: &ChangeBroadcastOutcome, needed: &str) -> Result<(), Problem> {
    match outcome {
        ChangeBroadcastOutcome::Changed(_) => Ok(()),
        ChangeBroadcastOutcome::NotFound => Err(missing()),
        ChangeBroadcastOutcome::WrongState(from) => Err(wrong_state(*from, needed)),
    }
}

fn saved(outcome: SavedBroadcast) -> Result<Box<marmelad_core::broadcasts::Broadcast>, Problem> {
    match outcome {
        SavedBroadcast::Saved(broadcast) => Ok(broadcast),
        SavedBroadcast::Invalid(problems) => Err(Problem::invalid_fields(problems)),
    }
}
