//! Random filters, clients and moments for property tests. Their values lie close together, so that tests hit the
//! edges: midnights, leap days, day counts, missing values.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::kernel::{Moment, Money};
use crate::people::Gender;
use crate::segments::{
    Comparison, Condition, SegmentFilter, SegmentSubject, TagTest, TimeTest, When, WordTest,
};

/// Greatest campaign id; ids start at 1.
pub const CAMPAIGNS: i64 = 3;

/// Letters, cases and characters that a database may fold together or treat as wildcards.
const TAGS: &[&str] = &[
    "vip", "VIP", "вип", "Ёж", "еж", "a\"b", "a\\b", "\\u0061", "%", "1", "vip ", "🍬", "\"vip\"",
    "a/b",
];

/// Local midnight of 5 March 2026 in Vladivostok.
fn midnight() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_772_632_800_000).unwrap_or_default()
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let millis = select(vec![-1_i64, 0, 1, 43_200_000]);
    (-3_i64..6, millis).prop_map(|(days, millis)| {
        midnight() - Duration::days(days) + Duration::milliseconds(millis)
    })
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (-4_i64..5).prop_map(|days| (midnight() - Duration::days(days)).date_naive())
}

fn birthdays() -> impl Strategy<Value = NaiveDate> {
    let days =
        select(vec![(1, 1), (2, 27), (2, 28), (2, 29), (3, 1), (3, 4), (3, 5), (3, 6), (12, 31)]);
    (1996_i32..2012, days).prop_map(|(year, (month, day))| {
        NaiveDate::from_ymd_opt(year, month, day)
            .or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
            .unwrap_or_default()
    })
}

fn sums() -> impl Strategy<Value = Money> {
    select(vec![0_i64, 1, 2, 3, 100, 150, 9_999, 999_999_999])
        .prop_map(|kopecks| Money::from_kopecks(kopecks).unwrap_or_default())
}

/// Moments near the clients' times, and days on which leap-day birthdays matter.
pub fn moments() -> impl Strategy<Value = Moment> {
    let noons = select(vec![
        (2027, 2, 27),
        (2027, 2, 28),
        (2027, 3, 1),
        (2028, 2, 28),
        (2028, 2, 29),
        (2028, 3, 1),
        (2026, 12, 31),
    ]);
    let noons = noons.prop_map(|(year, month, day)| {
        let day = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        day.and_time(chrono::NaiveTime::MIN).and_utc() + Duration::hours(2)
    });
    prop_oneof![instants(), noons]
        .prop_map(|now| Moment { now, zone: chrono_tz::Asia::Vladivostok })
}

prop_compose! {
    /// Clients; each optional fact is missing at times.
    pub fn subjects()(
        gender in select(Gender::ALL),
        birthday in option::of(birthdays()),
        (is_subscribed, has_phone) in any::<(bool, bool)>(),
        tags in vec(select(TAGS), 0..3),
        campaign_id in option::of(1..=CAMPAIGNS),
        created_at in instants(),
        last_seen_at in option::of(instants()),
        uses in vec(option::of(instants()), 0..4),
        orders in vec(sums(), 0..4),
    ) -> SegmentSubject {
        let orders: Vec<i64> = orders.iter().map(|sum| sum.kopecks().max(1)).collect();
        let used: Vec<_> = uses.iter().flatten().copied().collect();
        let count = |number: usize| u32::try_from(number).unwrap_or_default();
        SegmentSubject {
            gender,
            birthday,
            is_subscribed,
            has_phone,
            tags: tags.into_iter().map(str::to_owned).collect(),
            campaign_id: campaign_id.map(Into::into),
            created_at,
            last_seen_at,
            discounts_issued: count(uses.len()),
            discounts_redeemed: count(used.len()),
            last_redeemed_at: used.into_iter().max(),
            orders_count: count(orders.len()),
            orders_total: Money::from_kopecks(orders.iter().sum()).unwrap_or_default(),
        }
    }
}

