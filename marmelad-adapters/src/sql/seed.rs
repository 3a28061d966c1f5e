//! Made-up shops, clients and their history, written in bulk: for the demo and for measuring.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::campaigns::Slug;
use marmelad_core::discounts::{
    DiscountCode, DiscountSource, TemplateTerms, UsageStatus, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Money, PortError};
use marmelad_core::people::{Gender, Phone, TelegramProfile};
use marmelad_core::staff::CashierStatus;

/// Fills an empty database.
#[async_trait]
pub(super) trait Seeder: Send + Sync {
    async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError>;
}

/// What came of seeding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeded {
    /// Written; so many clients.
    Filled(u64),
    /// There are clients already; nothing was written.
    NotEmpty,
}

/// What is there before the first client. Templates, campaigns and cashiers are named by their places.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedShops {
    /// Templates to add beside those that are there.
    pub templates: Vec<TemplateTerms>,
    /// Campaigns.
    pub campaigns: Vec<SeedCampaign>,
    /// Cashiers.
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

/// A campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedCampaign {
    /// The word in its link.
    pub slug: Slug,
    /// Shown to people.
    pub name: String,
    /// Place of the template that joining issues.
    pub template: Option<usize>,
    /// First instant of joining.
    pub starts_at: DateTime<Utc>,
    /// Last instant of joining; `None` = open.
    pub ends_at: Option<DateTime<Utc>>,
}

/// A cashier.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedCashier {
    /// Their Telegram id.
    pub telegram_id: i64,
    /// What owners see.
    pub display_name: String,
    /// Where they work.
    pub shop: String,
    /// Where their request is.
    pub status: CashierStatus,
    /// First contact, and the decision if there was one.
    pub at: DateTime<Utc>,
}

/// A code that nobody ever issued.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedUnknownCode {
    /// As typed, in its normal form.
    pub code: String,
    /// Place of the cashier.
    pub cashier: usize,
    /// When.
    pub at: DateTime<Utc>,
}

/// A client with a history.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedClient {
    /// Who.
    pub profile: TelegramProfile,
    /// Phone.
    pub phone: Option<Phone>,
    /// Gender.
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
    /// Tags.
    pub tags: Vec<String>,
    /// Place of the campaign that brought them.
    pub campaign: Option<usize>,
    /// First contact.
    pub created_at: DateTime<Utc>,
    /// Last contact.
    pub last_seen_at: DateTime<Utc>,
    /// Codes, the earliest first.
    pub discounts: Vec<SeedDiscount>,
}

/// A code with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedDiscount {
    /// By which template.
    pub template: SeedTemplate,
    /// Its terms at that time.
    pub terms: SeedTerms,
    /// Why.
    pub source: DiscountSource,
    /// Place of the campaign that gave it.
    pub campaign: Option<usize>,
    /// The code.
    pub code: DiscountCode,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Its last millisecond.
    pub expires_at: DateTime<Utc>,
    /// When and why it was withdrawn.
    pub revoked: Option<(DateTime<Utc>, String)>,
    /// What was tried with it, the earliest first.
    pub attempts: Vec<SeedAttempt>,
}

/// Which template issued a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedTemplate {
    /// One that was there before, by row id.
    Existing(i64),
    /// One of [`SeedShops::templates`], by its place.
    Added(usize),
}

/// The part of a template that a discount copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedTerms {
    /// What it saves.
    pub value: DiscountValue,
    /// How many times it holds.
    pub usage: UsageType,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Money>,
}

/// A try at the till.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedAttempt {
    /// Place of the cashier.
    pub cashier: usize,
    /// When.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub ending: SeedEnding,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq)]
pub enum SeedEnding {
    /// Redeemed.
    Success {
        /// The purchase and what was saved.
        order: Option<(Money, Money)>,
        /// How long after it was undone, and why.
        undone: Option<(Duration, String)>,
    },
    /// Refused.
    Refused(UsageStatus),
}
