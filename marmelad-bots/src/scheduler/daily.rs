//! Jobs of each local day. Each is looked at all the time, so that it begins at its hour, goes on after downtime, and
//! follows a changed setting at once.

use std::time::Duration;

use marmelad_adapters::metrics::{self, JobEnding};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::calendar::{BirthdayRun, JobOutcome};
use marmelad_core::kernel::PortError;
use marmelad_core::system::CalendarJob;
use tokio_util::sync::CancellationToken;

/// How often to look whether a job is due. One look reads the settings, which are in memory.
const EVERY: Duration = Duration::from_secs(1);
/// How long to wait after a failure, most likely of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs the daily jobs until told to stop.
pub(super) async fn run(app: &App, stop: &CancellationToken) {
    tokio::join!(
        run_daily(
            app,
            stop,
            CalendarJob::Birthdays,
            || app.calendar.greet_birthdays(),
            log_greetings
        ),
        run_daily(
            app,
            stop,
            CalendarJob::Reminders,
            || app.calendar.remind_of_discounts(),
            |reminded| tracing::info!(reminded, "clients were reminded of their discounts"),
        ),
        run_daily(
            app,
            stop,
            CalendarJob::Digest,
            || app.calendar.send_digest(),
            |owners| tracing::info!(owners, "the morning digest is on its way"),
        ),
    );
}

fn log_greetings(run: BirthdayRun) {
    let BirthdayRun { greeted, with_code, without_free_code } = run;
    tracing::info!(greeted, with_code, "birthdays were greeted");
    if without_free_code > 0 {
        tracing::error!(
            without_free_code,
            "some were greeted without a code: every code drawn was taken; the code space may be nearly full"
        );
    }
}

/// Runs one job when it is due, until told to stop. A job that is interrupted or fails goes on where it was.
async fn run_daily<T, Run>(
    app: &App,
    stop: &CancellationToken,
    job: CalendarJob,
    run: impl Fn() -> Run,
    log: impl Fn(T),
) where
    Run: Future<Output = Result<JobOutcome<T>, PortError>>,
{
    let mut done_on = None;
    while !stop.is_cancelled() {
        let today = app.today();
        let mut pause = EVERY;
        if done_on != Some(today) {
            match stop.run_until_cancelled(run()).await {
                None => return,
                Some(Ok(JobOutcome::NotYet)) => {}
                Some(Ok(JobOutcome::Finished)) => done_on = Some(today),
                Some(Ok(JobOutcome::Done(done))) => {
                    log(done);
                    metrics::job_ended(job, JobEnding::Done);
                }
                Some(Ok(JobOutcome::Silenced)) => {
                    tracing::warn!(%job, "the quiet hours last until the day ends: dropped for today");
                    metrics::job_ended(job, JobEnding::Silenced);
                }
                Some(Err(error)) => {
                    tracing::error!(%job, error = describe(&error), "a job of the calendar failed; it is tried again");
                    metrics::job_ended(job, JobEnding::Failed);
                    pause = PAUSE;
                }
            }
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
}
