//! Seed data: invented shops, clients and their history, for the demo and for measuring.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::campaigns::Slug;
use marmelad_core::discounts::{
    DiscountCode, DiscountSource, TemplateTerms, UsageStatus, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Money};
use marmelad_core::people::{Gender, Phone, TelegramProfile};
use marmelad_core::staff::CashierStatus;

/// The outcome of seeding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeded {
    /// The data was written; the number of clients.
    Filled(u64),
    /// The database has clients already; nothing was written.
    NotEmpty,
}

/// Rows that exist before the first client. Other seed rows refer to templates, campaigns and cashiers by their index
/// in these lists.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedShops {
    /// Templates to add to the existing ones.
    pub templates: Vec<TemplateTerms>,
    pub campaigns: Vec<SeedCampaign>,
    pub cashiers: Vec<SeedCashier>,
    /// Unknown codes that somebody typed.
    pub unknown_codes: Vec<SeedUnknownCode>,
    /// How many clients will come, for the audit entry.
    pub clients: u32,
    /// When the shops opened.
    pub opened_at: DateTime<Utc>,
    /// Now: the instant of the audit entry.
    pub now: DateTime<Utc>,
}

/// A campaign to add.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedCampaign {
    /// The word in its link.
    pub slug: Slug,
    /// The name that people see.
    pub name: String,
    /// Place of the template that joining issues.
    pub template: Option<usize>,
    /// First instant of joining.
    pub starts_at: DateTime<Utc>,
    /// Last instant of joining; `None` = open.
    pub ends_at: Option<DateTime<Utc>>,
}

/// A cashier to add.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedCashier {
    pub telegram_id: i64,
    /// The name that owners see.
    pub display_name: String,
    /// The shop where they work.
    pub shop: String,
    /// The state of their access.
    pub status: CashierStatus,
    /// First contact, and the decision if there was one.
    pub at: DateTime<Utc>,
}

/// A code that was never issued, typed by a cashier.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedUnknownCode {
    /// As typed, in its normal form.
    pub code: String,
    /// Place of the cashier.
    pub cashier: usize,
    pub at: DateTime<Utc>,
}

/// A client with a history.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedClient {
    pub profile: TelegramProfile,
    /// The phone, if given.
    pub phone: Option<Phone>,
    /// The gender, as in the segment filter.
    pub gender: Gender,
    /// Birthday, and when they gave it.
    pub birthday: Option<(NaiveDate, DateTime<Utc>)>,
    /// Day of the last greeting.
    pub last_celebrated_on: Option<NaiveDate>,
    /// The last subscription check and its answer.
    pub subscription: Option<(bool, DateTime<Utc>)>,
    /// When they blocked the bot.
    pub blocked_at: Option<DateTime<Utc>>,
    /// When they asked for no marketing.
    pub opted_out_at: Option<DateTime<Utc>>,
    /// Tags in their normal form.
    pub tags: Vec<String>,
    /// Place of the campaign that brought them.
    pub campaign: Option<usize>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Codes, the earliest first.
    pub discounts: Vec<SeedDiscount>,
}

/// A code with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedDiscount {
    /// The template that issued the code.
    pub template: SeedTemplate,
    /// The template's terms at that time.
    pub terms: SeedTerms,
    /// The reason of the issue.
    pub source: DiscountSource,
    /// Place of the campaign that gave it.
    pub campaign: Option<usize>,
    /// The code in its normal form.
    pub code: DiscountCode,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The last millisecond of its validity.
    pub expires_at: DateTime<Utc>,
    /// When and why it was withdrawn.
    pub revoked: Option<(DateTime<Utc>, String)>,
    /// Attempts at the till, the earliest first.
    pub attempts: Vec<SeedAttempt>,
}

/// Which template issued a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedTemplate {
    /// An existing template, by row id.
    Existing(i64),
    /// One of [`SeedShops::templates`], by place.
    Added(usize),
}

/// The part of a template that a discount copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedTerms {
    /// The discount: percent or roubles.
    pub value: DiscountValue,
    /// How many times it can be redeemed.
    pub usage: UsageType,
    pub min_order_amount: Option<Money>,
}

/// An attempt to redeem at the till.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedAttempt {
    /// Place of the cashier.
    pub cashier: usize,
    pub at: DateTime<Utc>,
    /// The outcome of the attempt.
    pub ending: SeedEnding,
}

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum SeedEnding {
    /// The code was redeemed.
    Success {
        /// The purchase and what was saved.
        order: Option<(Money, Money)>,
        /// How long after it was undone, and why.
        undone: Option<(Duration, String)>,
    },
    /// The code was refused, with this status.
    Refused(UsageStatus),
}
