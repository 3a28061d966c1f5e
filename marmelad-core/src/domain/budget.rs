//! How fast a bot may send: one budget per bot, over all processes.

use std::num::NonZeroU32;

use chrono::{DateTime, Duration, Utc};

/// Where a bot's budget stands. What is stored of it may vanish: then it is as new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BudgetState {
    /// Before this instant nothing more may be sent; `None` = at once.
    pub next_free_at: Option<DateTime<Utc>>,
    /// Telegram asked for silence until then.
    pub paused_until: Option<DateTime<Utc>>,
}

/// What came of asking for leave to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetGrant {
    /// So many messages may go out now, from 0 to as many as were asked for.
    pub granted: u32,
    /// When to ask for the rest; `None` = all were granted.
    pub retry_at: Option<DateTime<Utc>>,
}

/// A bot's pace: `telegram_rate_per_second`; `None` = no limit of our own.
pub type Pace = Option<NonZeroU32>;

impl BudgetState {
    /// Takes up to `wanted` messages at `now`. Messages go out one after another, evenly: what was not
    /// used in the past is not saved up, so that no second ever sees more than the pace and one.
    pub fn take(&mut self, wanted: u32, pace: Pace, now: DateTime<Utc>) -> BudgetGrant {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return BudgetGrant {
                granted: 0,
                retry_at: Some(until),
            };
        }
        let Some(pace) = pace else {
            return BudgetGrant {
                granted: wanted,
                retry_at: None,
            };
        };
        // Never rightly further off than one message: an instant beyond that was written before a clock was
        // set back, or by a slower pace.
        let next = self
            .next_free_at
            .filter(|next| *next <= now + spacing(pace));
        let next = next.unwrap_or(now);
        if wanted == 0 || next > now {
            return BudgetGrant {
                granted: 0,
                retry_at: (wanted > 0).then_some(next),
            };
        }
        let free_again = now + spacing(pace);
        self.next_free_at = Some(free_again);
        BudgetGrant {
            granted: 1,
            retry_at: (wanted > 1).then_some(free_again),
        }
    }

    /// Nothing is sent until then. Of several such wishes the latest counts: nothing shortens a pause.
    pub fn pause(&mut self, until: DateTime<Utc>) {
        self.paused_until = self.paused_until.max(Some(until));
    }
}

/// From one message to the next, in whole milliseconds, rounded up.
pub fn spacing(pace: NonZeroU32) -> Duration {
    Duration::milliseconds(1000_u32.div_ceil(pace.get()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_772_676_000_000 + millis).unwrap()
    }

    #[test]
    fn messages_are_spaced_evenly_and_nothing_is_saved_up() {
        let (mut budget, pace) = (BudgetState::default(), NonZeroU32::new(25));
        let first = budget.take(3, pace, at(0));
        assert_eq!((first.granted, first.retry_at), (1, Some(at(40))));
        let early = budget.take(2, pace, at(39));
        assert_eq!((early.granted, early.retry_at), (0, Some(at(40))));
        let late = budget.take(1, pace, at(5000));
        assert_eq!((late.granted, late.retry_at), (1, None));
        assert_eq!(budget.take(1, pace, at(5001)).granted, 0);
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let (mut budget, pace) = (BudgetState::default(), NonZeroU32::new(25));
        assert_eq!(budget.take(1, pace, at(3_600_000)).granted, 1);
        assert_eq!(budget.take(1, pace, at(0)).granted, 1);
        assert_eq!(budget.take(1, pace, at(39)).retry_at, Some(at(40)));
    }

    #[test]
    fn no_pace_of_our_own_is_no_wait() {
        let mut budget = BudgetState::default();
        let grant = budget.take(500, None, at(0));
        assert_eq!((grant.granted, grant.retry_at), (500, None));
    }

    #[test]
    fn a_pause_holds_everything_and_nothing_shortens_it() {
        let (mut budget, pace) = (BudgetState::default(), NonZeroU32::new(30));
        budget.pause(at(7000));
        budget.pause(at(3000));
        for pace in [pace, None] {
            let grant = budget.take(1, pace, at(6999));
            assert_eq!((grant.granted, grant.retry_at), (0, Some(at(7000))));
        }
        assert_eq!(budget.take(1, pace, at(7000)).granted, 1);
    }

    #[test]
    fn thirty_a_second_are_never_more_than_thirty() {
        let (mut budget, pace) = (BudgetState::default(), NonZeroU32::new(30));
        let sent = (0..10_000).filter(|millis| budget.take(1, pace, at(*millis)).granted == 1);
        assert_eq!(sent.count(), 295);
    }
}
