//! A discount in words: for the bots' answers and for notifications.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Discount, UsageType};
use crate::kernel::{DiscountValue, Money, zone};
use crate::messages::{TextKey, ru};
use crate::settings::Wording;

/// As much of a discount as a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldDiscount {
    /// The code.
    pub code: String,
    /// What it saves.
    pub value: DiscountValue,
    /// Valid while now ≤ this.
    pub expires_at: DateTime<Utc>,
    /// The smallest purchase it holds for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_order_amount: Option<Money>,
    /// How often it still holds, for one that holds several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_left: Option<u32>,
}

impl From<&Discount> for ToldDiscount {
    fn from(discount: &Discount) -> Self {
        Self {
            code: discount.code.to_string(),
            value: discount.value,
            expires_at: discount.expires_at,
            min_order_amount: discount.min_order_amount,
            uses_left: matches!(discount.usage, UsageType::Multi { .. })
                .then(|| discount.uses_left()),
        }
    }
}

/// What texts say about a discount, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountFacts {
    /// `{code}`.
    pub code: String,
    /// `{value}`: «10 %».
    pub value: String,
    /// `{last_day}`: «5 марта».
    pub last_day: String,
    /// `{min_order}`: «500 ₽»; empty when it holds for every purchase.
    pub min_order: String,
    /// `{uses_left}`; empty when it holds once.
    pub uses_left: String,
}

impl DiscountFacts {
    /// Of this discount, for somebody who reads them now.
    pub fn of(discount: &Discount, zone: Tz, now: DateTime<Utc>) -> Self {
        Self::told(&ToldDiscount::from(discount), zone, now)
    }

    /// Of one that a notification tells of, for somebody who reads them now.
    pub fn told(discount: &ToldDiscount, zone: Tz, now: DateTime<Utc>) -> Self {
        let last_day = zone::local_day(discount.expires_at, zone);
        Self {
            code: discount.code.clone(),
            value: ru::discount_value(discount.value),
            last_day: ru::day(last_day, zone::local_day(now, zone)),
            min_order: discount.min_order_amount.map(ru::money).unwrap_or_default(),
            // Only a discount that holds several times says how often it still does.
            uses_left: discount
                .uses_left
                .map(|left| left.to_string())
                .unwrap_or_default(),
        }
    }

    /// Each with the name of its placeholder.
    pub fn values(&self) -> [(&'static str, &str); 5] {
        [
            ("code", &self.code),
            ("value", &self.value),
            ("last_day", &self.last_day),
            ("min_order", &self.min_order),
            ("uses_left", &self.uses_left),
        ]
    }
}

impl Wording<'_> {
    /// A text about a discount: `code, value, last_day, min_order, uses_left` as far as it has them, and
    /// `more`.
    pub fn about(&self, key: TextKey, discount: &Discount, more: &[(&str, &str)]) -> String {
        self.about_told(key, &ToldDiscount::from(discount), more)
    }

    /// The same of a discount that a notification tells of.
    pub fn about_told(
        &self,
        key: TextKey,
        discount: &ToldDiscount,
        more: &[(&str, &str)],
    ) -> String {
        let facts = DiscountFacts::told(discount, self.zone, self.now);
        let known = |name: &str| {
            key.spec()
                .placeholders
                .iter()
                .any(|placeholder| placeholder.name == name)
        };
        let values: Vec<(&str, &str)> = facts
            .values()
            .into_iter()
            .chain(more.iter().copied())
            .filter(|(name, _)| known(name))
            .collect();
        self.text(key, &values)
    }

    /// What a text can say about a discount, by placeholder.
    pub fn facts(&self, discount: &Discount) -> DiscountFacts {
        DiscountFacts::of(discount, self.zone, self.now)
    }
}
