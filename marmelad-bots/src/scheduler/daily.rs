//! A job of each local day: looked at all the time, so that it begins at its hour and goes on after downtime, and
//! so that a changed setting counts at once.

use std::time::Duration;

use marmelad_adapters::metrics::{self, JobEnding};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::calendar::JobOutcome;
use marmelad_core::kernel::PortError;
use marmelad_core::system::CalendarJob;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether the job is due; that costs a look at the settings, which are in memory.
const EVERY: Duration = Duration::from_secs(1);
/// How long to wait after a failure, most likely of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs a job on each local day when it is due, and tells what came of it, until told to stop. A job that is broken
/// off or fails is gone on with where it was.
pub(super) async fn keep<T, Run>(
    app: &App,
    stop: &CancellationToken,
    job: CalendarJob,
    run: impl Fn() -> Run,
    tell: impl Fn(T),
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
                    tell(done);
                    metrics::job_ended(job, JobEnding::Done);
                }
                Some(Ok(JobOutcome::Silenced)) => {
                    tracing::warn!(%job, "the quiet hours last until the day ends: dropped for today");
                    metrics::job_ended(job, JobEnding::Silenced);
                }
                Some(Err(error)) => {
                    let error = describe(&error);
                    tracing::error!(%job, error, "a job of the calendar failed; it is gone on with");
                    metrics::job_ended(job, JobEnding::Failed);
                    pause = PAUSE;
                }
            }
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
}
