//! Reminders of discounts about to end.

use marmelad_core::App;
use marmelad_core::system::CalendarJob;
use tokio_util::sync::CancellationToken;

use super::daily;

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    let run = || app.calendar.remind_of_discounts();
    daily::keep(app, stop, CalendarJob::Reminders, run, |reminded| {
        tracing::info!(reminded, "clients were reminded of their discounts");
    })
    .await;
}
