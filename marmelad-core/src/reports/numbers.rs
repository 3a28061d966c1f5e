//! What reports count.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

use crate::kernel::Money;

/// Numbers that add up field by field.
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
    /// Codes and what they brought.
    CodeNumbers {
        /// Codes issued, revoked ones too.
        issued: u64,
        redeemed: u64,
        /// Redemptions that were taken back.
        undone: u64,
        /// Purchases known with their amount.
        orders: u64,
        /// What was bought in them, before the discounts.
        revenue: Money,
        /// What the codes saved in them.
        discount: Money,
    }

    /// The shop as a whole; `codes.orders` are all purchases, without a code too.
    SummaryNumbers {
        /// Clients who came for the first time.
        new_clients: u64,
        /// Of those, who was subscribed to the channel when last looked at.
        subscribed: u64,
        /// Clients who blocked the bot then and still do.
        blocked: u64,
        /// Clients who opted out of marketing then and still are.
        opted_out: u64,
        codes: CodeNumbers,
    }

    /// What a cashier did.
    CashierNumbers {
        redeemed: u64,
        /// Redemptions that were taken back, by whomever.
        undone: u64,
        /// Codes typed that there are not.
        wrong_codes: u64,
        /// Purchases known with their amount.
        orders: u64,
        /// What was bought in them, before the discounts.
        revenue: Money,
        /// What the codes saved in them.
        discount: Money,
    }

    /// What a campaign brought.
    CampaignNumbers {
        joined: u64,
        /// Of those, who became a client by it.
        new_clients: u64,
        /// Its codes and what they brought.
        codes: CodeNumbers,
    }

    /// What a broadcast brought.
    BroadcastNumbers {
        /// Whom it was meant for.
        audience: u64,
        sent: u64,
        /// Codes given with it.
        issued: u64,
        /// Of those, codes with a use that stands.
        redeemed: u64,
        /// Purchases with them, known with their amount.
        orders: u64,
        /// What was bought in them, before the discounts.
        revenue: Money,
        /// What the codes saved in them.
        discount: Money,
    }
}

impl CodeNumbers {
    /// Redemptions to codes issued; `None` when none was issued.
    pub fn redemption_rate(self) -> Option<Share> {
        Share::of(self.redeemed, self.issued)
    }
}

impl BroadcastNumbers {
    /// Codes redeemed to codes issued; `None` when none was issued.
    pub fn redemption_rate(self) -> Option<Share> {
        Share::of(self.redeemed, self.issued)
    }

    /// What was paid: revenue − discount.
    pub fn net(self) -> Money {
        self.revenue.less(self.discount)
    }
}

/// A part of a whole in percent with two places, rounded half up; `12.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// `None` of nothing.
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
            codes: CodeNumbers {
                issued: 3,
                revenue: kopecks(150),
                ..CodeNumbers::default()
            },
            ..SummaryNumbers::default()
        };
        let total: SummaryNumbers = [day, day, day].into_iter().sum();
        assert_eq!((total.new_clients, total.codes.issued), (6, 9));
        assert_eq!(total.codes.revenue, kopecks(450));
    }
}
