//! Campaigns and who joined them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::audit::AuditEntry;
use crate::campaigns::{Campaign, CampaignChange, CampaignSort, CampaignTerms, Slug};
use crate::discounts::{Discount, DiscountCode, TermsError};
use crate::kernel::{CampaignId, Page, PageRequest, PortError, TemplateId, UserId};

/// Stores campaigns.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CampaignRepo: Send + Sync {
    /// By slug.
    async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Campaign>, PortError>;

    /// By id.
    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, PortError>;

    /// A page of those that fit.
    async fn list(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError>;

    /// Adds a campaign.
    async fn add(&self, command: NewCampaign) -> Result<SaveCampaignOutcome, PortError>;

    /// Changes a campaign. With its row locked the rules are asked for what it becomes.
    async fn update(&self, command: UpdateCampaign) -> Result<SaveCampaignOutcome, PortError>;

    /// Records that a client joined, once, within dates and limit, and issues the campaign's template.
    async fn join(&self, command: JoinCampaign) -> Result<JoinOutcome, PortError>;

    /// Issues what the campaigns that a client joined still owe them (they had not consented then).
    async fn issue_owed(&self, command: IssueOwed) -> Result<Vec<Discount>, PortError>;
}

/// A campaign to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    /// What somebody wrote, checked.
    pub terms: CampaignTerms,
    /// Written with it; `entity_id` and what it says are filled in by the store.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A campaign to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateCampaign {
    /// Which.
    pub id: CampaignId,
    /// What.
    pub change: CampaignChange,
    /// Written with it, if anything changes; what differs is filled in by the store.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of adding or changing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveCampaignOutcome {
    /// As it is now.
    Saved(Campaign),
    /// Another campaign has the slug.
    SlugTaken,
    /// There is no such template.
    UnknownTemplate,
    /// Rules that the changed campaign would break.
    Invalid(Vec<TermsError>),
    /// No such campaign.
    NotFound,
}

/// Which campaigns are listed, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CampaignFilter {
    /// Only those that are switched on, or off.
    pub is_active: Option<bool>,
    /// Only those that give this template.
    pub template_id: Option<TemplateId>,
    /// In which order.
    pub sort: CampaignSort,
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
