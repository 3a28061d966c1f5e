//! Campaigns.

use marmelad_core::campaigns as domain;
use poem_openapi::Object;

use super::Timestamp;

/// A campaign, whose link brings clients.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Campaign {
    /// Row id.
    pub id: i64,
    /// The word in its link.
    pub slug: String,
    /// `https://t.me/<main bot>?start=ref_<slug>`; left out until the main bot's name is known.
    pub link: Option<String>,
    /// Shown to people.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// Issued to each who joins.
    pub template_id: Option<i64>,
    /// First instant of joining.
    pub starts_at: Option<Timestamp>,
    /// Last instant of joining.
    pub ends_at: Option<Timestamp>,
    /// At most so many may join.
    pub total_limit: Option<u32>,
    /// So many have.
    pub joined_count: u32,
    /// Whether it takes anybody.
    pub is_active: bool,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Campaign {
    /// Adds the link, if the main bot's name is known.
    pub fn link_to(&mut self, main_bot_username: Option<&str>) {
        let slug = self.slug.parse::<domain::Slug>().ok();
        self.link = slug
            .zip(main_bot_username)
            .map(|(slug, username)| slug.link(username));
    }
}

impl From<domain::Campaign> for Campaign {
    fn from(campaign: domain::Campaign) -> Self {
        Self {
            id: campaign.id.0,
            slug: campaign.slug.as_str().to_owned(),
            link: None,
            name: campaign.name,
            description: campaign.description,
            template_id: campaign.template_id.map(|id| id.0),
            starts_at: campaign.starts_at.map(Into::into),
            ends_at: campaign.ends_at.map(Into::into),
            total_limit: campaign.total_limit,
            joined_count: campaign.joined_count,
            is_active: campaign.is_active,
            created_at: campaign.created_at.into(),
        }
    }
}
