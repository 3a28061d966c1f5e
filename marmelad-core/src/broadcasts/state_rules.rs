//! What the state of a broadcast allows. The store calls these rules while it holds the lock on the broadcast's row.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::broadcasts::{Broadcast, BroadcastMove, BroadcastStatus, RecipientStatus};
use crate::kernel::to_millis;

impl Broadcast {
    /// Whether a recall was requested and is not finished. Meanwhile nothing may be sent.
    pub fn is_under_recall(&self) -> bool {
        self.recall.is_some_and(|recall| recall.finished_at.is_none())
    }

    /// Whether the move is allowed; `due_at` as in [`Self::is_rescheduled`].
    pub fn allows_move(&self, wanted: BroadcastMove, due_at: Option<DateTime<Utc>>) -> bool {
        wanted.is_allowed_from(self.status)
            && !(wanted == BroadcastMove::Resume && self.is_under_recall())
            && !self.is_rescheduled(due_at)
    }

    /// Whether a broadcast that was scheduled for `due_at` is no longer scheduled for this time.
    pub fn is_rescheduled(&self, due_at: Option<DateTime<Utc>>) -> bool {
        due_at.is_some_and(|at| {
            self.status != BroadcastStatus::Scheduled
                || self.terms.scheduled_at != Some(to_millis(at))
        })
    }

    /// Whether the broadcast may be sent again to recipients whom it missed.
    pub fn allows_retry(&self) -> bool {
        self.status == BroadcastStatus::Sent && !self.is_under_recall()
    }

    /// Number of recipients with one of these outcomes, out of those that a retry may include.
    pub fn missed(&self, statuses: &BTreeSet<RecipientStatus>) -> u64 {
        let counts = statuses.iter().map(|status| match status {
            RecipientStatus::Failed => self.counts.failed,
            RecipientStatus::Uncertain => self.counts.uncertain,
            _ => 0,
        });
        counts.map(u64::from).sum()
    }

    /// Whether delivered messages may be recalled: sending began and does not go on.
    pub fn allows_recall(&self) -> bool {
        use BroadcastStatus::{Canceled, Error, Paused, Sent};
        self.started_at.is_some() && matches!(self.status, Sent | Canceled | Paused | Error)
    }

    /// Whether a recall requested now revokes unused codes: as wanted, or as the unfinished recall before it does.
    pub fn recall_revokes_codes(&self, is_wanted: bool) -> bool {
        let unfinished = self.recall.filter(|_| self.is_under_recall());
        is_wanted || unfinished.is_some_and(|recall| recall.revokes_codes)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::BroadcastStatus::{Canceled, Draft, Error, Paused, Scheduled, Sending, Sent};
    use super::*;
    use crate::broadcasts::{OutcomeCounts, Recall};
    use crate::testing::{NOW, broadcast};

    const ALL: [BroadcastStatus; 7] = [Draft, Scheduled, Sending, Paused, Sent, Canceled, Error];

    fn now() -> DateTime<Utc> {
        NOW.parse().unwrap()
    }

    fn started(status: BroadcastStatus) -> Broadcast {
        Broadcast { status, started_at: Some(now()), ..broadcast() }
    }

    fn recalled(status: BroadcastStatus, is_finished: bool, revokes_codes: bool) -> Broadcast {
        let finished_at = is_finished.then(now);
        let recall = Some(Recall { requested_at: now(), finished_at, revokes_codes });
        Broadcast { recall, ..started(status) }
    }

    fn in_states(is_allowed: impl Fn(BroadcastStatus) -> bool) -> Vec<BroadcastStatus> {
        ALL.into_iter().filter(|status| is_allowed(*status)).collect()
    }

    #[test]
    fn states_that_allow_a_recall_or_a_retry() {
        assert_eq!(in_states(|status| started(status).allows_retry()), [Sent]);
        let recall = in_states(|status| started(status).allows_recall());
        assert_eq!(recall, [Paused, Sent, Canceled, Error]);
        let unstarted = |status| Broadcast { started_at: None, ..started(status) };
        assert_eq!(in_states(|status| unstarted(status).allows_recall()), []);
    }

    #[test]
    fn nothing_is_sent_under_recall() {
        for (is_finished, is_allowed) in [(false, false), (true, true)] {
            assert_eq!(recalled(Sent, is_finished, false).allows_retry(), is_allowed);
            let paused = recalled(Paused, is_finished, false);
            assert_eq!(paused.allows_move(BroadcastMove::Resume, None), is_allowed);
            assert!(paused.allows_move(BroadcastMove::Cancel, None));
            assert!(paused.allows_recall());
        }
    }

    #[rstest]
    #[case::due(Scheduled, 0, true)]
    #[case::unscheduled(Draft, 0, false)]
    #[case::rescheduled(Scheduled, 1, false)]
    fn a_broadcast_starts_only_at_the_time_that_was_due(
        #[case] status: BroadcastStatus,
        #[case] hours_later: i64,
        #[case] starts: bool,
    ) {
        let mut planned = Broadcast { status, ..broadcast() };
        planned.terms.scheduled_at = Some(now() + chrono::Duration::hours(hours_later));
        assert_eq!(planned.allows_move(BroadcastMove::Start, Some(now())), starts);
        assert!(planned.allows_move(BroadcastMove::Start, None), "by hand at any time");
    }

    #[rstest]
    #[case(&[RecipientStatus::Failed], 2)]
    #[case(&[RecipientStatus::Failed, RecipientStatus::Uncertain], 5)]
    #[case(&[RecipientStatus::Success, RecipientStatus::Blocked], 0)]
    fn only_failed_and_uncertain_recipients_are_missed(
        #[case] statuses: &[RecipientStatus],
        #[case] count: u64,
    ) {
        let counts = OutcomeCounts { success: 10, failed: 2, blocked: 7, skipped: 1, uncertain: 3 };
        let statuses = statuses.iter().copied().collect();
        assert_eq!(Broadcast { counts, ..started(Sent) }.missed(&statuses), count);
    }

    #[rstest]
    #[case::first(started(Sent), false)]
    #[case::unfinished(recalled(Sent, false, true), true)]
    #[case::unfinished_without_codes(recalled(Sent, false, false), false)]
    #[case::finished(recalled(Sent, true, true), false)]
    fn a_recall_goes_on_revoking_codes(#[case] broadcast: Broadcast, #[case] revokes: bool) {
        assert_eq!(broadcast.recall_revokes_codes(false), revokes);
        assert!(broadcast.recall_revokes_codes(true));
    }
}