/// Valid filters of every shape, four groups deep at most.
pub fn filters() -> impl Strategy<Value = SegmentFilter> {
    let leaf = conditions().prop_map(SegmentFilter::Condition);
    let tree = leaf.prop_recursive(4, 24, 4, |part| {
        prop_oneof![
            3 => vec(part.clone(), 1..4).prop_map(SegmentFilter::All),
            3 => vec(part.clone(), 1..4).prop_map(SegmentFilter::Any),
            2 => part.prop_map(|part| SegmentFilter::Not(Box::new(part))),
        ]
    });
    prop_oneof![60 => tree, 1 => Just(SegmentFilter::EVERYBODY)]
}

fn conditions() -> impl Strategy<Value = Condition> {
    let tags = || select(TAGS).prop_map(str::to_owned);
    prop_oneof![
        words().prop_map(Condition::Gender),
        comparisons(13_i64..34).prop_map(Condition::Age),
        comparisons(1_i64..13).prop_map(Condition::BirthdayMonth),
        any::<bool>().prop_map(Condition::IsSubscribed),
        any::<bool>().prop_map(Condition::HasPhone),
        tags().prop_map(|tag| Condition::Tags(TagTest::Contains(tag))),
        vec(tags(), 1..4).prop_map(|tags| Condition::Tags(TagTest::In(tags))),
        comparisons(1..=CAMPAIGNS).prop_map(Condition::CampaignId),
        times().prop_map(Condition::CreatedAt),
        times().prop_map(Condition::LastSeenAt),
        comparisons(0_i64..5).prop_map(Condition::DiscountsIssued),
        comparisons(0_i64..4).prop_map(Condition::DiscountsRedeemed),
        times().prop_map(Condition::LastRedeemedAt),
        comparisons(0_i64..5).prop_map(Condition::OrdersCount),
        comparisons(sums()).prop_map(Condition::OrdersTotal),
    ]
}

fn words() -> impl Strategy<Value = WordTest<Gender>> {
    let word = || select(Gender::ALL);
    prop_oneof![
        word().prop_map(WordTest::Eq),
        word().prop_map(WordTest::Ne),
        vec(word(), 1..3).prop_map(WordTest::In),
    ]
}

fn comparisons<T: std::fmt::Debug + Clone + PartialOrd + 'static>(
    values: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Comparison<T>> {
    let value = values.boxed();
    let pair = (value.clone(), value.clone());
    prop_oneof![
        value.clone().prop_map(Comparison::Eq),
        value.clone().prop_map(Comparison::Ne),
        value.clone().prop_map(Comparison::Lt),
        value.clone().prop_map(Comparison::Lte),
        value.clone().prop_map(Comparison::Gt),
        value.clone().prop_map(Comparison::Gte),
        pair.prop_map(|(one, other)| if one <= other {
            Comparison::Between(one, other)
        } else {
            Comparison::Between(other, one)
        }),
        vec(value, 1..4).prop_map(Comparison::In),
    ]
}

fn times() -> impl Strategy<Value = TimeTest> {
    let when = || prop_oneof![instants().prop_map(When::At), days().prop_map(When::Day)];
    let ordered = prop_oneof![
        (instants(), instants()).prop_map(|(a, b)| (When::At(a.min(b)), When::At(a.max(b)))),
        (days(), days()).prop_map(|(a, b)| (When::Day(a.min(b)), When::Day(a.max(b)))),
        (instants(), days()).prop_map(|(a, b)| (When::At(a), When::Day(b))),
        (days(), instants()).prop_map(|(a, b)| (When::Day(a), When::At(b))),
    ];
    prop_oneof![
        when().prop_map(TimeTest::Eq),
        when().prop_map(TimeTest::Ne),
        when().prop_map(TimeTest::Lt),
        when().prop_map(TimeTest::Lte),
        when().prop_map(TimeTest::Gt),
        when().prop_map(TimeTest::Gte),
        ordered.prop_map(|(from, to)| TimeTest::Between(from, to)),
        (1_u32..6).prop_map(TimeTest::WithinDays),
        (1_u32..6).prop_map(TimeTest::OlderThanDays),
    ]
}
