//! What is done by the calendar. Each job has a loop of its own, so that a long one keeps no other waiting.
//!
//! To add a job: a file beside this one with a `keep`, and a line in [`keep`]. Any number of processes may run it at
//! once, so what it does must be single by a unique key or a locked row, not by whoever does it.

mod birthdays;
mod broadcasts;
mod cleanup;
mod daily;
mod digest;
mod reminders;

use marmelad_core::App;
use tokio_util::sync::CancellationToken;

/// Works through the calendar until told to stop.
pub async fn keep(app: &App, stop: &CancellationToken) {
    tokio::join!(
        birthdays::keep(app, stop),
        broadcasts::keep(app, stop),
        reminders::keep(app, stop),
        digest::keep(app, stop),
        cleanup::keep(app, stop),
    );
}
