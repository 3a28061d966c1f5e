//! Conditions and their evaluation.

use std::cmp::Ordering;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use crate::kernel::{Moment, Money, local_day, to_millis};
use crate::people::{Gender, age_on};
use crate::segments::{Field, SegmentSubject};

/// A condition on one fact; each variant is named after its field. As JSON: `{"field": …, "op": …, "value": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum Condition {
    /// Gender; `unknown` is an ordinary value.
    Gender(WordTest<Gender>),
    /// Full years on the local day, 29 February counted as celebrated. Missing without a birthday.
    Age(Comparison<i64>),
    /// Month 1–12. Missing without a birthday.
    BirthdayMonth(Comparison<i64>),
    /// Result of the last subscription check.
    IsSubscribed(#[serde(serialize_with = "equal")] bool),
    HasPhone(#[serde(serialize_with = "equal")] bool),
    /// Tags; compared exactly, letter by letter.
    Tags(TagTest),
    /// The campaign that brought the client. Missing without one.
    CampaignId(Comparison<i64>),
    CreatedAt(TimeTest),
    /// The last contact. Missing when there was none.
    LastSeenAt(TimeTest),
    /// Codes ever issued, including revoked ones.
    DiscountsIssued(Comparison<i64>),
    /// Codes with at least one valid redemption.
    DiscountsRedeemed(Comparison<i64>),
    /// The last valid redemption. Missing without one.
    LastRedeemedAt(TimeTest),
    OrdersCount(Comparison<i64>),
    /// Total of the completed purchases; 0.00 without any.
    OrdersTotal(Comparison<Money>),
}

/// A comparison of an enum value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", content = "value", rename_all = "snake_case")]
pub enum WordTest<T> {
    Eq(T),
    Ne(T),
    In(Vec<T>),
}

/// A comparison of an ordered value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", content = "value", rename_all = "snake_case")]
pub enum Comparison<T> {
    Eq(T),
    Ne(T),
    Lt(T),
    Lte(T),
    Gt(T),
    Gte(T),
    /// Both ends are included.
    Between(T, T),
    In(Vec<T>),
}

/// A test of the set of tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", content = "value", rename_all = "snake_case")]
pub enum TagTest {
    /// The set contains this tag.
    Contains(String),
    /// The set contains at least one of these tags.
    In(Vec<String>),
}

/// A comparison of an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", content = "value", rename_all = "snake_case")]
pub enum TimeTest {
    /// In the same millisecond, or on the same local day.
    Eq(When),
    /// In another millisecond, or on another local day.
    Ne(When),
    Lt(When),
    /// At that instant (on that day) or earlier.
    Lte(When),
    Gt(When),
    /// At that instant (on that day) or later.
    Gte(When),
    /// Both ends are included.
    Between(When, When),
    /// At most this number of 24-hour periods ago.
    WithinDays(u32),
    /// More than this number of 24-hour periods ago.
    OlderThanDays(u32),
}

/// The right side of a comparison of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum When {
    /// An instant, in whole milliseconds.
    At(DateTime<Utc>),
    /// A whole local day.
    Day(NaiveDate),
}

/// Serializes a condition on a yes or no as a comparison with `eq`.
fn equal<T: Copy + Serialize, S: Serializer>(wanted: &T, serializer: S) -> Result<S::Ok, S::Error> {
    WordTest::Eq(*wanted).serialize(serializer)
}

impl Condition {
    pub const fn field(&self) -> Field {
        match self {
            Self::Gender(_) => Field::Gender,
            Self::Age(_) => Field::Age,
            Self::BirthdayMonth(_) => Field::BirthdayMonth,
            Self::IsSubscribed(_) => Field::IsSubscribed,
            Self::HasPhone(_) => Field::HasPhone,
            Self::Tags(_) => Field::Tags,
            Self::CampaignId(_) => Field::CampaignId,
            Self::CreatedAt(_) => Field::CreatedAt,
            Self::LastSeenAt(_) => Field::LastSeenAt,
            Self::DiscountsIssued(_) => Field::DiscountsIssued,
            Self::DiscountsRedeemed(_) => Field::DiscountsRedeemed,
            Self::LastRedeemedAt(_) => Field::LastRedeemedAt,
            Self::OrdersCount(_) => Field::OrdersCount,
            Self::OrdersTotal(_) => Field::OrdersTotal,
        }
    }

