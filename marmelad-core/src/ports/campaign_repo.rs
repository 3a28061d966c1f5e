//! Campaigns and who joined them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::PortError;
use crate::domain::campaign::{Campaign, Slug};
use crate::domain::code::DiscountCode;
use crate::domain::discount::Discount;
use crate::domain::ids::UserId;

/// Stores campaigns.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CampaignRepo: Send + Sync {
    /// By slug.
    async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Campaign>, PortError>;

    /// Adds a campaign; `None` when the slug is taken.
    async fn add(&self, command: NewCampaign) -> Result<Option<Campaign>, PortError>;

    /// Records that a client joined, once, within dates and limit, and issues the campaign's template.
    async fn join(&self, command: JoinCampaign) -> Result<JoinOutcome, PortError>;

    /// Issues what the campaigns that a client joined still owe them (they had not consented then).
    async fn issue_owed(&self, command: IssueOwed) -> Result<Vec<Discount>, PortError>;
}

/// A campaign to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    /// The word in its link.
    pub slug: Slug,
    /// Shown to people.
    pub name: String,
    /// Issued to each who joins.
    pub template_id: Option<crate::domain::ids::TemplateId>,
    /// First instant of joining.
    pub starts_at: Option<DateTime<Utc>>,
    /// Last instant of joining.
    pub ends_at: Option<DateTime<Utc>>,
    /// At most so many may join.
    pub total_limit: Option<u32>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A client follows a campaign's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinCampaign {
    /// Who.
    pub user_id: UserId,
    /// Into which.
    pub slug: Slug,
    /// Whether this very contact created the client.
    pub is_new_user: bool,
    /// Whether a discount may be issued now (the client consented, or need not).
    pub may_issue: bool,
    /// Codes to try, one after the other.
    pub codes: Vec<DiscountCode>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The shops' zone.
    pub zone: Tz,
}

/// What came of following the link.
#[expect(clippy::large_enum_variant, reason = "there is one per followed link")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// Joined now; with the discount, if one was issued.
    Joined {
        /// The campaign.
        campaign: Campaign,
        /// What the client got.
        discount: Option<Discount>,
    },
    /// Joined before; nothing changes.
    AlreadyJoined(Campaign),
    /// Unknown, ended, full or switched off.
    NotOpen,
}

/// A client consented; what was held back is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueOwed {
    /// Who.
    pub user_id: UserId,
    /// Codes to try, enough for every campaign.
    pub codes: Vec<DiscountCode>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The shops' zone.
    pub zone: Tz,
}
