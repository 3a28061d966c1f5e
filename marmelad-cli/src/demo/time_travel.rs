//! Moving the demo's clock from the chat page.
//!
//! A jump acts like a night with the machine switched off: bots and workers finish and stop, the clock moves, they
//! start again. So no claim, lease or lock expires under a running worker, and everything that has become due is
//! found at once.

use async_trait::async_trait;
use chrono::{DateTime, Days, Duration, NaiveDateTime, Utc};
use chrono_tz::Tz;
use marmelad_adapters::system::SystemClock;
use marmelad_core::kernel::{Clock, zone};
use marmelad_sandbox::{Jump, JumpError, Jumped, TimeControl};
use tokio::sync::{mpsc, oneshot};

use super::clock::DemoClock;

/// Greatest offset to the machine's clock, in days.
const FARTHEST: i64 = 3_653;

/// A request to move the clock.
pub(super) struct Request {
    jump: Jump,
    answer: oneshot::Sender<Result<Jumped, JumpError>>,
}

/// The sender of requests, used by the chat page.
#[derive(Debug)]
pub(super) struct TimeTravel {
    clock: DemoClock,
    zone: Tz,
    requests: mpsc::Sender<Request>,
}

impl TimeTravel {
    /// Creates the sender and the receiver of requests.
    pub(super) fn new(clock: DemoClock, zone: Tz) -> (Self, Requests) {
        let (requests, wished) = mpsc::channel(1);
        let traveller = Requests { clock: clock.clone(), zone, wished };
        (Self { clock, zone, requests }, traveller)
    }
}

#[async_trait]
impl TimeControl for TimeTravel {
    fn now_ms(&self) -> u64 {
        millis(self.clock.now())
    }

    fn zone(&self) -> String {
        self.zone.name().to_owned()
    }

    async fn jump(&self, jump: Jump) -> Result<Jumped, JumpError> {
        // Refuse an invalid jump at once, without stopping the bots.
        target(&jump, self.clock.now(), self.zone)?;
        let stopping = || JumpError::Failed("демо останавливается".to_owned());
        let (answer, answered) = oneshot::channel();
        let request = Request { jump, answer };
        self.requests.send(request).await.map_err(|_| stopping())?;
        answered.await.map_err(|_| stopping())?
    }
}

/// The receiver of requests.
pub(super) struct Requests {
    clock: DemoClock,
    zone: Tz,
    wished: mpsc::Receiver<Request>,
}

impl Requests {
    /// Waits for the next request; never returns when all senders are gone.
    pub(super) async fn next(&mut self) -> Request {
        match self.wished.recv().await {
            Some(request) => request,
            None => std::future::pending().await,
        }
    }

    /// Moves the clock; the caller has stopped everything that uses it.
    pub(super) fn carry_out(&self, request: Request) {
        let from = self.clock.now();
        let jumped = target(&request.jump, from, self.zone).and_then(|to| {
            self.clock.advance_to(to).map_err(|error| JumpError::Failed(error.to_string()))?;
            Ok(Jumped { from_ms: millis(from), to_ms: millis(self.clock.now()) })
        });
        // The requester may have disconnected; the clock was moved anyway.
        let _ = request.answer.send(jumped);
    }
}

/// The instant to which a jump leads.
fn target(jump: &Jump, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, JumpError> {
    let to = match jump {
        Jump::Hours(hours) => {
            now.checked_add_signed(Duration::hours((*hours).into())).ok_or(JumpError::TooFar)?
        }
        Jump::Days(days) => now
            .with_timezone(&zone)
            .naive_local()
            .checked_add_days(Days::new((*days).into()))
            .map(|local| zone::resolve(local, zone))
            .ok_or(JumpError::TooFar)?,
        Jump::To(text) => zone::resolve(local_time(text)?, zone),
    };
    if to <= now {
        return Err(JumpError::NotLater);
    }
    if to - SystemClock.now() > Duration::days(FARTHEST) {
        return Err(JumpError::TooFar);
    }
    Ok(to)
}

/// Parses the value of a browser's date and time field, with or without seconds.
fn local_time(text: &str) -> Result<NaiveDateTime, JumpError> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok())
        .ok_or_else(|| JumpError::Unreadable(text.to_owned()))
}

fn millis(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp_millis()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Vladivostok;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_later_it_is_the_same_time_of_day() {
        let now = at("2026-03-05T13:00:00Z");
        let later = |jump| target(&jump, now, ZONE).unwrap();
        assert_eq!(later(Jump::Hours(1)), at("2026-03-05T14:00:00Z"));
        assert_eq!(later(Jump::Days(7)), at("2026-03-12T13:00:00Z"));
        let local = Jump::To("2026-03-06T10:00".to_owned());
        assert_eq!(later(local), at("2026-03-06T00:00:00Z"));
        // In this night New York's clocks went forward.
        let zone = chrono_tz::America::New_York;
        let evening = at("2026-03-08T01:00:00Z");
        let later = target(&Jump::Days(1), evening, zone).unwrap();
        assert_eq!(later, at("2026-03-09T00:00:00Z"));
    }

    #[test]
    fn only_forward_and_not_too_far() {
        let now = SystemClock.now();
        for jump in [Jump::Hours(0), Jump::Days(0), Jump::To("2020-01-01T00:00".to_owned())] {
            assert_eq!(target(&jump, now, ZONE), Err(JumpError::NotLater), "{jump:?}");
        }
        for jump in [Jump::Days(4_000), Jump::Days(u32::MAX), Jump::Hours(u32::MAX)] {
            assert_eq!(target(&jump, now, ZONE), Err(JumpError::TooFar), "{jump:?}");
        }
        let odd = Jump::To("завтра".to_owned());
        assert!(matches!(target(&odd, now, ZONE), Err(JumpError::Unreadable(_))));
    }
}
