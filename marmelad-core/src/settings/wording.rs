//! Rendering of texts, shared by bot replies and notifications.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::zone;
use crate::messages::{TextKey, ru};
use crate::settings::Settings;

/// Renders the texts in force at one instant in the shops' time zone.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The texts in force.
    pub settings: &'a Settings,
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

impl Wording<'_> {
    /// Renders a text. Values are escaped; a line whose values are all empty is left out.
    pub fn text(&self, key: TextKey, values: &[(&str, &str)]) -> String {
        key.render(self.settings.text(key), values)
    }

    /// Formats a day: «5 марта».
    pub fn day(&self, at: DateTime<Utc>) -> String {
        ru::day(zone::local_day(at, self.zone), self.today())
    }

    /// Formats an instant: «5 марта в 14:05».
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        ru::moment(at, self.zone, self.now)
    }

    /// Formats a start: «5 марта в 14:05», or «5 марта» when it is the beginning of the day.
    pub fn starting_at(&self, at: DateTime<Utc>) -> String {
        if zone::start_of_day(zone::local_day(at, self.zone), self.zone) == at {
            self.day(at)
        } else {
            self.moment(at)
        }
    }

    /// Formats the time until an instant in whole minutes, at least one: «5 минут».
    pub fn minutes_until(&self, at: DateTime<Utc>) -> String {
        let seconds = (at - self.now).num_seconds().max(1);
        ru::minutes(seconds.unsigned_abs().div_ceil(60))
    }

    pub fn today(&self) -> NaiveDate {
        zone::local_day(self.now, self.zone)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::settings::BootDefaults;

    #[rstest]
    #[case::midnight("2026-03-31T14:00:00Z", "1 апреля")]
    #[case::noon("2026-04-01T02:00:00Z", "1 апреля в 12:00")]
    #[case::next_year("2026-12-31T14:00:00Z", "1 января 2027")]
    fn a_day_that_begins_needs_no_hour(#[case] at: &str, #[case] text: &str) {
        let settings = Settings::load(BootDefaults::default(), []).0;
        let wording = Wording {
            settings: &settings,
            zone: chrono_tz::Asia::Vladivostok,
            now: "2026-03-05T02:00:00Z".parse().unwrap(),
        };
        assert_eq!(wording.starting_at(at.parse().unwrap()), text);
    }
}
