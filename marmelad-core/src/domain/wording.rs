//! Putting things into the words of the registry: one way for the bots' answers and for notifications.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::broadcast::Excluded;
use super::discount::Discount;
use super::notice::ToldDiscount;
use super::settings::Settings;
use super::texts::{TextKey, words};
use super::{ru, zone};

/// The texts in force, the zone and the moment.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The texts in force.
    pub settings: &'a Settings,
    /// The shops' zone.
    pub zone: Tz,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Wording<'_> {
    /// A text with its values. Values are escaped; a line whose values are all empty is left out.
    pub fn text(&self, key: TextKey, values: &[(&str, &str)]) -> String {
        key.render(self.settings.text(key), values)
    }

    /// A text about a discount: `code, value, last_day, min_order, uses_left` as far as it has them, and
    /// `more`.
    pub fn about(&self, key: TextKey, discount: &Discount, more: &[(&str, &str)]) -> String {
        self.about_told(key, &ToldDiscount::from(discount), more)
    }

    /// The same of a discount that a notification tells of.
    pub fn about_told(
        &self,
        key: TextKey,
        discount: &ToldDiscount,
        more: &[(&str, &str)],
    ) -> String {
        let facts = DiscountFacts::told(discount, self.zone, self.now);
        let known = |name: &str| {
            key.spec()
                .placeholders
                .iter()
                .any(|placeholder| placeholder.name == name)
        };
        let values: Vec<(&str, &str)> = facts
            .values()
            .into_iter()
            .chain(more.iter().copied())
            .filter(|(name, _)| known(name))
            .collect();
        self.text(key, &values)
    }

    /// What a text can say about a discount, by placeholder.
    pub fn facts(&self, discount: &Discount) -> DiscountFacts {
        DiscountFacts::of(discount, self.zone, self.now)
    }

    /// «5 марта».
    pub fn day(&self, at: DateTime<Utc>) -> String {
        ru::day(zone::local_day(at, self.zone), self.today())
    }

    /// «5 марта в 14:05».
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        ru::moment(at, self.zone, self.now)
    }

    /// From when: «5 марта в 14:05», or «5 марта» when it is from the beginning of that day.
    pub fn starting_at(&self, at: DateTime<Utc>) -> String {
        if zone::start_of_day(zone::local_day(at, self.zone), self.zone) == at {
            self.day(at)
        } else {
            self.moment(at)
        }
    }

    /// How long until then, in whole minutes, at least one: «5 минут».
    pub fn minutes_until(&self, at: DateTime<Utc>) -> String {
        let seconds = (at - self.now).num_seconds().max(1);
        ru::minutes(seconds.unsigned_abs().div_ceil(60))
    }

    /// The local day.
    pub fn today(&self) -> NaiveDate {
        zone::local_day(self.now, self.zone)
    }
}

/// What texts say about a discount, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountFacts {
    /// `{code}`.
    pub code: String,
    /// `{value}`: «10 %».
    pub value: String,
    /// `{last_day}`: «5 марта».
    pub last_day: String,
    /// `{min_order}`: «500 ₽»; empty when it holds for every purchase.
    pub min_order: String,
    /// `{uses_left}`; empty when it holds once.
    pub uses_left: String,
}

impl DiscountFacts {
    /// Of this discount, for somebody who reads them now.
    pub fn of(discount: &Discount, zone: Tz, now: DateTime<Utc>) -> Self {
        Self::told(&ToldDiscount::from(discount), zone, now)
    }

    /// Of one that a notification tells of, for somebody who reads them now.
    pub fn told(discount: &ToldDiscount, zone: Tz, now: DateTime<Utc>) -> Self {
        let last_day = zone::local_day(discount.expires_at, zone);
        Self {
            code: discount.code.clone(),
            value: ru::discount_value(discount.value),
            last_day: ru::day(last_day, zone::local_day(now, zone)),
            min_order: discount.min_order_amount.map(ru::money).unwrap_or_default(),
            // Only a discount that holds several times says how often it still does.
            uses_left: discount
                .uses_left
                .map(|left| left.to_string())
                .unwrap_or_default(),
        }
    }

    /// Each with the name of its placeholder.
    pub fn values(&self) -> [(&'static str, &str); 5] {
        [
            ("code", &self.code),
            ("value", &self.value),
            ("last_day", &self.last_day),
            ("min_order", &self.min_order),
            ("uses_left", &self.uses_left),
        ]
    }
}

/// Who does not get a broadcast: «отписались 12, заблокировали бота 3»; empty when everybody does.
pub fn left_out(excluded: Excluded) -> String {
    let reasons = [
        (words::LEFT_OUT_OPTED_OUT, excluded.opted_out),
        (words::LEFT_OUT_BLOCKED, excluded.blocked),
        (words::LEFT_OUT_NO_CONSENT, excluded.no_consent),
    ];
    let told = reasons.iter().filter(|(_, count)| *count > 0);
    told.map(|(reason, count)| format!("{reason} {}", ru::grouped_count(*count)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::settings::BootDefaults;

    #[rstest]
    #[case((0, 0, 0), "")]
    #[case((3, 1_200, 0), "отписались 1 200, заблокировали бота 3")]
    #[case((0, 0, 2), "не соглашались на предложения 2")]
    fn only_reasons_that_hold_are_told(
        #[case] (blocked, opted_out, no_consent): (u64, u64, u64),
        #[case] text: &str,
    ) {
        let excluded = Excluded {
            blocked,
            opted_out,
            no_consent,
        };
        assert_eq!(left_out(excluded).replace('\u{a0}', " "), text);
    }

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
