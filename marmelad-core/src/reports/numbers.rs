//! Counters of reports.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

use crate::kernel::Money;

/// Declares a struct of counters that are added field by field.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                $(self.$field += other.$field;)+
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
                numbers.fold(Self::default(), |mut sum, more| {
                    sum += more;
                    sum
                })
            }
        }
    )+};
}

numbers! {
    /// Counters of codes and their purchases.
    CodeNumbers {
        /// Codes issued, including revoked ones.
        issued: u64,
        redeemed: u64,
        undone: u64,
        /// Purchases whose amount is known.
        orders: u64,
        /// Total of these purchases before discounts.
        revenue: Money,
        /// Total saved by codes in these purchases.
        discount: Money,
    }

    /// Counters of the whole shop; `codes.orders` counts all purchases, with or without a code.
    SummaryNumbers {
        /// Clients who made their first contact.
        new_clients: u64,
        /// New clients who were subscribed to the channel at the last check.
        subscribed: u64,
        /// Clients who blocked the bot in the period and still block it.
        blocked: u64,
        /// Clients who opted out of marketing in the period and are still opted out.
        opted_out: u64,
        codes: CodeNumbers,
    }

    /// Counters of a cashier.
    CashierNumbers {
        redeemed: u64,
        /// Redemptions undone by anybody.
        undone: u64,
        /// Typed codes that do not exist.
        wrong_codes: u64,
        /// Purchases whose amount is known.
        orders: u64,
        /// Total of these purchases before discounts.
        revenue: Money,
        /// Total saved by codes in these purchases.
        discount: Money,
    }

    /// Counters of a campaign.
    CampaignNumbers {
        joined: u64,
        /// Participants whom the campaign brought as new clients.
        new_clients: u64,
        /// The campaign's codes and their purchases.
        codes: CodeNumbers,
    }

    /// Counters of a broadcast.
    BroadcastNumbers {
        audience: u64,
        sent: u64,
        /// Codes issued with the broadcast.
        issued: u64,
        /// Issued codes with at least one valid redemption.
        redeemed: u64,
        /// Purchases with these codes whose amount is known.
        orders: u64,
        /// Total of these purchases before discounts.
        revenue: Money,
        /// Total saved by codes in these purchases.
        discount: Money,
    }
}

impl CodeNumbers {
    /// Redemptions per issued code; `None` when no code was issued.
    pub fn redemption_rate(self) -> Option<Share> {
        Share::of(self.redeemed, self.issued)
    }
}

impl BroadcastNumbers {
    /// Redeemed codes per issued code; `None` when no code was issued.
    pub fn redemption_rate(self) -> Option<Share> {
        Share::of(self.redeemed, self.issued)
    }

    /// Sum paid: revenue − discount.
    pub fn net(self) -> Money {
        self.revenue.less(self.discount)
    }
}

/// A percentage with two decimal places, rounded half up: `12.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// Computes part / whole; `None` when `whole` is 0.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        let (part, whole) = (u128::from(part), u128::from(whole));
        let doubled = (part * 20_000).checked_div(whole)?;
        u64::try_from(doubled.div_ceil(2)).ok().map(Self)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(1, 8, Some("12.50"))]
    #[case(1, 3, Some("33.33"))]
    #[case(2, 3, Some("66.67"))]
    #[case(1, 20_000, Some("0.01"))]
    #[case(1, 20_001, Some("0.00"))]
    #[case(3, 2, Some("150.00"))]
    #[case(0, 5, Some("0.00"))]
    #[case(5, 0, None)]
    #[case(u64::MAX, u64::MAX, Some("100.00"))]
    fn shares(#[case] part: u64, #[case] whole: u64, #[case] shown: Option<&str>) {
        let share = Share::of(part, whole).map(|share| share.to_string());
        assert_eq!(share.as_deref(), shown);
    }

    #[test]
    fn numbers_add_up() {
        let kopecks = |kopecks| Money::from_kopecks(kopecks).unwrap();
        let day = SummaryNumbers {
            new_clients: 2,
            codes: CodeNumbers { issued: 3, revenue: kopecks(150), ..CodeNumbers::default() },
            ..SummaryNumbers::default()
        };
        let total: SummaryNumbers = [day, day, day].into_iter().sum();
        assert_eq!((total.new_clients, total.codes.issued), (6, 9));
        assert_eq!(total.codes.revenue, kopecks(450));
    }
}
