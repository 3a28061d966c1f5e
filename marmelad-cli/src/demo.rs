//! `demo`: API, panel, both bots and the worker in one process, with a Telegram sandbox.
//!
//! | module | content |
//! |---|---|
//! | `bots` | bots, worker and scheduler between two moves of the clock |
//! | `broadcast` | the broadcast that runs during the demo |
//! | `clock` | the demo's adjustable clock |
//! | `folder` | the data folder: lock, secrets, starting over |
//! | `people` | the people in the sandbox and their roles |
//! | `ports` | free ports |
//! | `start` | startup in order |
//! | `startup_summary` | the text and JSON printed after startup |
//! | `time_travel` | moving the clock from the chat page |

mod bots;
mod broadcast;
mod clock;
mod folder;
mod people;
mod ports;
mod start;
mod startup_summary;
mod time_travel;

use std::time::Duration;

use marmelad_adapters::lifecycle;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::args::DemoArgs;
use crate::exit::Failure;
use crate::output::Output;
use folder::Folder;
use start::Demo;

/// How long running work may take after Ctrl-C; the whole demo stops within two seconds.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// Runs until Ctrl-C or SIGTERM.
pub async fn run(args: DemoArgs, out: Output) -> Result<(), Failure> {
    let stop = lifecycle::shutdown_on_signals()
        .map_err(|error| Failure::fault("failure", format!("cannot hear signals: {error}")))?;
    let folder = Folder::open(&args.data, args.fresh)?;
    // A stop may interrupt the start at any point, because each step is atomic.
    let starting = stop.run_until_cancelled(Box::pin(Demo::start(&args, &folder, out)));
    let Some(started) = starting.await else {
        return Ok(());
    };
    let (demo, listener, jumps) = started?;
    let mut parts = demo.run(listener, jumps, &stop);
    let ended = match show(&demo, out).await {
        Ok(()) => watch(&mut parts, &stop).await,
        Err(failure) => Err(failure),
    };
    stop.cancel();
    // Bots and API finish running work before the sandbox stops.
    let finished = async { while parts.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE, finished).await.is_err() {
        parts.shutdown().await;
    }
    demo.stop().await;
    ended
}

async fn show(demo: &Demo, out: Output) -> Result<(), Failure> {
    let summary = demo.startup_summary().await?;
    out.show(|| summary.to_json(), || summary.to_text())
}

/// Waits for the stop signal; a part that ends earlier is a failure.
async fn watch(
    parts: &mut JoinSet<Result<(), Failure>>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        ended = parts.join_next() => match ended {
            Some(Ok(Err(failure))) => Err(failure),
            // The signal and the end of a part may arrive together.
            _ if stop.is_cancelled() => Ok(()),
            _ => Err(Failure::fault(
                "crashed",
                "a part of the demo ended by itself; start it again",
            )),
        },
    }
}
