//! Parsing the value of a condition.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::Value;

use crate::kernel::{Money, to_millis};
use crate::people::Gender;
use crate::segments::{
    Comparison, Condition, Field, FilterError, MAX_LISTED, Op, TagTest, TimeTest, When, WordTest,
    one_of,
};

/// The greatest integer that every JSON parser keeps exact.
const MAX_ID: i64 = (1 << 53) - 1;
const MAX_COUNT: i64 = 1_000_000_000;
const MAX_TOTAL_KOPECKS: i64 = 1_000_000_000_000;
const MAX_TAG_CHARS: usize = 64;
const DAYS: RangeInclusive<i64> = 1..=36_500;
/// Years that both databases store, with a margin.
const YEARS: RangeInclusive<i32> = 1970..=2999;

type Read<T> = Result<T, Vec<FilterError>>;

/// Parses a condition; the caller has checked that the field has this `op`.
pub(super) fn condition(field: Field, op: Op, value: &Value, path: &str) -> Read<Condition> {
    let at = Place { field, op, path };
    let number = |range: RangeInclusive<i64>| {
        at.comparison(value, |value, path| whole_number(value, path, &range))
    };
    Ok(match field {
        Field::Gender => Condition::Gender(at.word(value)?),
        Field::Age => Condition::Age(number(0..=150)?),
        Field::BirthdayMonth => Condition::BirthdayMonth(number(1..=12)?),
        Field::IsSubscribed => Condition::IsSubscribed(at.flag(value)?),
        Field::HasPhone => Condition::HasPhone(at.flag(value)?),
        Field::Tags => Condition::Tags(at.tags(value)?),
        Field::CampaignId => Condition::CampaignId(number(1..=MAX_ID)?),
        Field::CreatedAt => Condition::CreatedAt(at.time(value)?),
        Field::LastSeenAt => Condition::LastSeenAt(at.time(value)?),
        Field::DiscountsIssued => Condition::DiscountsIssued(number(0..=MAX_COUNT)?),
        Field::DiscountsRedeemed => Condition::DiscountsRedeemed(number(0..=MAX_COUNT)?),
        Field::LastRedeemedAt => Condition::LastRedeemedAt(at.time(value)?),
        Field::OrdersCount => Condition::OrdersCount(number(0..=MAX_COUNT)?),
        Field::OrdersTotal => Condition::OrdersTotal(at.comparison(value, money)?),
    })
}

#[derive(Clone, Copy)]
struct Place<'a> {
    field: Field,
    op: Op,
    path: &'a str,
}

impl Place<'_> {
    /// Unreachable for parsed filters: the tree parser accepts only operators of [`FieldKind::ops`].
    fn no_such_op<T>(self) -> Read<T> {
        let word = one_of(self.op.as_str(), self.field.kind().ops());
        Err(vec![FilterError::new(self.path, "unknown_op", word)])
    }

    fn word(self, value: &Value) -> Read<WordTest<Gender>> {
        Ok(match self.op {
            Op::Eq => WordTest::Eq(gender(value, self.path)?),
            Op::Ne => WordTest::Ne(gender(value, self.path)?),
            Op::In => WordTest::In(self.list(value, gender)?),
            _ => return self.no_such_op(),
        })
    }

    fn flag(self, value: &Value) -> Read<bool> {
        let Some(wanted) = value.as_bool() else {
            return wrong(self.path, "true or false is needed");
        };
        match self.op {
            Op::Eq => Ok(wanted),
            Op::Ne => Ok(!wanted),
            _ => self.no_such_op(),
        }
    }

    fn tags(self, value: &Value) -> Read<TagTest> {
        match self.op {
            Op::Contains => Ok(TagTest::Contains(tag(value, self.path)?)),
            Op::In => Ok(TagTest::In(self.list(value, tag)?)),
            _ => self.no_such_op(),
        }
    }

    fn comparison<T: PartialOrd>(
        self,
        value: &Value,
        read: impl Fn(&Value, &str) -> Read<T>,
    ) -> Read<Comparison<T>> {
        let one = || read(value, self.path);
        Ok(match self.op {
            Op::Eq => Comparison::Eq(one()?),
            Op::Ne => Comparison::Ne(one()?),
            Op::Lt => Comparison::Lt(one()?),
            Op::Lte => Comparison::Lte(one()?),
            Op::Gt => Comparison::Gt(one()?),
            Op::Gte => Comparison::Gte(one()?),
            Op::Between => {
                let (from, to) = self.pair(value, &read)?;
                if from > to {
                    return self.backwards();
                }
                Comparison::Between(from, to)
            }
            Op::In => Comparison::In(self.list(value, read)?),
            _ => return self.no_such_op(),
        })
    }

    fn time(self, value: &Value) -> Read<TimeTest> {
        let one = || when(value, self.path);
        let days = || {
            let days = whole_number(value, self.path, &DAYS)?;
            Ok::<_, Vec<FilterError>>(u32::try_from(days).unwrap_or(u32::MAX))
        };
        Ok(match self.op {
            Op::Eq => TimeTest::Eq(one()?),
            Op::Ne => TimeTest::Ne(one()?),
            Op::Lt => TimeTest::Lt(one()?),
            Op::Lte => TimeTest::Lte(one()?),
            Op::Gt => TimeTest::Gt(one()?),
            Op::Gte => TimeTest::Gte(one()?),
            Op::Between => {
                let (from, to) = self.pair(value, when)?;
                let is_backwards = match (from, to) {
                    (When::At(from), When::At(to)) => from > to,
                    (When::Day(from), When::Day(to)) => from > to,
                    // A day and an instant can be ordered only in a time zone; a reversed range matches nobody.
                    _ => false,
                };
                if is_backwards {
                    return self.backwards();
                }
                TimeTest::Between(from, to)
            }
            Op::WithinDays => TimeTest::WithinDays(days()?),
            Op::OlderThanDays => TimeTest::OlderThanDays(days()?),
            _ => return self.no_such_op(),
        })
    }

    fn backwards<T>(self) -> Read<T> {
        out_of_range(self.path, "the first value must not be greater than the second")
    }

    fn pair<T>(self, value: &Value, read: impl Fn(&Value, &str) -> Read<T>) -> Read<(T, T)> {
        let Some([from, to]) = value.as_array().map(Vec::as_slice) else {
            return wrong(self.path, "a list of two values, [from, to], is needed");
        };
        let from = read(from, &format!("{}/0", self.path));
        let to = read(to, &format!("{}/1", self.path));
        match (from, to) {
            (Ok(from), Ok(to)) => Ok((from, to)),
            (from, to) => Err([from.err(), to.err()].into_iter().flatten().flatten().collect()),
        }
    }

    fn list<T>(self, value: &Value, read: impl Fn(&Value, &str) -> Read<T>) -> Read<Vec<T>> {
        let Some(values) = value.as_array() else {
            return wrong(self.path, format!("a list of 1 to {MAX_LISTED} values is needed"));
        };
        if values.is_empty() || values.len() > MAX_LISTED {
            let message = format!("{} values; a list of 1 to {MAX_LISTED} is needed", values.len());
            return out_of_range(self.path, message);
        }
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for (index, value) in values.iter().enumerate() {
            match read(value, &format!("{}/{index}", self.path)) {
                Ok(value) => good.push(value),
                Err(errors) => bad.extend(errors),
            }
        }
        if bad.is_empty() { Ok(good) } else { Err(bad) }
    }
}

