//! Birthday greetings.

use marmelad_core::App;
use marmelad_core::calendar::BirthdayRun;
use marmelad_core::system::CalendarJob;
use tokio_util::sync::CancellationToken;

use super::daily;

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    let run = || app.calendar.greet_birthdays();
    daily::keep(app, stop, CalendarJob::Birthdays, run, tell).await;
}

fn tell(run: BirthdayRun) {
    let BirthdayRun {
        greeted,
        with_code,
        without_free_code,
    } = run;
    tracing::info!(greeted, with_code, "birthdays were greeted");
    if without_free_code > 0 {
        tracing::error!(
            without_free_code,
            "some were greeted without a code: every code drawn was taken; the code space may be nearly full"
        );
    }
}