    pub(super) fn matches(&self, subject: &SegmentSubject, moment: &Moment) -> bool {
        match self {
            Self::Gender(test) => test.holds(subject.gender),
            Self::Age(test) => subject.birthday.is_some_and(|birthday| {
                test.holds(age_on(birthday, local_day(moment.now, moment.zone)).into())
            }),
            Self::BirthdayMonth(test) => {
                subject.birthday.is_some_and(|birthday| test.holds(birthday.month().into()))
            }
            Self::IsSubscribed(wanted) => subject.is_subscribed == *wanted,
            Self::HasPhone(wanted) => subject.has_phone == *wanted,
            Self::Tags(TagTest::Contains(tag)) => subject.tags.contains(tag),
            Self::Tags(TagTest::In(tags)) => tags.iter().any(|tag| subject.tags.contains(tag)),
            Self::CampaignId(test) => subject.campaign_id.is_some_and(|id| test.holds(id.0)),
            Self::CreatedAt(test) => test.holds(subject.created_at, moment),
            Self::LastSeenAt(test) => test.holds_if_known(subject.last_seen_at, moment),
            Self::DiscountsIssued(test) => test.holds(subject.discounts_issued.into()),
            Self::DiscountsRedeemed(test) => test.holds(subject.discounts_redeemed.into()),
            Self::LastRedeemedAt(test) => test.holds_if_known(subject.last_redeemed_at, moment),
            Self::OrdersCount(test) => test.holds(subject.orders_count.into()),
            Self::OrdersTotal(test) => test.holds(subject.orders_total),
        }
    }
}

impl<T: Copy + PartialEq> WordTest<T> {
    fn holds(&self, word: T) -> bool {
        match self {
            Self::Eq(wanted) => word == *wanted,
            Self::Ne(other) => word != *other,
            Self::In(words) => words.contains(&word),
        }
    }
}

impl<T: Copy + Ord> Comparison<T> {
    fn holds(&self, value: T) -> bool {
        match self {
            Self::Eq(wanted) => value == *wanted,
            Self::Ne(other) => value != *other,
            Self::Lt(limit) => value < *limit,
            Self::Lte(limit) => value <= *limit,
            Self::Gt(limit) => value > *limit,
            Self::Gte(limit) => value >= *limit,
            Self::Between(from, to) => (*from..=*to).contains(&value),
            Self::In(values) => values.contains(&value),
        }
    }
}

impl TimeTest {
    fn holds_if_known(&self, at: Option<DateTime<Utc>>, moment: &Moment) -> bool {
        at.is_some_and(|at| self.holds(at, moment))
    }

    fn holds(&self, at: DateTime<Utc>, moment: &Moment) -> bool {
        let against = |when: &When| match when {
            When::At(other) => at.cmp(other),
            When::Day(day) => local_day(at, moment.zone).cmp(day),
        };
        match self {
            Self::Eq(when) => against(when) == Ordering::Equal,
            Self::Ne(when) => against(when) != Ordering::Equal,
            Self::Lt(when) => against(when) == Ordering::Less,
            Self::Lte(when) => against(when) != Ordering::Greater,
            Self::Gt(when) => against(when) == Ordering::Greater,
            Self::Gte(when) => against(when) != Ordering::Less,
            Self::Between(from, to) => {
                against(from) != Ordering::Less && against(to) != Ordering::Greater
            }
            Self::WithinDays(days) => at >= moment.days_ago(*days),
            Self::OlderThanDays(days) => at < moment.days_ago(*days),
        }
    }
}

impl Moment {
    /// The instant `days` × 24 hours before now, in whole milliseconds.
    pub fn days_ago(&self, days: u32) -> DateTime<Utc> {
        to_millis(self.now) - Duration::days(days.into())
    }
}
