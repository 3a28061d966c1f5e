//! `broadcast watch`

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use marmelad_core::broadcasts::{Broadcast, BroadcastHints, BroadcastProgress, BroadcastStatus};
use marmelad_core::kernel::BroadcastId;
use marmelad_core::messages::ru;
use marmelad_http::views;

use super::card::{counts, progress_card};
use super::no_broadcast;
use crate::exit::Failure;
use crate::output::LiveBar;
use crate::session::Session;

/// Interval of polling without hints.
const LOOK: Duration = Duration::from_secs(1);
/// Least interval between updates of the display.
const SHORTEST: Duration = Duration::from_millis(200);
/// Least interval between lines without a terminal, unless the state changes.
const LINE: Duration = Duration::from_secs(5);
/// Window over which the rate is computed.
const WINDOW: Duration = Duration::from_secs(10);

/// Shows progress until the broadcast is finished, paused or canceled. Ctrl-C ends the display and is a success.
pub(super) async fn run(id: BroadcastId, session: &Session) -> Result<(), Failure> {
    tokio::select! {
        ended = watch(id, session) => ended,
        _ = tokio::signal::ctrl_c() => {
            session.out.remark("Not watched any more; the broadcast itself goes on.");
            Ok(())
        }
    }
}

async fn watch(id: BroadcastId, session: &Session) -> Result<(), Failure> {
    // Without hints, polling once a second is enough.
    let mut hints = session.app.broadcasts.watch(id).await;
    let began = Instant::now();
    let mut pace = Pace::default();
    let mut display = Display::new(session);
    loop {
        let progress = session.app.broadcasts.progress(id).await?;
        let progress = progress.ok_or_else(|| no_broadcast(id))?;
        let elapsed = began.elapsed();
        pace.note(elapsed, progress.broadcast.counts.total());
        let is_over = !matches!(
            progress.broadcast.status,
            BroadcastStatus::Scheduled | BroadcastStatus::Sending
        );
        display.show(&progress, pace.per_minute(), elapsed, is_over)?;
        if is_over {
            return Ok(());
        }
        next_look(&mut hints).await;
    }
}

async fn next_look(hints: &mut BroadcastHints) {
    tokio::time::sleep(SHORTEST).await;
    let _ = tokio::time::timeout(LOOK.saturating_sub(SHORTEST), hints.moved()).await;
}

/// Samples of handled recipients over time.
#[derive(Debug, Default)]
struct Pace {
    seen: VecDeque<(Duration, u32)>,
}

impl Pace {
    fn note(&mut self, at: Duration, done: u32) {
        self.seen.push_back((at, done));
        // The newest sample outside the window stays as its start.
        while self.seen.get(1).is_some_and(|(second, _)| at.saturating_sub(*second) >= WINDOW) {
            self.seen.pop_front();
        }
    }

    /// Recipients handled per minute within the window; `None` with fewer than two samples.
    fn per_minute(&self) -> Option<u64> {
        let ((from, before), (to, now)) = (self.seen.front()?, self.seen.back()?);
        let millis = u64::try_from(to.saturating_sub(*from).as_millis()).ok()?;
        let done = u64::from(now.saturating_sub(*before));
        (done * 60_000).checked_div(millis)
    }
}

/// A progress bar on a terminal; otherwise lines at intervals.
struct Display<'a> {
    session: &'a Session,
    bar: Option<LiveBar>,
    last: Option<(Duration, Broadcast)>,
}

impl<'a> Display<'a> {
    fn new(session: &'a Session) -> Self {
        let bar = (!session.out.json).then(LiveBar::on_terminal).flatten();
        Self { session, bar, last: None }
    }

    fn show(
        &mut self,
        progress: &BroadcastProgress,
        per_minute: Option<u64>,
        elapsed: Duration,
        is_over: bool,
    ) -> Result<(), Failure> {
        let broadcast = &progress.broadcast;
        if let Some(bar) = &self.bar {
            if !is_over {
                let (done, total) = (broadcast.counts.total(), broadcast.audience_total);
                bar.at(line(progress, per_minute, self.session), done.into(), total.into());
                return Ok(());
            }
            // Remove the bar and leave the final line.
            self.bar = None;
            return self.session.out.write(&progress_card(progress, None, self.session));
        }
        if !is_over && !self.is_due(broadcast, elapsed) {
            return Ok(());
        }
        self.last = Some((elapsed, broadcast.clone()));
        let told = if self.session.out.json {
            let object = views::Broadcast::from(progress.clone());
            views::to_json(&object).to_string()
        } else {
            line(progress, per_minute, self.session)
        };
        self.session.out.write(&told)
    }

    fn is_due(&self, now: &Broadcast, elapsed: Duration) -> bool {
        let Some((at, before)) = &self.last else {
            return true;
        };
        let moved = before.counts != now.counts || before.audience_total != now.audience_total;
        let changed = before.status != now.status || before.waiting_until != now.waiting_until;
        changed || (moved && elapsed.saturating_sub(*at) >= LINE)
    }
}

/// `14:05:12 sending 120 of 2 000: sent 118, failed 1, … · 25 a minute · until 2026-03-05 15:20`
fn line(progress: &BroadcastProgress, per_minute: Option<u64>, session: &Session) -> String {
    let broadcast = &progress.broadcast;
    let count = |count: u32| ru::grouped_count(count.into());
    let clock = session.app.now().with_timezone(&session.app.context.zone);
    let mut parts = vec![match (broadcast.status, broadcast.terms.scheduled_at) {
        (BroadcastStatus::Scheduled, Some(at)) => {
            format!("scheduled, begins at {}", session.local(at))
        }
        (status @ (BroadcastStatus::Scheduled | BroadcastStatus::Draft), _) => status.to_string(),
        (status, _) => format!(
            "{status} {} of {}: {}",
            count(broadcast.counts.total()),
            count(broadcast.audience_total),
            counts(broadcast.counts)
        ),
    }];
    if broadcast.status == BroadcastStatus::Sending {
        parts.extend(per_minute.map(|pace| format!("{} a minute", ru::grouped_count(pace))));
        let until = progress.finishes_at;
        parts.extend(until.map(|at| format!("until {}", session.local(at))));
    }
    if let Some(until) = broadcast.waiting_until {
        parts.push(format!("waits until {}", session.local(until)));
    }
    if let Some(stop) = &broadcast.stop {
        parts.push(stop.message.clone());
    }
    format!("{} {}", clock.format("%H:%M:%S"), parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_last_seconds() {
        let mut pace = Pace::default();
        assert_eq!(pace.per_minute(), None);
        pace.note(Duration::ZERO, 100);
        assert_eq!(pace.per_minute(), None);
        pace.note(Duration::from_secs(6), 106);
        assert_eq!(pace.per_minute(), Some(60));
        for second in 7..=30 {
            pace.note(Duration::from_secs(second), 106 + u32::try_from(second).unwrap());
        }
        assert_eq!(pace.per_minute(), Some(60));
        assert!(pace.seen.len() <= 12, "{}", pace.seen.len());
        for second in 31..=45 {
            pace.note(Duration::from_secs(second), 136);
        }
        assert_eq!(pace.per_minute(), Some(0), "it stands still");
    }
}
