//! Discounts and recipients in a file.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::RecipientLog;
use marmelad_core::discounts::{DiscountState, ListedDiscount};
use marmelad_core::kernel::Money;

use super::Cell;

/// The headings of discounts.
pub const DISCOUNT_COLUMNS: &[&str] = &[
    "id",
    "code",
    "state",
    "value",
    "value_type",
    "source",
    "user_id",
    "user",
    "template_id",
    "campaign_id",
    "broadcast_id",
    "usage_type",
    "max_uses",
    "uses_count",
    "min_order_amount",
    "created_at",
    "expires_at",
    "used_at",
    "used_by_cashier_id",
    "revoked_at",
    "revoke_reason",
    "is_test",
];

/// A discount under [`DISCOUNT_COLUMNS`], in the state of `now`.
pub fn discount_row(listed: ListedDiscount, now: DateTime<Utc>) -> Vec<Cell> {
    let state = DiscountState::of(&listed.discount, now);
    let discount = listed.discount;
    // Percent have two places as well.
    let value = Money::from_kopecks(discount.value.hundredths()).unwrap_or_default();
    vec![
        Cell::Number(discount.id.0),
        Cell::Text(discount.code.to_string()),
        Cell::Text(state.to_string()),
        Cell::Money(value),
        Cell::Text(discount.value.value_type().to_string()),
        Cell::Text(discount.source.to_string()),
        Cell::Number(discount.user_id.0),
        Cell::Text(listed.client.display_name),
        discount.template_id.map(|id| id.0).into(),
        discount.campaign_id.map(|id| id.0).into(),
        discount.broadcast_id.map(|id| id.0).into(),
        Cell::Text(discount.usage.as_str().to_owned()),
        Cell::Number(discount.usage.max_uses().into()),
        Cell::Number(discount.uses_count.into()),
        discount.min_order_amount.into(),
        Cell::Time(discount.created_at),
        Cell::Time(discount.expires_at),
        discount.used_at.into(),
        discount.used_by_cashier_id.map(|id| id.0).into(),
        discount.revoked_at.into(),
        discount.revoke_reason.into(),
        Cell::Flag(discount.is_test),
    ]
}

/// The headings of recipients.
pub const RECIPIENT_COLUMNS: &[&str] = &[
    "user_id",
    "display_name",
    "status",
    "attempts",
    "sent_at",
    "code",
    "error_message",
    "skip_reason",
    "recall_status",
    "telegram_message_id",
];

/// A recipient under [`RECIPIENT_COLUMNS`].
pub fn recipient_row(recipient: RecipientLog) -> Vec<Cell> {
    vec![
        Cell::Number(recipient.user_id.0),
        Cell::Text(recipient.display_name),
        Cell::Text(recipient.status.to_string()),
        Cell::Number(recipient.attempts.into()),
        recipient.sent_at.into(),
        recipient.code.into(),
        recipient.error.into(),
        recipient.skip_reason.map(|reason| reason.to_string()).into(),
        recipient.recall_status.map(|status| status.to_string()).into(),
        recipient.message.map(|id| id.0).into(),
    ]
}
