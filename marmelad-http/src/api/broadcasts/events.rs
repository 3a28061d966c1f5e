//! A broadcast watched live, as server-sent events.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::broadcasts::BroadcastHints;
use marmelad_core::kernel::{BroadcastId, PortError};
use marmelad_core::sessions::Authentication;
use poem::web::sse::Event;
use poem_openapi::types::ToJSON;
use tokio_util::sync::CancellationToken;

use crate::views::{Broadcast, BroadcastStatus};

/// Interval of comment lines, so that proxies do not close an idle connection.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(15);
/// Longest pause between two reads of the broadcast, hint or not.
const LOOK: Duration = Duration::from_secs(1);
/// Shortest pause between two reads: hints come faster than people read.
const SHORTEST: Duration = Duration::from_millis(200);

/// A broadcast after each of its changes.
pub(super) type States = BoxStream<'static, Broadcast>;

/// The broadcast to watch and the session that watches.
pub(super) struct Watch {
    pub(super) app: App,
    pub(super) id: BroadcastId,
    /// The access token of the session.
    pub(super) token: String,
    pub(super) shutdown: CancellationToken,
}

/// The broadcast now and after each change, until it is over or deleted, the session ends or the server stops.
pub(super) async fn states(watch: Watch) -> States {
    // Without hints one look a second has to do.
    let hints = watch.app.broadcasts.watch(watch.id).await;
    let watcher = Watcher { watch, hints, last: None };
    Box::pin(stream::unfold(watcher, |mut watcher| async {
        let state = watcher.next().await?;
        Some((state, watcher))
    }))
}

/// Makes an event of each: `done` when the broadcast is over, `state` after a change of state, else `progress`.
pub(super) fn named() -> impl FnMut(Broadcast) -> Event + Send + 'static {
    let mut last = None;
    move |broadcast| {
        let before = last.replace(broadcast.status);
        let name = if is_over(&broadcast) {
            "done"
        } else if before == last {
            "progress"
        } else {
            "state"
        };
        Event::message(broadcast.to_json_string()).event_type(name)
    }
}

fn is_over(broadcast: &Broadcast) -> bool {
    matches!(broadcast.status, BroadcastStatus::Sent | BroadcastStatus::Canceled)
}

struct Watcher {
    watch: Watch,
    hints: BroadcastHints,
    last: Option<Broadcast>,
}

impl Watcher {
    async fn next(&mut self) -> Option<Broadcast> {
        if self.last.as_ref().is_some_and(is_over) {
            return None;
        }
        let mut is_first = self.last.is_none();
        loop {
            if !is_first {
                let stop = self.watch.shutdown.clone();
                stop.run_until_cancelled(pause(&mut self.hints)).await?;
            }
            is_first = false;
            match self.look().await {
                Ok(None) => return None,
                Ok(Some(state)) => {
                    // The estimated end changes on every read; alone it is not worth an event.
                    let without_end =
                        |state: &Broadcast| Broadcast { finishes_at: None, ..state.clone() };
                    if self.last.as_ref().map(without_end) != Some(without_end(&state)) {
                        self.last = Some(state.clone());
                        return Some(state);
                    }
                }
                Err(error) => {
                    tracing::warn!(error = describe(&error), "a broadcast could not be watched");
                }
            }
        }
    }

    /// `None` if the broadcast is deleted or the session has ended.
    async fn look(&mut self) -> Result<Option<Broadcast>, PortError> {
        let Watch { app, id, token, .. } = &self.watch;
        let Authentication::Admin { .. } = app.sessions.authenticate(token).await? else {
            return Ok(None);
        };
        Ok(app.broadcasts.progress(*id).await?.map(Into::into))
    }
}

async fn pause(hints: &mut BroadcastHints) {
    tokio::time::sleep(SHORTEST).await;
    let _ = tokio::time::timeout(LOOK.saturating_sub(SHORTEST), hints.moved()).await;
}
