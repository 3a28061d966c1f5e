//! What is counted or summed over a client's codes and purchases; nothing there is 0.

use super::compile::{Bind, Writer};
use super::ranges::{Range, Ranges};

/// One number about every client, and the SQL for it.
pub(super) struct Measure {
    /// Of the client `u` alone.
    of_one: &'static str,
    /// `SELECT` the clients with their rows grouped.
    grouped: &'static str,
    /// Of a group.
    of_group: &'static str,
    bind: fn(i64) -> Bind,
}

pub(super) const DISCOUNTS_ISSUED: Measure = Measure {
    of_one: "(SELECT COUNT(*) FROM discounts d WHERE d.user_id = u.id)",
    grouped: "SELECT d.user_id FROM discounts d GROUP BY d.user_id",
    of_group: "COUNT(*)",
    bind: Bind::Number,
};

/// `used_at` is there while a use stands.
pub(super) const DISCOUNTS_REDEEMED: Measure = Measure {
    of_one: "(SELECT COUNT(d.used_at) FROM discounts d WHERE d.user_id = u.id)",
    grouped: "SELECT d.user_id FROM discounts d GROUP BY d.user_id",
    of_group: "COUNT(d.used_at)",
    bind: Bind::Number,
};

// In groups the status is looked at row by row instead of in `WHERE`: that keeps the databases on the index that has
// each client's purchases together, where a condition would lure them to one that has not.
pub(super) const ORDERS_COUNT: Measure = Measure {
    of_one: "(SELECT COUNT(*) FROM orders o WHERE o.user_id = u.id AND o.status = 'completed')",
    grouped: "SELECT o.user_id FROM orders o GROUP BY o.user_id",
    of_group: "COUNT(CASE WHEN o.status = 'completed' THEN 1 END)",
    bind: Bind::Number,
};

pub(super) const ORDERS_TOTAL: Measure = Measure {
    of_one: "COALESCE((SELECT SUM(o.amount) FROM orders o WHERE o.user_id = u.id AND o.status = 'completed'), 0)",
    grouped: "SELECT o.user_id FROM orders o GROUP BY o.user_id",
    of_group: "SUM(CASE WHEN o.status = 'completed' THEN o.amount ELSE 0 END)",
    bind: Bind::Kopecks,
};

impl Measure {
    pub(super) fn write_per_client(&self, out: &mut Writer<'_>, ranges: &Ranges) {
        out.in_ranges(self.of_one, ranges, self.bind, self.bind);
    }

    pub(super) fn write_in_bulk(&self, out: &mut Writer<'_>, ranges: &Ranges) {
        out.push(if ranges.is_negated { "NOT (" } else { "(" });
        for (place, range) in ranges.list.iter().enumerate() {
            out.push(if place > 0 { " OR " } else { "" });
            self.write_group(out, *range);
        }
        out.push(")");
    }

    /// Clients without rows have no group, so a range around 0 is said by who is outside of it.
    fn write_group(&self, out: &mut Writer<'_>, range: Range) {
        let has_zero = range.from.is_none_or(|from| from <= 0) && range.to.is_none_or(|to| to >= 0);
        let (word, having) = match (has_zero, range.to) {
            (false, _) => ("IN", range),
            (true, None) => return out.push("1 = 1"),
            (true, Some(to)) => (
                "NOT IN",
                Range {
                    from: Some(to + 1),
                    to: None,
                },
            ),
        };
        out.push("u.id ");
        out.push(word);
        out.push(" (");
        out.push(self.grouped);
        out.push(" HAVING ");
        out.in_range(self.of_group, having, self.bind, self.bind);
        out.push(")");
    }
}
