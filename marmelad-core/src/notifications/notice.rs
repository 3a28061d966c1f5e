//! Notifications: what people are told that is not a direct reply.

use crate::alerts::Alert;
use crate::discounts::ToldDiscount;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::discounts::{Discount, Redemption, UsageType};
use crate::kernel::{
    AdminId, BotKind, BroadcastId, CashierId, DiscountId, MessageId, Money, NotificationId,
    TelegramId, UsageLogId, UserId,
};
use crate::reports::{Attention, DayNumbers};
use crate::staff::{ASK_AGAIN_AFTER, Admin, Cashier};

/// What is told. `kind` is the tag, `payload` the fields: data, so that it is put into words when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Notice {
    /// To a client: their code was redeemed.
    Redeemed {
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shop: Option<String>,
        /// What was saved, when the purchase is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discount_amount: Option<Money>,
        /// What was left to pay, when the purchase is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_pay: Option<Money>,
        /// How often the code still holds, for one that holds several times.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uses_left: Option<u32>,
    },
    /// To a client: a redemption of their code was taken back.
    Undone {
        code: String,
    },
    /// To a client: a birthday greeting.
    Birthday {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_name: Option<String>,
        /// What they get, if anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gift: Option<ToldDiscount>,
        /// What the gift's template adds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// To a client: a discount of theirs is about to end.
    Reminder {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_name: Option<String>,
        discount: ToldDiscount,
    },
    /// To owners in `daily_report`: how a day went.
    Digest {
        day: NaiveDate,
        /// The day in numbers.
        numbers: DayNumbers,
        /// What needs a look.
        attention: Attention,
    },
    /// To admins in `cashier_requests`: somebody wants to be a cashier.
    CashierRequest {
        /// Whom the buttons decide on.
        cashier_id: CashierId,
        telegram_id: TelegramId,
        /// What they are called.
        display_name: String,
        /// Without the @.
        username: Option<String>,
    },
    /// Changes such a request's message once somebody decided.
    CashierRequestDecided {
        /// The message to change.
        message_id: MessageId,
        /// Whom it was about.
        display_name: String,
        /// How it was decided.
        approved: bool,
        decided_by: String,
    },
    /// To a cashier: access given.
    CashierApproved {
        /// Where they work, if that is known.
        shop: Option<String>,
    },
    /// To a cashier: access refused.
    CashierRejected {
        /// When they may ask again.
        may_ask_at: DateTime<Utc>,
    },
    /// To a cashier: access withdrawn.
    CashierDeactivated {},
    /// To somebody who wants to see a broadcast beforehand.
    BroadcastTest {
        broadcast_id: BroadcastId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// To admins in `broadcasts`: how one ended.
    BroadcastReport {
        broadcast_id: BroadcastId,
        title: String,
        total: u32,
        success: u32,
        failed: u32,
        blocked: u32,
        /// Left out when their turn came.
        skipped: u32,
        /// The answer was lost.
        uncertain: u32,
    },
    /// To admins in `alerts`.
    Alert(Alert),
}

impl Notice {
    /// What a client is told of a redemption in a shop.
    pub fn redeemed(redemption: &Redemption, shop: Option<String>) -> Self {
        let discount = &redemption.discount;
        Self::Redeemed {
            code: discount.code.to_string(),
            shop,
            discount_amount: redemption.order.map(|order| order.discount_amount),
            to_pay: redemption
                .order
                .map(|order| order.amount.less(order.discount_amount)),
            uses_left: matches!(discount.usage, UsageType::Multi { .. })
                .then(|| discount.uses_left()),
        }
    }

    /// Whether it is marketing: it waits through quiet hours and does not go to those who want none.
    pub const fn is_marketing(&self) -> bool {
        matches!(self, Self::Birthday { .. } | Self::Reminder { .. })
    }

    /// What a person is told of a refusal at `now`.
    pub fn cashier_rejected(now: DateTime<Utc>) -> Self {
        Self::CashierRejected {
            may_ask_at: now + ASK_AGAIN_AFTER,
        }
    }
}

/// A notification to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationDraft {
    pub bot: BotKind,
    pub chat: TelegramId,
    /// The client it is for, if one.
    pub user_id: Option<UserId>,
    pub notice: Notice,
    /// Queued at most once for ever; ≤ 160 bytes.
    pub dedupe_key: String,
    /// Not sent after this instant.
    pub send_before: DateTime<Utc>,
}

/// What the keys of reminders begin with.
const REMINDER_KEY: &str = "reminder:";
/// How long a redeemed or undone notice is worth telling.
const CLIENT_NOTICE_LIFE: Duration = Duration::hours(24);
/// How long news for staff is worth telling.
const STAFF_NOTICE_LIFE: Duration = Duration::days(7);

