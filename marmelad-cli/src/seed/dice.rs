//! A seeded random generator: the same seed gives the same data.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use marmelad_core::discounts::DiscountCode;
use marmelad_core::kernel::zone;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// The random generator of the seed data.
pub(super) struct Dice {
    rng: StdRng,
    /// Codes drawn so far, packed as letters in base 28 followed by the number.
    drawn: HashSet<u32>,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), drawn: HashSet::new() }
    }

    /// True with a probability of `chance` percent.
    pub(super) fn percent(&mut self, chance: u32) -> bool {
        self.rng.random_range(0..100) < chance
    }

    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.rng.random_range(range)
    }

    /// A random index into a list of `count` entries; 0 for an empty list.
    pub(super) fn place(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { self.rng.random_range(0..count) }
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let place = self.place(from.len());
        from.get(place).copied()
    }

    /// One of the words of a text.
    pub(super) fn word(&mut self, text: &'static str) -> &'static str {
        let place = self.place(text.split(' ').count());
        text.split(' ').nth(place).unwrap_or_default()
    }

    /// A code not drawn before. Only for generated data: the seed reveals the codes.
    pub(super) fn code(&mut self) -> DiscountCode {
        loop {
            let code = DiscountCode::from_draw(&mut |bound| self.rng.random_range(0..bound));
            if self.drawn.insert(packed(&code)) {
                return code;
            }
        }
    }

    /// A moment between 10:00 and 20:59:59 of a local day.
    pub(super) fn opening_hours(&mut self, day: NaiveDate, zone: Tz) -> DateTime<Utc> {
        let morning = NaiveTime::MIN + Duration::hours(10);
        let after = Duration::milliseconds(self.between(0..=11 * 3_600_000 - 1));
        zone::resolve(day.and_time(morning + after), zone)
    }
}

/// The day `days` days later.
pub(super) fn later(day: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or_default());
    day.checked_add_days(days).unwrap_or(day)
}

fn packed(code: &DiscountCode) -> u32 {
    code.as_ref().chars().fold(0, |number, sign| {
        match DiscountCode::LETTERS.iter().position(|letter| *letter == sign) {
            Some(letter) => number * 28 + u32::try_from(letter).unwrap_or_default(),
            None => number * 10 + sign.to_digit(10).unwrap_or_default(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_no_code_twice() {
        let draw = |seed| {
            let mut dice = Dice::new(seed);
            (0..2_000).map(|_| dice.code()).collect::<Vec<_>>()
        };
        let codes = draw(7);
        assert_eq!(codes, draw(7));
        assert_ne!(codes, draw(8));
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    }

    #[test]
    fn codes_are_packed_without_clashes() {
        let code = |text| packed(&DiscountCode::parse_exact(text).unwrap());
        assert_eq!(code("ААА0000"), 0);
        assert_eq!(code("ААБ0000"), 10_000);
        assert_eq!(code("ЯЯЯ9999"), 28 * 28 * 28 * 10_000 - 1);
    }
}
