//! The port of campaigns and their participants.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::audit::AuditEntry;
use crate::campaigns::{Campaign, CampaignChange, CampaignSort, CampaignTerms, Slug};
use crate::discounts::{Discount, DiscountCode, TermsError};
use crate::kernel::{CampaignId, ClientId, Page, PageRequest, PortError, TemplateId};

/// Stores campaigns and their participants.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CampaignRepo: Send + Sync {
    /// Finds a campaign by its slug.
    async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Campaign>, PortError>;

    /// Finds a campaign by its id.
    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, PortError>;

    /// A page of the campaigns that match a filter.
    async fn list(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError>;

    async fn add(&self, command: NewCampaign) -> Result<SaveCampaignOutcome, PortError>;

    /// Changes a campaign. The rules are checked on the changed terms, under the lock on the row.
    async fn update(&self, command: UpdateCampaign) -> Result<SaveCampaignOutcome, PortError>;

    /// Records that a client joined, once, within dates and limit, and issues the campaign's template.
    async fn join(&self, command: JoinCampaign) -> Result<JoinOutcome, PortError>;

    /// Issues the discounts of campaigns that the client joined before consenting to data processing.
    async fn issue_owed(&self, command: IssueOwed) -> Result<Vec<Discount>, PortError>;
}

/// A campaign to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    /// Terms that passed the rules.
    pub terms: CampaignTerms,
    /// Written in the same transaction; the store adds `entity_id` and the fields.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A campaign to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateCampaign {
    pub id: CampaignId,
    pub change: CampaignChange,
    /// Written in the same transaction, if anything changes; the store adds the fields that differ.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of adding or changing a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveCampaignOutcome {
    /// The campaign after the change.
    Saved(Campaign),
    /// Another campaign has this slug.
    SlugTaken,
    /// The template does not exist.
    UnknownTemplate,
    /// Rules that the changed campaign would break.
    Invalid(Vec<TermsError>),
    NotFound,
}

/// Selects and orders campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CampaignFilter {
    /// Only campaigns that are switched on (`true`) or off (`false`).
    pub is_active: Option<bool>,
    /// Only campaigns that give this template's discount.
    pub template_id: Option<TemplateId>,
    pub sort: CampaignSort,
}

/// A client follows a campaign's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinCampaign {
    pub user_id: ClientId,
    pub slug: Slug,
    /// Whether this contact created the client.
    pub is_new_user: bool,
    /// Whether a discount may be issued now: the client consented, or no consent is required.
    pub may_issue: bool,
    /// Codes to try in order until one is free.
    pub codes: Vec<DiscountCode>,
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// Result of following a campaign's link.
#[expect(clippy::large_enum_variant, reason = "there is one per followed link")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// The client joined now. A discount is issued unless consent is missing or the template issues none.
    Joined { campaign: Campaign, discount: Option<Discount> },
    /// The client joined earlier; nothing changes.
    AlreadyJoined(Campaign),
    /// The campaign does not exist, is switched off, full or outside its dates.
    NotOpen,
}

/// Issues the discounts that were held back until the client consented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueOwed {
    pub user_id: ClientId,
    /// Fresh codes, enough for every campaign of the client.
    pub codes: Vec<DiscountCode>,
    pub now: DateTime<Utc>,
    pub zone: Tz,
}