fn wrong<T>(path: &str, message: impl std::fmt::Display) -> Read<T> {
    Err(vec![FilterError::new(path, "wrong_type", message)])
}

fn out_of_range<T>(path: &str, message: impl std::fmt::Display) -> Read<T> {
    Err(vec![FilterError::new(path, "out_of_range", message)])
}

fn whole_number(value: &Value, path: &str, range: &RangeInclusive<i64>) -> Read<i64> {
    let expected = format!("a whole number from {} to {} is needed", range.start(), range.end());
    match (value, value.as_i64()) {
        (_, Some(number)) if range.contains(&number) => Ok(number),
        (_, Some(_)) => out_of_range(path, expected),
        (Value::Number(number), None) if number.is_u64() => out_of_range(path, expected),
        _ => wrong(path, expected),
    }
}

/// Parses a sum: a string such as `"1500.00"` or an integer of roubles. Refuses floats, which are inexact.
fn money(value: &Value, path: &str) -> Read<Money> {
    const EXPECTED: &str = "an amount in roubles such as \"1500.00\" or 1500 is needed";
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_u64() => number.to_string(),
        Value::Number(number) if number.is_i64() => return out_of_range(path, "below 0"),
        _ => return wrong(path, EXPECTED),
    };
    match text.parse::<Money>() {
        Ok(money) if money.kopecks() <= MAX_TOTAL_KOPECKS => Ok(money),
        Ok(_) => out_of_range(path, "at most 10000000000.00 is possible"),
        Err(error) => wrong(path, format!("{EXPECTED}: {error}")),
    }
}

fn gender(value: &Value, path: &str) -> Read<Gender> {
    let Some(word) = value.as_str() else {
        return wrong(path, "a text is needed: one of male, female, unknown");
    };
    word.parse().map_err(|_| {
        let message = one_of(word, Gender::ALL);
        vec![FilterError::new(path, "unknown_word", message)]
    })
}

fn tag(value: &Value, path: &str) -> Read<String> {
    let expected = format!("a tag, a text of 1 to {MAX_TAG_CHARS} characters, is needed");
    match value.as_str() {
        Some(tag) if (1..=MAX_TAG_CHARS).contains(&tag.chars().count()) => Ok(tag.to_owned()),
        Some(_) => out_of_range(path, expected),
        None => wrong(path, expected),
    }
}

fn when(value: &Value, path: &str) -> Read<When> {
    const EXPECTED: &str =
        "an instant such as 2026-03-05T12:00:00+10:00 or a local day such as 2026-03-05 is needed";
    let Some(text) = value.as_str() else {
        return wrong(path, EXPECTED);
    };
    let (when, year) = if let Some(day) = plain_day(text) {
        (When::Day(day), day.year())
    } else if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        let at = to_millis(at.with_timezone(&Utc));
        (When::At(at), at.year())
    } else {
        return wrong(path, EXPECTED);
    };
    if YEARS.contains(&year) {
        Ok(when)
    } else {
        let message = format!("a year from {} to {} is needed", YEARS.start(), YEARS.end());
        out_of_range(path, message)
    }
}

/// Parses exactly `YYYY-MM-DD`.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_plain.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}
