//! Jobs of the calendar. Each has a loop of its own, so that a long job delays no other.
//!
//! | module | jobs |
//! |---|---|
//! | `daily` | once on each local day: greetings, reminders, digest |
//! | `due_broadcasts` | scheduled broadcasts begin |
//! | `cleanup` | old rows are removed |
//!
//! A job of each local day is added in `daily`; another one as a file with a `run`, called by [`run`]. Any number of
//! processes may run a job at once, so a unique key or a locked row must keep its effect single.

mod cleanup;
mod daily;
mod due_broadcasts;

use marmelad_core::App;
use tokio_util::sync::CancellationToken;

/// Runs every job until told to stop.
pub async fn run(app: &App, stop: &CancellationToken) {
    tokio::join!(daily::run(app, stop), due_broadcasts::run(app, stop), cleanup::run(app, stop),);
}
