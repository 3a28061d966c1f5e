//! Columns of the lists of clients, discounts and recipients, each with what a row has in it.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::RecipientLog;
use marmelad_core::discounts::{DiscountState, ListedDiscount};
use marmelad_core::kernel::Money;
use marmelad_core::people::User;

use super::Cell;

macro_rules! columns {
    ($(#[$doc:meta])* $columns:ident, $row:ident($($item:ident: $type:ty),+) {
        $($column:literal: $value:expr,)+
    }) => {
        $(#[$doc])*
        pub const $columns: &[&str] = &[$($column),+];

        #[doc = concat!("A row under [`", stringify!($columns), "`].")]
        pub fn $row($($item: $type),+) -> Vec<Cell> {
            vec![$(Cell::from($value)),+]
        }
    };
}

columns! {
    /// Columns of clients. An import reads some of them and ignores the others.
    USER_COLUMNS, user_row(user: User) {
        "id": user.id.0,
        "telegram_id": user.telegram_id.0,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "display_name": user.display_name,
        "phone": user.phone,
        "gender": user.gender.to_string(),
        "birthday": user.birthday,
        "tags": tags_cell(&user.tags),
        "is_subscribed": user.is_subscribed,
        "is_blocked": user.is_blocked,
        "is_opted_out": user.is_opted_out,
        "is_test": user.is_test,
        "campaign_id": user.campaign_id.map(|id| id.0),
        "created_at": user.created_at,
        "last_seen_at": user.last_seen_at,
        "anonymized_at": user.anonymized_at,
    }
}

columns! {
    /// Columns of discounts, in the state at `now`.
    DISCOUNT_COLUMNS, discount_row(listed: ListedDiscount, now: DateTime<Utc>) {
        "id": listed.discount.id.0,
        "code": listed.discount.code.to_string(),
        "state": DiscountState::of(&listed.discount, now).to_string(),
        // Percent have two places as well.
        "value": Money::from_kopecks(listed.discount.value.hundredths()),
        "value_type": listed.discount.value.value_type().to_string(),
        "source": listed.discount.source.to_string(),
        "user_id": listed.discount.user_id.0,
        "user": listed.client.display_name,
        "template_id": listed.discount.template_id.map(|id| id.0),
        "campaign_id": listed.discount.campaign_id.map(|id| id.0),
        "broadcast_id": listed.discount.broadcast_id.map(|id| id.0),
        "usage_type": listed.discount.usage.as_str().to_owned(),
        "max_uses": i64::from(listed.discount.usage.max_uses()),
        "uses_count": i64::from(listed.discount.uses_count),
        "min_order_amount": listed.discount.min_order_amount,
        "created_at": listed.discount.created_at,
        "expires_at": listed.discount.expires_at,
        "used_at": listed.discount.used_at,
        "used_by_cashier_id": listed.discount.used_by_cashier_id.map(|id| id.0),
        "revoked_at": listed.discount.revoked_at,
        "revoke_reason": listed.discount.revoke_reason,
        "is_test": listed.discount.is_test,
    }
}

columns! {
    /// Columns of the recipients of a broadcast.
    RECIPIENT_COLUMNS, recipient_row(recipient: RecipientLog) {
        "user_id": recipient.user_id.0,
        "display_name": recipient.display_name,
        "status": recipient.status.to_string(),
        "attempts": i64::from(recipient.attempts),
        "sent_at": recipient.sent_at,
        "code": recipient.code,
        "error_message": recipient.error,
        "skip_reason": recipient.skip_reason.map(|reason| reason.to_string()),
        "recall_status": recipient.recall_status.map(|status| status.to_string()),
        "telegram_message_id": recipient.message.map(|id| id.0),
    }
}

/// Tags separated by commas; as a JSON array if one of them holds a comma or begins like an array.
fn tags_cell(tags: &[String]) -> String {
    if tags.iter().any(|tag| tag.contains(',') || tag.starts_with('[')) {
        return serde_json::Value::from(tags).to_string();
    }
    tags.join(", ")
}
