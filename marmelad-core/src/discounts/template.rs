//! Discount templates: value, event, lifetime and recurrence of the codes to issue.

mod change;
mod check;
mod describe;

use chrono::{DateTime, Utc};

use crate::discounts::Recurrence;
use crate::kernel::{DiscountValue, Money, TemplateId};

pub use change::{TemplateChange, TemplateDraft};
pub use describe::describe_template_change;

/// A template as stored, with its number of issued codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Row id. Of several templates for one event, the greatest id is the newest.
    pub id: TemplateId,
    /// The part that staff edit.
    pub terms: TemplateTerms,
    /// Number of issued codes, including revoked ones.
    pub issued_count: u32,
    pub created_at: DateTime<Utc>,
}

/// The part of a template that staff edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateTerms {
    /// Shown to staff, 1–120 characters.
    pub name: String,
    pub description: Option<String>,
    pub value: DiscountValue,
    /// The event at which the system issues a code.
    pub event: TemplateEvent,
    /// How many times a code can be redeemed.
    pub usage: UsageType,
    /// Whole local days for which a code is valid after its day of issue, 1–3650.
    pub duration_days: u32,
    /// How often one client may get a discount.
    pub recurrence: Recurrence,
    /// Smallest purchase for which a code can be redeemed.
    pub min_order_amount: Option<Money>,
    /// The budget: maximum number of codes ever issued.
    pub total_limit: Option<u32>,
    /// From when codes are issued.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when codes are issued, inclusive.
    pub valid_until: Option<DateTime<Utc>>,
    /// Note added to the message with the code.
    pub message_text: Option<String>,
    /// Whether the template issues codes.
    pub is_active: bool,
}

/// When a template issues; column `discount_templates.event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateEvent {
    /// The client is subscribed to the channel.
    Subscription,
    /// The client has a birthday.
    Birthday,
    /// The client joins a campaign.
    Campaign,
    /// An admin, an operator or a broadcast gives the code.
    Manual,
}

crate::kernel::text_enum!(TemplateEvent {
    Subscription => "subscription",
    Birthday => "birthday",
    Campaign => "campaign",
    Manual => "manual",
});

/// How many times a code can be redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageType {
    Single,
    /// Up to `max_uses` times.
    Multi {
        /// Number of redemptions, at least 2.
        max_uses: u32,
    },
}

/// Kind of usage; column `discount_templates.usage_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageKind {
    Single,
    Multi,
}

crate::kernel::text_enum!(UsageKind {
    Single => "single",
    Multi => "multi",
});

impl UsageType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi { .. } => "multi",
        }
    }

    /// Number of redemptions that use the code up.
    pub fn max_uses(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Multi { max_uses } => max_uses,
        }
    }
}

/// One broken rule of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsError {
    /// Name of the column.
    pub field: &'static str,
    /// `out_of_range`, `length`, `before_start`, `missing`, `empty`, `mismatch` or `html`.
    pub code: &'static str,
    /// What is wrong and what is expected, for people.
    pub message: String,
}
