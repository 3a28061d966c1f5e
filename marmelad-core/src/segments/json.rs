//! Filters as JSON.

use chrono::SecondsFormat;
use serde_json::{Value, json};

use crate::segments::{
    Comparison, Condition, Op, SegmentFilter, TagTest, TimeTest, When, WordTest,
};

pub(super) fn filter(filter: &SegmentFilter) -> Value {
    let list = |parts: &[SegmentFilter]| parts.iter().map(self::filter).collect::<Value>();
    match filter {
        SegmentFilter::All(parts) => json!({ "all": list(parts) }),
        SegmentFilter::Any(parts) => json!({ "any": list(parts) }),
        SegmentFilter::Not(part) => json!({ "not": self::filter(part) }),
        SegmentFilter::Condition(condition) => {
            let (op, value) = op_and_value(condition);
            json!({ "field": condition.field().as_str(), "op": op.as_str(), "value": value })
        }
    }
}

fn op_and_value(condition: &Condition) -> (Op, Value) {
    match condition {
        Condition::Gender(test) => word(test, |gender| json!(gender.as_str())),
        Condition::IsSubscribed(wanted) | Condition::HasPhone(wanted) => (Op::Eq, json!(wanted)),
        Condition::Tags(TagTest::Contains(tag)) => (Op::Contains, json!(tag)),
        Condition::Tags(TagTest::In(tags)) => (Op::In, json!(tags)),
        Condition::Age(test)
        | Condition::BirthdayMonth(test)
        | Condition::CampaignId(test)
        | Condition::DiscountsIssued(test)
        | Condition::DiscountsRedeemed(test)
        | Condition::OrdersCount(test) => comparison(test, |number| json!(number)),
        Condition::OrdersTotal(test) => comparison(test, |money| json!(money)),
        Condition::CreatedAt(test)
        | Condition::LastSeenAt(test)
        | Condition::LastRedeemedAt(test) => time(test),
    }
}

fn word<T>(test: &WordTest<T>, write: impl Fn(&T) -> Value) -> (Op, Value) {
    match test {
        WordTest::Eq(word) => (Op::Eq, write(word)),
        WordTest::Ne(word) => (Op::Ne, write(word)),
        WordTest::In(words) => (Op::In, words.iter().map(write).collect()),
    }
}

fn comparison<T>(test: &Comparison<T>, write: impl Fn(&T) -> Value) -> (Op, Value) {
    match test {
        Comparison::Eq(value) => (Op::Eq, write(value)),
        Comparison::Ne(value) => (Op::Ne, write(value)),
        Comparison::Lt(value) => (Op::Lt, write(value)),
        Comparison::Lte(value) => (Op::Lte, write(value)),
        Comparison::Gt(value) => (Op::Gt, write(value)),
        Comparison::Gte(value) => (Op::Gte, write(value)),
        Comparison::Between(from, to) => (Op::Between, json!([write(from), write(to)])),
        Comparison::In(values) => (Op::In, values.iter().map(write).collect()),
    }
}

fn time(test: &TimeTest) -> (Op, Value) {
    match test {
        TimeTest::Eq(when) => (Op::Eq, point(when)),
        TimeTest::Ne(when) => (Op::Ne, point(when)),
        TimeTest::Lt(when) => (Op::Lt, point(when)),
        TimeTest::Lte(when) => (Op::Lte, point(when)),
        TimeTest::Gt(when) => (Op::Gt, point(when)),
        TimeTest::Gte(when) => (Op::Gte, point(when)),
        TimeTest::Between(from, to) => (Op::Between, json!([point(from), point(to)])),
        TimeTest::WithinDays(days) => (Op::WithinDays, json!(days)),
        TimeTest::OlderThanDays(days) => (Op::OlderThanDays, json!(days)),
    }
}

fn point(when: &When) -> Value {
    match when {
        When::At(at) => json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        When::Day(day) => json!(day.format("%Y-%m-%d").to_string()),
    }
}
