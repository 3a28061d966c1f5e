//! When an update is tried again.

use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};

use crate::delivery::retry_after;
use crate::intake::{ClaimedUpdate, IntakeService};

/// How often an update is tried, over about two minutes, before it is given up.
const TRIES: u32 = 11;
/// The longest pause between two tries, in seconds: a person may wait this long after everything works again.
const LONGEST_PAUSE: i64 = 16;

impl IntakeService {
    /// When an update that failed is tried again: after the wait that Telegram asked for, else after 1, 2, 4, 8 and then
    /// 16 seconds. `None`: it was tried often enough.
    pub fn retry_at(
        &self,
        update: &ClaimedUpdate,
        asked: Option<StdDuration>,
    ) -> Option<DateTime<Utc>> {
        let doubled = 1_i64 << update.attempts.min(10);
        let pause = asked.map_or(Duration::seconds(doubled.min(LONGEST_PAUSE)), retry_after);
        (update.attempts + 1 < TRIES).then(|| self.context.now() + pause)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::intake::IncomingUpdate;
    use crate::kernel::BotKind;
    use crate::testing::{NOW, app_at};

    #[rstest]
    #[case::first(0, None, Some(1))]
    #[case::fourth(3, None, Some(8))]
    #[case::tenth(9, None, Some(16))]
    #[case::given_up(10, None, None)]
    #[case::asked_to_wait(3, Some(30), Some(30))]
    #[case::asked_once_too_often(10, Some(30), None)]
    fn the_pause_grows_until_the_update_is_given_up(
        #[case] attempts: u32,
        #[case] asked: Option<u64>,
        #[case] seconds: Option<i64>,
    ) {
        let update = IncomingUpdate { update_id: 1, chat_id: None, payload: "".into() };
        let update = ClaimedUpdate { bot: BotKind::Main, update, attempts };
        let app = app_at(NOW, Ports::mocked());
        let at = app.intake.retry_at(&update, asked.map(StdDuration::from_secs));
        assert_eq!(at.map(|at| (at - app.now()).num_seconds()), seconds);
    }
}
