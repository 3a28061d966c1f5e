//! Live changes as server-sent events.

use std::time::Duration;

use futures::stream;
use poem::handler;
use poem::web::Data;
use poem::web::sse::{Event, SSE};

use crate::sandbox::Sandbox;

/// Changes within this interval are merged into one event.
const CALM: Duration = Duration::from_millis(60);
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Sends `{"version":n}` now and after every change; readers then fetch what they show.
#[handler]
pub(super) fn events(Data(sandbox): Data<&Sandbox>) -> SSE {
    let shared = sandbox.shared().clone();
    let changes = shared.changes();
    let start = (shared, changes, true);
    SSE::new(stream::unfold(start, |(shared, mut changes, first)| async move {
        if !first {
            tokio::select! {
                news = changes.changed() => news.ok()?,
                () = shared.stopping() => return None,
            }
            tokio::time::sleep(CALM).await;
        }
        let version = *changes.borrow_and_update();
        let event = Event::message(format!("{{\"version\":{version}}}"));
        Some((event, (shared, changes, false)))
    }))
    .keep_alive(HEARTBEAT)
}
