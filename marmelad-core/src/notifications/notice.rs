//! Notifications: messages to clients and staff that are not a direct reply.

use crate::alerts::Alert;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::discounts::{Discount, Redemption, ToldDiscount, UsageType};
use crate::kernel::{
    Address, AdminId, BotKind, BroadcastId, CashierId, ClientId, DiscountId, MessageId, Money,
    NotificationId, TelegramId, UsageLogId,
};
use crate::reports::{Attention, DayNumbers};
use crate::staff::{ASK_AGAIN_AFTER, Admin, Cashier};

/// The content of a notification. `kind` is the serde tag and `payload` the fields; the text is rendered only at
/// sending, so edited texts apply to queued notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Notice {
    /// To a client: their code was redeemed.
    Redeemed {
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shop: Option<String>,
        /// The saving; `None` when the purchase amount is unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discount_amount: Option<Money>,
        /// The rest to pay; `None` when the purchase amount is unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_pay: Option<Money>,
        /// Remaining uses of a multi-use code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uses_left: Option<u32>,
    },
    /// To a client: a redemption of their code was undone.
    Undone { code: String },
    /// To a client: a birthday greeting.
    Birthday {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_name: Option<String>,
        /// The gift, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gift: Option<ToldDiscount>,
        /// The additional text of the gift's template.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// To a client: a discount is about to expire.
    Reminder {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_name: Option<String>,
        discount: ToldDiscount,
    },
    /// To owners in the group `daily_report`: the digest of a day.
    Digest { day: NaiveDate, numbers: DayNumbers, attention: Attention },
    /// To admins in the group `cashier_requests`: a person requests cashier access.
    CashierRequest {
        /// The cashier whom the buttons approve or reject.
        cashier_id: CashierId,
        telegram_id: TelegramId,
        display_name: String,
        /// Telegram username without the leading `@`.
        username: Option<String>,
    },
    /// Edits the message of a cashier request after the decision.
    CashierRequestDecided {
        /// The message to edit.
        message_id: MessageId,
        /// Name of the cashier.
        display_name: String,
        /// True for approval, false for rejection.
        approved: bool,
        decided_by: String,
    },
    /// To a cashier: access was granted.
    CashierApproved { shop: Option<String> },
    /// To a cashier: access was refused.
    CashierRejected {
        /// When the person may request access again.
        may_ask_at: DateTime<Utc>,
    },
    /// To a cashier: access was withdrawn.
    CashierDeactivated {},
    /// To a person who receives a test copy of a broadcast.
    BroadcastTest {
        broadcast_id: BroadcastId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// To admins in the group `broadcasts`: the result of a broadcast.
    BroadcastReport {
        broadcast_id: BroadcastId,
        title: String,
        total: u32,
        success: u32,
        failed: u32,
        blocked: u32,
        /// Recipients skipped at sending.
        skipped: u32,
        /// Recipients for whom Telegram's answer was lost.
        uncertain: u32,
    },
    /// To admins in `alerts`.
    Alert(Alert),
}

impl Notice {
    /// Builds the notice about a redemption in a shop.
    pub fn redeemed(redemption: &Redemption, shop: Option<String>) -> Self {
        let discount = &redemption.discount;
        Self::Redeemed {
            code: discount.code.to_string(),
            shop,
            discount_amount: redemption.order.map(|order| order.discount_amount),
            to_pay: redemption.order.map(|order| order.amount.less(order.discount_amount)),
            uses_left: matches!(discount.usage, UsageType::Multi { .. })
                .then(|| discount.uses_left()),
        }
    }

    /// Whether the notice is marketing, which waits for the end of quiet hours and skips clients who opted out.
    pub const fn is_marketing(&self) -> bool {
        matches!(self, Self::Birthday { .. } | Self::Reminder { .. })
    }

    /// Builds the notice about a refusal at `now`.
    pub fn cashier_rejected(now: DateTime<Utc>) -> Self {
        Self::CashierRejected { may_ask_at: now + ASK_AGAIN_AFTER }
    }
}

/// A notification to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationDraft {
    pub bot: BotKind,
    pub chat: Address,
    /// The receiving client; `None` for staff.
    pub user_id: Option<ClientId>,
    pub notice: Notice,
    /// A notification with the same key is never queued twice; ≤ 160 bytes.
    pub dedupe_key: String,
    /// The notification is dropped after this instant.
    pub send_before: DateTime<Utc>,
}

/// Prefix of the dedupe keys of reminders.
const REMINDER_KEY: &str = "reminder:";
/// How long a redeemed or undone notice may still be sent.
const CLIENT_NOTICE_LIFE: Duration = Duration::hours(24);
/// How long a notice for staff may still be sent.
const STAFF_NOTICE_LIFE: Duration = Duration::days(7);

impl NotificationDraft {
    /// Drafts a notice about a usage-log row (redeemed or undone), once per row.
    pub fn to_client(
        user_id: ClientId,
        chat: Address,
        notice: Notice,
        usage_log: UsageLogId,
        now: DateTime<Utc>,
    ) -> Self {
        let key = format!("usage:{usage_log}");
        Self::by_main_bot(user_id, chat, notice, key, now + CLIENT_NOTICE_LIFE)
    }

