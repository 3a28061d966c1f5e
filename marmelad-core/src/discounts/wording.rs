//! Words for a discount, for the bots' answers and for notifications, and the note that its template adds.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Discount, DiscountService, UsageType};
use crate::kernel::{DiscountValue, Money, PortError, zone};
use crate::messages::{TextKey, check_html, escape, ru};
use crate::settings::Wording;

/// The facts about a discount that a message contains. Stored as JSON in notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldDiscount {
    pub code: String,
    pub value: DiscountValue,
    /// Last valid instant, inclusive.
    pub expires_at: DateTime<Utc>,
    /// Smallest purchase for which the code can be redeemed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_order_amount: Option<Money>,
    /// Redemptions left; only for a discount with several uses.
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

/// The values of a text's placeholders, as people read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountFacts {
    pub code: String,
    pub value: String,
    pub last_day: String,
    /// `{min_order}`: «500 ₽»; empty without a minimum.
    pub min_order: String,
    /// `{uses_left}`; empty for a discount with one use.
    pub uses_left: String,
}

impl DiscountFacts {
    /// The facts about a stored discount, in the words of today.
    pub fn of(discount: &Discount, zone: Tz, now: DateTime<Utc>) -> Self {
        Self::told(&ToldDiscount::from(discount), zone, now)
    }

    /// The facts about a discount in a notification, in the words of today.
    pub fn told(discount: &ToldDiscount, zone: Tz, now: DateTime<Utc>) -> Self {
        let last_day = zone::local_day(discount.expires_at, zone);
        Self {
            code: discount.code.clone(),
            value: ru::discount_value(discount.value),
            last_day: ru::day(last_day, zone::local_day(now, zone)),
            min_order: discount.min_order_amount.map(ru::money).unwrap_or_default(),
            // Empty for a discount with one use.
            uses_left: discount.uses_left.map(|left| left.to_string()).unwrap_or_default(),
        }
    }

    /// The values with the names of their placeholders.
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
    /// A text about a discount: fills `code`, `value`, `last_day`, `min_order` and `uses_left` as
    /// far as the text has them, and the values in `more`.
    pub fn about(&self, key: TextKey, discount: &Discount, more: &[(&str, &str)]) -> String {
        self.about_told(key, &ToldDiscount::from(discount), more)
    }

    /// The same for a discount in a notification.
    pub fn about_told(
        &self,
        key: TextKey,
        discount: &ToldDiscount,
        more: &[(&str, &str)],
    ) -> String {
        let facts = DiscountFacts::told(discount, self.zone, self.now);
        let known =
            |name: &str| key.spec().placeholders.iter().any(|placeholder| placeholder.name == name);
        let values: Vec<(&str, &str)> = facts
            .values()
            .into_iter()
            .chain(more.iter().copied())
            .filter(|(name, _)| known(name))
            .collect();
        self.text(key, &values)
    }

    /// The values of the placeholders about a discount.
    pub fn facts(&self, discount: &Discount) -> DiscountFacts {
        DiscountFacts::of(discount, self.zone, self.now)
    }
}

impl DiscountService {
    /// The template's `message_text` as valid HTML; empty when there is none.
    pub async fn note_of(&self, discount: &Discount) -> Result<String, PortError> {
        let Some(id) = discount.template_id else {
            return Ok(String::new());
        };
        let template = self.find_template(id).await?;
        let note = template.and_then(|template| template.terms.message_text);
        Ok(note.as_deref().map(sendable_note).unwrap_or_default())
    }
}

/// A template's `message_text` as valid HTML. Saved templates are checked, but a broken one from
/// another source must not prevent the delivery of the code.
pub(crate) fn sendable_note(note: &str) -> String {
    match check_html(note) {
        Ok(()) => note.to_owned(),
        Err(_) => escape(note).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use crate::Ports;
    use crate::discounts::MockTemplateRepo;
    use crate::testing::{NOW, app_at, discount, template};

    #[rstest]
    #[case::none(None, "")]
    #[case::html(Some("<b>Ура</b>"), "<b>Ура</b>")]
    #[case::broken(Some("<b>Ура & Ко"), "&lt;b&gt;Ура &amp; Ко")]
    #[tokio::test]
    async fn a_broken_note_never_breaks_the_message(
        #[case] text: Option<&str>,
        #[case] note: &str,
    ) {
        let mut found = template();
        found.terms.message_text = text.map(Into::into);
        let mut templates = MockTemplateRepo::new();
        templates.expect_find().returning(move |_| Ok(Some(found.clone())));
        let templates = Arc::new(templates);
        let app = app_at(NOW, Ports { templates, ..Ports::mocked() });
        assert_eq!(app.discounts.note_of(&discount()).await.unwrap(), note);
    }
}
