//! A filter means the same by SQL as in memory: random trees, random clients, on every database.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use marmelad_core::kernel::{ClientId, Moment, Money};
use marmelad_core::people::birthday_md;
use marmelad_core::segments::{
    AudienceScope, Comparison, Condition, SegmentFilter, SegmentSubject, testing,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::world::{Raw, World, or_null};

contract!(
    random_filters_mean_the_same_as_in_memory,
    every_single_condition_means_the_same_as_in_memory,
);

const CLIENTS: usize = 150;
const TREES: usize = 300;

fn some<T: std::fmt::Debug>(runner: &mut TestRunner, strategy: impl Strategy<Value = T>) -> T {
    strategy.new_tree(runner).unwrap().current()
}

type Clients = BTreeMap<ClientId, SegmentSubject>;

async fn clients(world: &World, runner: &mut TestRunner) -> Clients {
    world.insert_campaigns().await;
    let mut clients = Clients::new();
    for id in 1..=i64::try_from(CLIENTS).unwrap() {
        let subject = some(runner, testing::subjects());
        world.insert(id, &subject).await;
        clients.insert(ClientId(id), subject);
    }
    clients
}

impl World {
    /// Those that clients may have come by.
    pub(crate) async fn insert_campaigns(&self) {
        let first = self.time(DateTime::UNIX_EPOCH);
        for id in 1..=testing::CAMPAIGNS {
            self.execute(&format!(
                "INSERT INTO campaigns (id, slug, name, is_active, created_at, updated_at) \
                 VALUES ({id}, 'c{id}', 'c{id}', 1, {first}, {first})"
            ))
            .await;
        }
    }

    /// An instant as the column holds it.
    pub(crate) fn time(&self, at: DateTime<Utc>) -> String {
        match self.raw {
            Raw::Sqlite(_) => format!("'{}'", at.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
            Raw::MySql(_) => format!("'{}'", at.format("%F %T%.3f")),
        }
    }

    pub(crate) fn time_or_null(&self, at: Option<DateTime<Utc>>) -> String {
        or_null(at.map(|at| self.time(at)))
    }

    pub(crate) fn money(&self, money: Money) -> String {
        match self.raw {
            Raw::Sqlite(_) => money.kopecks().to_string(),
            Raw::MySql(_) => money.to_string(),
        }
    }

    /// A text of any signs.
    pub(crate) fn quoted(&self, text: &str) -> String {
        let text = text.replace('\'', "''");
        match self.raw {
            Raw::Sqlite(_) => format!("'{text}'"),
            Raw::MySql(_) => format!("'{}'", text.replace('\\', "\\\\")),
        }
    }

    /// A client like this.
    pub(crate) async fn insert(&self, id: i64, subject: &SegmentSubject) {
        let birthday = or_null(subject.birthday.map(|day| format!("'{day}'")));
        let md = or_null(subject.birthday.map(|day| format!("'{:04}'", birthday_md(day))));
        let phone = if subject.has_phone { "'+79001234567'" } else { "NULL" };
        let campaign = or_null(subject.campaign_id);
        let tags = self.quoted(&Value::from(subject.tags.clone()).to_string());
        self.execute(&format!(
            "INSERT INTO users (id, telegram_id, display_name, phone, gender, birthday, birthday_md, is_subscribed, tags, \
             is_test, campaign_id, last_seen_at, created_at, updated_at) \
             VALUES ({id}, {id}, 'Анна', {phone}, '{}', {birthday}, {md}, {}, {tags}, 0, {campaign}, {}, {}, {})",
            subject.gender,
            i64::from(subject.is_subscribed),
            self.time_or_null(subject.last_seen_at),
            self.time(subject.created_at),
            self.time(subject.created_at),
        ))
        .await;
        self.insert_discounts(id, subject).await;
        self.insert_orders(id, subject).await;
        self.execute(&format!(
            "UPDATE users SET discounts_issued = {}, discounts_redeemed = {}, last_redeemed_at = {}, orders_count = {}, \
             orders_total = {} WHERE id = {id}",
            subject.discounts_issued,
            subject.discounts_redeemed,
            self.time_or_null(subject.last_redeemed_at),
            subject.orders_count,
            self.money(subject.orders_total),
        ))
        .await;
    }

    /// The first of those with a use has the last use; every third was revoked, which changes nothing.
    async fn insert_discounts(&self, user: i64, subject: &SegmentSubject) {
        let at = self.time(subject.created_at);
        for place in 0..subject.discounts_issued {
            let is_used = place < subject.discounts_redeemed;
            let last_use = subject.last_redeemed_at.filter(|_| is_used);
            let used_at = last_use.map(|last| last - chrono::Duration::hours(place.into()));
            let used_at = self.time_or_null(used_at);
            let revoked_at = if place % 3 == 2 { &at } else { "NULL" };
            let (count, value) = (i64::from(is_used), self.money("10.00".parse().unwrap()));
            self.execute(&format!(
                "INSERT INTO discounts (user_id, source, code, value, value_type, usage_type, max_uses, uses_count, \
                 expires_at, used_at, revoked_at, is_test, created_at, updated_at) \
                 VALUES ({user}, 'manual', 'c{user}-{place}', {value}, 'percent', 'single', 1, {count}, {at}, {used_at}, \
                 {revoked_at}, 0, {at}, {at})"
            ))
            .await;
        }
    }

    /// One purchase is what is left of the total when the others are a kopeck each; undone ones do not count.
    async fn insert_orders(&self, user: i64, subject: &SegmentSubject) {
        let count = i64::from(subject.orders_count);
        let mut sums = vec![(1, "completed"); usize::try_from(count - 1).unwrap_or(0)];
        if count > 0 {
            sums.push((subject.orders_total.kopecks() - (count - 1), "completed"));
        }
        if user % 3 == 0 {
            sums.push((7, "undone"));
        }
        let at = self.time(subject.created_at);
        for (kopecks, status) in sums {
            let amount = self.money(Money::from_kopecks(kopecks).unwrap());
            let saved = self.money(Money::ZERO);
            self.execute(&format!(
                "INSERT INTO orders (user_id, amount, discount_amount, source, status, is_test, created_at, updated_at) \
                 VALUES ({user}, {amount}, {saved}, 'bot', '{status}', 0, {at}, {at})"
            ))
            .await;
        }
    }

    /// Compares whom the filter means.
    async fn agrees(&self, clients: &Clients, filter: &SegmentFilter, moment: Moment) {
        let expected: Vec<_> = clients
            .iter()
            .filter(|(_, subject)| filter.matches(subject, &moment))
            .map(|(id, _)| *id)
            .collect();
        let scope = AudienceScope::default();
        let segments = &self.segments;
        let count = segments.count(filter, moment, scope).await.unwrap();
        let sample = segments.sample(filter, moment, scope, 1000).await.unwrap();
        let mut found: Vec<_> = sample.iter().map(|user| user.id).collect();
        found.sort_unstable();
        let differ: Vec<_> =
            clients.iter().filter(|(id, _)| found.contains(id) != expected.contains(id)).collect();
        assert!(
            differ.is_empty() && count == expected.len() as u64,
            "{} at {moment:?} counts {count}, in memory {}; it differs for {differ:#?}",
            filter.to_json(),
            expected.len(),
        );
    }
}

async fn random_filters_mean_the_same_as_in_memory(world: World) {
    let mut runner = TestRunner::default();
    let clients = clients(&world, &mut runner).await;
    world.totals_equal_the_rows().await;
    let mut meant = 0;
    for _ in 0..TREES {
        let filter = some(&mut runner, testing::filters());
        let moment = some(&mut runner, testing::moments());
        world.agrees(&clients, &filter, moment).await;
        meant += clients.values().filter(|subject| filter.matches(subject, &moment)).count();
    }
    // Filters that mean nobody or everybody would prove little.
    let share = meant * 100 / (TREES * CLIENTS);
    assert!((10..=90).contains(&share), "{share} %");
}

/// Every field with every op, alone and inverted, at the edges of what numbers there are.
async fn every_single_condition_means_the_same_as_in_memory(world: World) {
    let mut runner = TestRunner::default();
    let clients = clients(&world, &mut runner).await;
    world.totals_equal_the_rows().await;
    let moment = some(&mut runner, testing::moments());
    for number in [0, 1, 3] {
        let sums = comparisons(number, |kopecks| Money::from_kopecks(kopecks).unwrap());
        for (test, sum) in comparisons(number, |number| number).into_iter().zip(sums) {
            for condition in [
                Condition::DiscountsIssued(test.clone()),
                Condition::DiscountsRedeemed(test.clone()),
                Condition::OrdersCount(test.clone()),
                Condition::OrdersTotal(sum),
                Condition::CampaignId(test.clone()),
                Condition::BirthdayMonth(test.clone()),
                Condition::Age(test),
            ] {
                let filter = SegmentFilter::Condition(condition);
                world.agrees(&clients, &filter, moment).await;
                let opposite = SegmentFilter::Not(Box::new(filter));
                world.agrees(&clients, &opposite, moment).await;
            }
        }
    }
}

fn comparisons<T>(number: i64, of: impl Fn(i64) -> T) -> [Comparison<T>; 9] {
    let value = || of(number);
    [
        Comparison::Eq(value()),
        Comparison::Ne(value()),
        Comparison::Lt(value()),
        Comparison::Lte(value()),
        Comparison::Gt(value()),
        Comparison::Gte(value()),
        Comparison::Between(of(0), value()),
        Comparison::Between(value(), of(3)),
        Comparison::In(vec![of(0), value()]),
    ]
}
