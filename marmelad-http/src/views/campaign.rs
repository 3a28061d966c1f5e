//! Campaigns.

use marmelad_core::campaigns as domain;
use poem_openapi::Object;

use super::Timestamp;

/// A campaign: a link that brings new clients.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Campaign {
    /// Id of the campaign.
    pub id: i64,
    /// Unique word in the link of the campaign.
    pub slug: String,
    /// `https://t.me/<main bot>?start=ref_<slug>`; absent until the username of the main bot is known.
    pub link: Option<String>,
    /// Name shown to clients and staff.
    pub name: String,
    /// Description shown to staff.
    pub description: Option<String>,
    /// Template of the discount that each client who joins gets.
    pub template_id: Option<i64>,
    /// First instant at which clients may join.
    pub starts_at: Option<Timestamp>,
    /// Last instant at which clients may join.
    pub ends_at: Option<Timestamp>,
    /// Greatest number of clients who may join.
    pub total_limit: Option<u32>,
    /// Number of clients who joined.
    pub joined_count: u32,
    /// Whether clients may join.
    pub is_active: bool,
    /// When the campaign was created.
    pub created_at: Timestamp,
}

impl Campaign {
    /// Adds the link, if the main bot's name is known.
    pub fn link_to(&mut self, main_bot_username: Option<&str>) {
        let slug = self.slug.parse::<domain::Slug>().ok();
        self.link = slug.zip(main_bot_username).map(|(slug, username)| slug.link(username));
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
