//! `demo`: API, panel, both bots and the worker in one process, with a Telegram sandbox beside them.
//!
//! | module | what it does |
//! |---|---|
//! | `bots` | bots, worker and scheduler, between two moves of the clock |
//! | `broadcast` | the broadcast that is on its way |
//! | `clock` | the demo's time: it can be moved on |
//! | `folder` | the data folder: its lock, its secrets, starting over |
//! | `people` | who is in the sandbox, and what they are to the shop |
//! | `ports` | free ports |
//! | `start` | brings everything up, in order |
//! | `time_travel` | moving the clock on, from the chat page |
//! | `told` | what the terminal shows |

mod bots;
mod broadcast;
mod clock;
mod folder;
mod people;
mod ports;
mod start;
mod time_travel;
mod told;

use std::time::Duration;

use marmelad_adapters::lifecycle;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::args::DemoArgs;
use crate::exit::Failure;
use crate::output::Output;
use folder::Folder;
use start::Demo;

/// How long what is in flight may take after Ctrl-C; all stops within two seconds.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// Runs until Ctrl-C or SIGTERM.
pub async fn run(args: DemoArgs, out: Output) -> Result<(), Failure> {
    let stop = lifecycle::shutdown_on_signals()
        .map_err(|error| Failure::fault("failure", format!("cannot hear signals: {error}")))?;
    let folder = Folder::open(&args.data, args.fresh)?;
    // Until everything stands a stop may cut in anywhere: each step is whole, or never happened.
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
    // Bots and API finish what they hold while their Telegram is still there.
    let finished = async { while parts.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE, finished).await.is_err() {
        parts.shutdown().await;
    }
    demo.stop().await;
    ended
}

async fn show(demo: &Demo, out: Output) -> Result<(), Failure> {
    let told = demo.told().await?;
    out.show(|| told.to_json(), || told.to_text())
}

/// Waits for the signal; a part that ends before it is a failure.
async fn watch(
    parts: &mut JoinSet<Result<(), Failure>>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        ended = parts.join_next() => match ended {
            Some(Ok(Err(failure))) => Err(failure),
            // The signal and the end of a part may come together.
            _ if stop.is_cancelled() => Ok(()),
            _ => Err(Failure::fault(
                "crashed",
                "a part of the demo ended by itself; start it again",
            )),
        },
    }
}
