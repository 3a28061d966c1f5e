//! How a process is told to end: SIGTERM from whoever runs it, Ctrl-C from a person.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How long what is in flight may take after the first signal.
pub const GRACE: Duration = Duration::from_secs(10);
/// What is not done a moment after [`GRACE`] will not be done.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// A token that the first signal cancels: take no new work, finish what is in flight. A second signal,
/// or the end of [`GRACE`], ends the process at once with code 1.
pub fn shutdown_on_signals() -> io::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let shutdown = CancellationToken::new();
    let token = shutdown.clone();
    tokio::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        tracing::info!("stopping: finishing what is in flight");
        token.cancel();
        let second = either(&mut terminate, &mut interrupt);
        if tokio::time::timeout(GRACE + LAST_MOMENT, second).await.is_ok() {
            tracing::warn!("a second signal: stopping at once");
        } else {
            tracing::error!("did not finish in time: stopping at once");
        }
        std::process::exit(1);
    });
    Ok(shutdown)
}

async fn either(one: &mut Signal, other: &mut Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}