    /// Drafts a birthday greeting, once per calendar year.
    pub fn birthday(
        user_id: ClientId,
        chat: Address,
        notice: Notice,
        year: i32,
        send_before: DateTime<Utc>,
    ) -> Self {
        Self::by_main_bot(user_id, chat, notice, Self::birthday_key(user_id, year), send_before)
    }

    /// Dedupe key of a client's greeting in a calendar year.
    pub fn birthday_key(user_id: ClientId, year: i32) -> String {
        format!("birthday:{user_id}:{year}")
    }

    /// Drafts the only reminder of a discount; it is dropped when the discount has expired.
    pub fn reminder(chat: Address, first_name: Option<String>, discount: &Discount) -> Self {
        let notice = Notice::Reminder { first_name, discount: ToldDiscount::from(discount) };
        let key = Self::reminder_key(discount.id);
        Self::by_main_bot(discount.user_id, chat, notice, key, discount.expires_at)
    }

    fn by_main_bot(
        user_id: ClientId,
        chat: Address,
        notice: Notice,
        dedupe_key: String,
        send_before: DateTime<Utc>,
    ) -> Self {
        let (bot, user_id) = (BotKind::Main, Some(user_id));
        Self { bot, chat, user_id, notice, dedupe_key, send_before }
    }

    /// Dedupe key of a discount's reminder.
    pub fn reminder_key(discount: DiscountId) -> String {
        format!("{REMINDER_KEY}{discount}")
    }

    /// The discount of a reminder's dedupe key; `None` for a key of another kind.
    pub fn reminded_of(dedupe_key: &str) -> Option<DiscountId> {
        let id = dedupe_key.strip_prefix(REMINDER_KEY)?.parse().ok()?;
        Some(DiscountId(id))
    }

    /// Drafts a notice for an admin or cashier, sent by the auth bot.
    pub fn to_staff(chat: Address, notice: Notice, dedupe_key: String, now: DateTime<Utc>) -> Self {
        Self {
            bot: BotKind::Auth,
            chat,
            user_id: None,
            notice,
            dedupe_key,
            send_before: now + STAFF_NOTICE_LIFE,
        }
    }

    /// Drafts the digest of a day for one owner, once per owner and day.
    pub fn digest(notice: Notice, day: NaiveDate, owner: &Admin, now: DateTime<Utc>) -> Self {
        let key = format!("digest:{day}:{}", owner.id);
        Self::to_staff(owner.address(), notice, key, now)
    }

    /// Drafts a cashier request of that instant for one admin.
    pub fn cashier_request(
        cashier: &Cashier,
        chat: Address,
        admin: AdminId,
        now: DateTime<Utc>,
    ) -> Self {
        let notice = Notice::CashierRequest {
            cashier_id: cashier.id,
            telegram_id: cashier.telegram_id,
            display_name: cashier.display_name.clone(),
            username: cashier.username.clone(),
        };
        let key = format!("cashier_request:{}:{}:{admin}", cashier.id, now.timestamp_millis());
        Self::to_staff(chat, notice, key, now)
    }
}

/// The kinds of [`Notice`] that are marketing, as `notifications.kind` has them.
pub const MARKETING_KINDS: [&str; 2] = ["birthday", "reminder"];

/// A queued notification that a worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedNotification {
    pub id: NotificationId,
    pub bot: BotKind,
    pub chat: Address,
    /// The receiving client; `None` for staff.
    pub user_id: Option<ClientId>,
    pub notice: Notice,
    /// Number of earlier tries.
    pub attempts: u32,
}

/// Result of a try to send a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotificationResult {
    Sent(MessageId),
    /// Retry at or after this instant.
    Retry {
        at: DateTime<Utc>,
        error: String,
        /// Whether the try counts towards the limit of tries.
        counts: bool,
    },
    /// Telegram refuses the message for good.
    Failed(String),
    /// The recipient blocked the bot or deleted the account.
    Blocked(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::discount;

    fn kind(notice: &Notice) -> String {
        let tagged = serde_json::to_value(notice).unwrap();
        tagged["kind"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_reminder_is_traced_to_its_discount() {
        let key = NotificationDraft::reminder_key(DiscountId(77));
        assert_eq!(key, "reminder:77");
        assert_eq!(NotificationDraft::reminded_of(&key), Some(DiscountId(77)));
        for other in ["birthday:77:2026", "reminder:", "reminder:x", "usage:77"] {
            assert_eq!(NotificationDraft::reminded_of(other), None, "{other}");
        }
    }

    #[test]
    fn marketing_is_known_by_its_kind() {
        let told = ToldDiscount::from(&discount());
        let birthday = Notice::Birthday { first_name: None, gift: Some(told.clone()), note: None };
        let reminder = Notice::Reminder { first_name: None, discount: told };
        let undone = Notice::Undone { code: "ДЯА4589".into() };
        assert_eq!([kind(&birthday), kind(&reminder)], MARKETING_KINDS);
        assert!(birthday.is_marketing() && reminder.is_marketing());
        assert!(!undone.is_marketing() && !MARKETING_KINDS.contains(&kind(&undone).as_str()));
        let stored = serde_json::to_value(&birthday).unwrap();
        assert_eq!(serde_json::from_value::<Notice>(stored).unwrap(), birthday);
    }
}