impl NotificationDraft {
    /// A notice about a usage-log row (redeemed or undone), once per row.
    pub fn to_client(
        user_id: UserId,
        chat: TelegramId,
        notice: Notice,
        usage_log: UsageLogId,
        now: DateTime<Utc>,
    ) -> Self {
        let dedupe_key = format!("usage:{usage_log}");
        Self {
            bot: BotKind::Main,
            chat,
            user_id: Some(user_id),
            notice,
            dedupe_key,
            send_before: now + CLIENT_NOTICE_LIFE,
        }
    }

    /// A birthday greeting, once a calendar year.
    pub fn birthday(
        user_id: UserId,
        chat: TelegramId,
        notice: Notice,
        year: i32,
        send_before: DateTime<Utc>,
    ) -> Self {
        Self {
            bot: BotKind::Main,
            chat,
            user_id: Some(user_id),
            notice,
            dedupe_key: Self::birthday_key(user_id, year),
            send_before,
        }
    }

    /// By which a client's greeting of a calendar year is known.
    pub fn birthday_key(user_id: UserId, year: i32) -> String {
        format!("birthday:{user_id}:{year}")
    }

    /// A reminder of a discount, once; of no use when the discount has ended.
    pub fn reminder(chat: TelegramId, first_name: Option<String>, discount: &Discount) -> Self {
        Self {
            bot: BotKind::Main,
            chat,
            user_id: Some(discount.user_id),
            notice: Notice::Reminder {
                first_name,
                discount: ToldDiscount::from(discount),
            },
            dedupe_key: Self::reminder_key(discount.id),
            send_before: discount.expires_at,
        }
    }

    /// By which the reminder of a discount is known.
    pub fn reminder_key(discount: DiscountId) -> String {
        format!("{REMINDER_KEY}{discount}")
    }

    /// The discount that a reminder with this key is about; `None` for a key of another kind.
    pub fn reminded_of(dedupe_key: &str) -> Option<DiscountId> {
        let id = dedupe_key.strip_prefix(REMINDER_KEY)?.parse().ok()?;
        Some(DiscountId(id))
    }

    /// News for an admin or cashier, by the auth bot.
    pub fn to_staff(
        chat: TelegramId,
        notice: Notice,
        dedupe_key: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            bot: BotKind::Auth,
            chat,
            user_id: None,
            notice,
            dedupe_key,
            send_before: now + STAFF_NOTICE_LIFE,
        }
    }

    /// A day's digest, to one owner, once.
    pub fn digest(notice: Notice, day: NaiveDate, owner: &Admin, now: DateTime<Utc>) -> Self {
        let key = format!("digest:{day}:{}", owner.id);
        Self::to_staff(owner.telegram_id, notice, key, now)
    }

    /// A cashier's request of that instant, to one admin.
    pub fn cashier_request(
        cashier: &Cashier,
        chat: TelegramId,
        admin: AdminId,
        now: DateTime<Utc>,
    ) -> Self {
        let notice = Notice::CashierRequest {
            cashier_id: cashier.id,
            telegram_id: cashier.telegram_id,
            display_name: cashier.display_name.clone(),
            username: cashier.username.clone(),
        };
        let key = format!(
            "cashier_request:{}:{}:{admin}",
            cashier.id,
            now.timestamp_millis()
        );
        Self::to_staff(chat, notice, key, now)
    }
}

/// The kinds of [`Notice`] that are marketing, as `notifications.kind` has them.
pub const MARKETING_KINDS: [&str; 2] = ["birthday", "reminder"];

/// A queued notification that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedNotification {
    pub id: NotificationId,
    pub bot: BotKind,
    pub chat: TelegramId,
    /// The client it is for, if one.
    pub user_id: Option<UserId>,
    pub notice: Notice,
    /// How many tries were made before this one.
    pub attempts: u32,
}

/// How a try to send a notification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotificationResult {
    Sent(MessageId),
    /// Try again not before that instant.
    Retry {
        at: DateTime<Utc>,
        error: String,
        /// Whether this counts as one of the tries.
        counts: bool,
    },
    /// It will never be taken.
    Failed(String),
    /// The person blocked the bot or is gone.
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
        let birthday = Notice::Birthday {
            first_name: None,
            gift: Some(told.clone()),
            note: None,
        };
        let reminder = Notice::Reminder {
            first_name: None,
            discount: told,
        };
        let undone = Notice::Undone {
            code: "ДЯА4589".into(),
        };
        assert_eq!([kind(&birthday), kind(&reminder)], MARKETING_KINDS);
        assert!(birthday.is_marketing() && reminder.is_marketing());
        assert!(!undone.is_marketing() && !MARKETING_KINDS.contains(&kind(&undone).as_str()));
        let stored = serde_json::to_value(&birthday).unwrap();
        assert_eq!(serde_json::from_value::<Notice>(stored).unwrap(), birthday);
    }
}
