//! What is counted or summed over a client's codes and purchases; nothing there is 0.

use marmelad_core::domain::money::Money;
use marmelad_core::domain::segment::{Condition, Moment};

use super::compile::{Bind, Compiled, Writer};
use super::ranges::{Range, Ranges, Window};

/// One number about every client, and the SQL for it.
pub(super) struct Measure {
    /// Of the client `u` alone.
    pub(super) of_one: &'static str,
    /// `SELECT` the clients with their rows grouped.
    grouped: &'static str,
    /// Of a group.
    of_group: &'static str,
    pub(super) bind: fn(i64) -> Bind,
}

const DISCOUNTS: &str = "SELECT d.user_id FROM discounts d GROUP BY d.user_id";
const ORDERS: &str = "SELECT o.user_id FROM orders o GROUP BY o.user_id";

const DISCOUNTS_ISSUED: Measure = Measure {
    of_one: "(SELECT COUNT(*) FROM discounts d WHERE d.user_id = u.id)",
    grouped: DISCOUNTS,
    of_group: "COUNT(*)",
    bind: Bind::Number,
};

/// `used_at` is there while a use stands.
const DISCOUNTS_REDEEMED: Measure = Measure {
    of_one: "(SELECT COUNT(d.used_at) FROM discounts d WHERE d.user_id = u.id)",
    grouped: DISCOUNTS,
    of_group: "COUNT(d.used_at)",
    bind: Bind::Number,
};

// In groups the status is looked at row by row instead of in `WHERE`: that keeps the databases on the index that has
// each client's purchases together, where a condition would lure them to one that has not.
const ORDERS_COUNT: Measure = Measure {
    of_one: "(SELECT COUNT(*) FROM orders o WHERE o.user_id = u.id AND o.status = 'completed')",
    grouped: ORDERS,
    of_group: "COUNT(CASE WHEN o.status = 'completed' THEN 1 END)",
    bind: Bind::Number,
};

const ORDERS_TOTAL: Measure = Measure {
    of_one: "COALESCE((SELECT SUM(o.amount) FROM orders o WHERE o.user_id = u.id AND o.status = 'completed'), 0)",
    grouped: ORDERS,
    of_group: "SUM(CASE WHEN o.status = 'completed' THEN o.amount ELSE 0 END)",
    bind: Bind::Kopecks,
};

/// The number that a condition asks about, and what it has to be.
pub(super) fn measured(condition: &Condition) -> Option<(&'static Measure, Ranges)> {
    let whole = |number: i64| number;
    Some(match condition {
        Condition::DiscountsIssued(test) => (&DISCOUNTS_ISSUED, Ranges::of(test, whole)),
        Condition::DiscountsRedeemed(test) => (&DISCOUNTS_REDEEMED, Ranges::of(test, whole)),
        Condition::OrdersCount(test) => (&ORDERS_COUNT, Ranges::of(test, whole)),
        Condition::OrdersTotal(test) => (&ORDERS_TOTAL, Ranges::of(test, Money::kopecks)),
        _ => return None,
    })
}

/// Clients who are (or are not) among those whose rows in another table, taken together, pass a test.
pub(super) struct GroupTest {
    pub(super) grouped: &'static str,
    pub(super) is_member: bool,
    pub(super) having: Compiled,
}

impl GroupTest {
    /// A condition as one such test, if it can be said so.
    pub(super) fn of(condition: &Condition, moment: &Moment) -> Option<Self> {
        if let Condition::LastRedeemedAt(test) = condition {
            // Without a use the greatest is NULL, which HAVING leaves out either way.
            let having = Writer::alone(moment, |out| {
                out.in_window("MAX(d.used_at)", &Window::of(test, moment));
            });
            return Some(Self {
                grouped: DISCOUNTS,
                is_member: true,
                having,
            });
        }
        let (measure, ranges) = measured(condition)?;
        let [range] = ranges.list[..] else {
            return None;
        };
        let test = Self::in_range(measure, range, moment)?;
        Some(Self {
            is_member: test.is_member != ranges.is_negated,
            ..test
        })
    }

    /// Clients without rows have no group, so a range around 0 is said by who is outside of it. `None` when nobody is.
    pub(super) fn in_range(measure: &Measure, range: Range, moment: &Moment) -> Option<Self> {
        let has_zero = range.from.is_none_or(|from| from <= 0) && range.to.is_none_or(|to| to >= 0);
        let outside = || {
            range.to.map(|to| Range {
                from: Some(to + 1),
                to: None,
            })
        };
        let wanted = if has_zero { outside()? } else { range };
        let having = Writer::alone(moment, |out| {
            out.in_range(measure.of_group, wanted, measure.bind, measure.bind);
        });
        Some(Self {
            grouped: measure.grouped,
            is_member: !has_zero,
            having,
        })
    }

    /// Both tests as one, where they look at the same rows: a table is then read once.
    pub(super) fn merge(&mut self, other: Self, is_all: bool) -> Result<(), Self> {
        if (self.grouped, self.is_member) != (other.grouped, other.is_member) {
            return Err(other);
        }
        let word = if is_all == self.is_member {
            "AND"
        } else {
            "OR"
        };
        self.having.sql = format!("({} {word} {})", self.having.sql, other.having.sql);
        self.having.binds.extend(other.having.binds);
        Ok(())
    }
}
