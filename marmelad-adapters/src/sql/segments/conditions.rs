//! Each kind of condition as SQL.

use marmelad_core::kernel::{Money, local_day};
use marmelad_core::people::{Gender, latest_birthday};
use marmelad_core::segments::{Comparison, Condition, TagTest, TimeTest, WordTest};

use super::super::dialect::{HAS_TAG, tag_operand};
use super::compile::{Bind, Writer};
use super::ranges::{Range, Ranges, Window};

impl Writer<'_> {
    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Gender(test) => self.gender(test),
            Condition::Age(test) => self.age(test),
            Condition::BirthdayMonth(test) => {
                let ranges = Ranges::of(test, |month| month);
                // MMDD as text: days 00 and 99 enclose the days of every month.
                let (from, to) = (
                    |month| Bind::Text(format!("{month:02}00")),
                    |month| Bind::Text(format!("{month:02}99")),
                );
                self.known("u.birthday_md", |out| {
                    out.in_ranges("u.birthday_md", &ranges, from, to);
                });
            }
            Condition::IsSubscribed(wanted) => {
                self.operand("u.is_subscribed = ", Bind::Flag(*wanted));
            }
            Condition::HasPhone(true) => self.push("u.phone IS NOT NULL"),
            Condition::HasPhone(false) => self.push("u.phone IS NULL"),
            Condition::Tags(TagTest::Contains(tag)) => self.tags(std::slice::from_ref(tag)),
            Condition::Tags(TagTest::In(tags)) => self.tags(tags),
            Condition::CampaignId(test) => {
                let ranges = Ranges::of(test, |id| id);
                self.known("u.campaign_id", |out| {
                    out.in_ranges("u.campaign_id", &ranges, Bind::Number, Bind::Number);
                });
            }
            Condition::CreatedAt(test) => {
                let window = Window::of(test, self.moment);
                self.in_window("u.created_at", &window);
            }
            Condition::LastSeenAt(test) => self.known_time("u.last_seen_at", test),
            Condition::DiscountsIssued(test) => self.count("u.discounts_issued", test),
            Condition::DiscountsRedeemed(test) => self.count("u.discounts_redeemed", test),
            Condition::LastRedeemedAt(test) => self.known_time("u.last_redeemed_at", test),
            Condition::OrdersCount(test) => self.count("u.orders_count", test),
            Condition::OrdersTotal(test) => {
                let ranges = Ranges::of(test, Money::kopecks);
                self.in_ranges("u.orders_total", &ranges, Bind::Kopecks, Bind::Kopecks);
            }
        }
    }

    /// A number in a column that is never NULL.
    fn count(&mut self, column: &str, test: &Comparison<i64>) {
        let ranges = Ranges::of(test, |number| number);
        self.in_ranges(column, &ranges, Bind::Number, Bind::Number);
    }

    /// An instant in a column that may be NULL.
    fn known_time(&mut self, column: &str, test: &TimeTest) {
        let window = Window::of(test, self.moment);
        self.known(column, |out| out.in_window(column, &window));
    }

    fn gender(&mut self, test: &WordTest<Gender>) {
        let (word, genders) = match test {
            WordTest::Eq(gender) => ("IN", std::slice::from_ref(gender)),
            WordTest::Ne(gender) => ("NOT IN", std::slice::from_ref(gender)),
            WordTest::In(genders) => ("IN", genders.as_slice()),
        };
        self.push("u.gender ");
        self.push(word);
        self.push(" (");
        for (place, gender) in genders.iter().enumerate() {
            self.push(if place > 0 { ", " } else { "" });
            self.bind(Bind::Text(gender.to_string()));
        }
        self.push(")");
    }

    fn tags(&mut self, tags: &[String]) {
        self.push("(");
        for (place, tag) in tags.iter().enumerate() {
            self.push(if place > 0 { " OR " } else { "" });
            self.push(HAS_TAG);
            self.binds.push(Bind::Text(tag_operand(tag)));
        }
        self.push(")");
    }

    /// Ages as ranges of birthdays: the column is compared as it is, by its index.
    fn age(&mut self, test: &Comparison<i64>) {
        let today = local_day(self.moment.now, self.moment.zone);
        let latest = |age: i64| latest_birthday(u16::try_from(age).unwrap_or(u16::MAX), today);
        let ranges = Ranges::of(test, |age| age);
        self.known("u.birthday", |out| {
            out.push(if ranges.is_negated { "NOT (" } else { "(" });
            for (place, range) in ranges.list.iter().enumerate() {
                out.push(if place > 0 { " OR " } else { "" });
                if range.to.is_some_and(|to| to < 0) {
                    out.push("1 = 0");
                    continue;
                }
                // An age is at least 0.
                let oldest = range.to.map(|to| latest(to + 1));
                let youngest = range.from.filter(|from| *from > 0).map(latest);
                out.push("(1 = 1");
                if let Some(day) = oldest {
                    out.operand(" AND u.birthday > ", Bind::Day(day));
                }
                if let Some(day) = youngest {
                    out.operand(" AND u.birthday <= ", Bind::Day(day));
                }
                out.push(")");
            }
            out.push(")");
        });
    }

    /// False where the column is NULL, whatever the test.
    fn known(&mut self, column: &str, test: impl FnOnce(&mut Self)) {
        self.push("(");
        self.push(column);
        self.push(" IS NOT NULL AND ");
        test(self);
        self.push(")");
    }

    fn in_ranges(
        &mut self,
        expression: &str,
        ranges: &Ranges,
        from: impl Fn(i64) -> Bind,
        to: impl Fn(i64) -> Bind,
    ) {
        self.push(if ranges.is_negated { "NOT (" } else { "(" });
        for (place, range) in ranges.list.iter().enumerate() {
            self.push(if place > 0 { " OR " } else { "" });
            self.in_range(expression, *range, &from, &to);
        }
        self.push(")");
    }

    fn in_range(
        &mut self,
        expression: &str,
        range: Range,
        from: impl Fn(i64) -> Bind,
        to: impl Fn(i64) -> Bind,
    ) {
        let ends = (range.from.map(from), range.to.map(to));
        self.push(expression);
        match ends {
            (Some(from), Some(to)) if from == to => self.operand(" = ", from),
            (Some(from), Some(to)) => {
                self.operand(" BETWEEN ", from);
                self.operand(" AND ", to);
            }
            (Some(from), None) => self.operand(" >= ", from),
            (None, Some(to)) => self.operand(" <= ", to),
            (None, None) => self.push(" IS NOT NULL"),
        }
    }

    fn operand(&mut self, operator: &str, value: Bind) {
        self.push(operator);
        self.bind(value);
    }

    fn in_window(&mut self, expression: &str, window: &Window) {
        self.push(if window.is_negated { "NOT (" } else { "(" });
        let bounds = [(window.from, " >= "), (window.until, " < ")];
        let mut is_first = true;
        for (bound, op) in bounds {
            if let Some(bound) = bound {
                self.push(if is_first { "" } else { " AND " });
                is_first = false;
                self.push(expression);
                self.operand(op, Bind::Time(bound));
            }
        }
        self.push(")");
    }
}
