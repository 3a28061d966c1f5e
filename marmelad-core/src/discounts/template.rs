//! Discount templates: what is given, when, how long it lives and how often a client may get it.

mod change;
mod check;
mod describe;

use chrono::{DateTime, Utc};

use crate::discounts::Recurrence;
use crate::kernel::{DiscountValue, Money, TemplateId};

pub use change::{TemplateChange, TemplateDraft};
pub use describe::describe_template_change;

/// A stored template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Row id; of several templates for one event the greatest is the newest.
    pub id: TemplateId,
    /// What it says.
    pub terms: TemplateTerms,
    /// Codes issued so far, revoked ones too.
    pub issued_count: u32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// The part of a template that people write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateTerms {
    /// Shown to staff, 1–120 characters.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// What the client saves.
    pub value: DiscountValue,
    /// What makes the system issue it.
    pub event: TemplateEvent,
    /// How many times one code holds.
    pub usage: UsageType,
    /// Whole local days a code lives after its day of issue, 1–3650.
    pub duration_days: u32,
    /// How often one client may get it.
    pub recurrence: Recurrence,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Money>,
    /// Budget: at most so many codes ever.
    pub total_limit: Option<u32>,
    /// First instant of issue.
    pub valid_from: Option<DateTime<Utc>>,
    /// Last instant of issue.
    pub valid_until: Option<DateTime<Utc>>,
    /// Added to the client's message.
    pub message_text: Option<String>,
    /// Whether it issues.
    pub is_active: bool,
}

/// `discount_templates.event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateEvent {
    /// Given for the channel subscription.
    Subscription,
    /// Given on the birthday.
    Birthday,
    /// Given for joining a campaign.
    Campaign,
    /// Given by hand or by a broadcast.
    Manual,
}

crate::kernel::text_enum!(TemplateEvent {
    Subscription => "subscription",
    Birthday => "birthday",
    Campaign => "campaign",
    Manual => "manual",
});

/// How many times one code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageType {
    /// Once.
    Single,
    /// `max_uses` times, at least 2.
    Multi {
        /// How many times.
        max_uses: u32,
    },
}

/// `discount_templates.usage_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageKind {
    /// Once.
    Single,
    /// `max_uses` times.
    Multi,
}

crate::kernel::text_enum!(UsageKind {
    Single => "single",
    Multi => "multi",
});

impl UsageType {
    /// The column's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi { .. } => "multi",
        }
    }

    /// How many redemptions use a code up.
    pub fn max_uses(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Multi { max_uses } => max_uses,
        }
    }
}

/// One thing wrong with a template that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsError {
    /// The column.
    pub field: &'static str,
    /// `out_of_range`, `length`, `before_start`, `missing`, `empty`, `mismatch` or `html`.
    pub code: &'static str,
    /// What is wrong and what would be right, for people.
    pub message: String,
}
