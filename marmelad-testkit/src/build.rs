//! Domain values with nothing special about them.

use marmelad_core::discounts::{Recurrence, TemplateEvent, TemplateTerms, UsageType};
use marmelad_core::kernel::{DiscountValue, TelegramId, ValueType};
use marmelad_core::people::TelegramProfile;

/// A template of 10 %, single use, 30 days, issued whenever asked for.
pub fn template_terms(event: TemplateEvent) -> TemplateTerms {
    TemplateTerms {
        name: "Десять процентов".into(),
        description: None,
        value: DiscountValue::from_hundredths(ValueType::Percent, 1_000).unwrap(),
        event,
        usage: UsageType::Single,
        duration_days: 30,
        recurrence: Recurrence::Unlimited,
        min_order_amount: None,
        total_limit: None,
        valid_from: None,
        valid_until: None,
        message_text: None,
        is_active: true,
    }
}

/// Somebody in Telegram who gave a first name only.
pub fn profile(telegram_id: i64, first_name: &str) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(telegram_id),
        username: None,
        first_name: Some(first_name.to_owned()),
        last_name: None,
    }
}
