//! Notifications go out.

use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use marmelad_core::App;
use marmelad_core::ports::PortError;
use tokio_util::sync::CancellationToken;

/// So many notifications are claimed at a time, and on their way at once.
const IN_FLIGHT: usize = 32;
/// How often the queue is looked at when it was empty.
const IDLE: Duration = Duration::from_millis(200);
/// How long to wait when the queue cannot be read.
const PAUSE: Duration = Duration::from_secs(1);

/// Delivers notifications until told to stop; what was claimed is sent and recorded first.
pub async fn deliver(app: &App, owner: &str, lease: Duration, stop: &CancellationToken) {
    let lease = chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30));
    let mut round = 0_u64;
    while !stop.is_cancelled() {
        round += 1;
        let pause = match deliver_batch(app, &format!("{owner}:{round}"), lease).await {
            Ok(0) => IDLE,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(%error, "notifications could not be delivered");
                PAUSE
            }
        };
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
}

/// Claims, sends and records one batch; how many it was.
async fn deliver_batch(
    app: &App,
    claim_id: &str,
    lease: chrono::Duration,
) -> Result<usize, PortError> {
    let limit = u32::try_from(IN_FLIGHT).unwrap_or(u32::MAX);
    let claimed = app.claim_notifications(claim_id, limit, lease).await?;
    let count = claimed.len();
    let mut sends =
        stream::iter(claimed)
            .map(|notification| async move {
                (notification.id, app.send_notification(&notification).await)
            })
            .buffer_unordered(IN_FLIGHT);
    while let Some((id, result)) = sends.next().await {
        match result {
            Ok(result) => {
                app.record_notifications(claim_id, vec![(id, result)])
                    .await?;
            }
            // Not even tried: the claim runs out and it is claimed again.
            Err(error) => {
                tracing::error!(notification = %id, %error, "a notification could not be tried");
            }
        }
    }
    Ok(count)
}
