//! Campaigns.

use marmelad_core::campaigns as domain;

use super::{Timestamp, view};

view! {
    /// A campaign: a link that brings new clients.
    Campaign of campaign: domain::Campaign {
        /// Id of the campaign.
        id: i64,
        /// Unique word in the link of the campaign.
        slug: String = campaign.terms.slug.as_str().to_owned(),
        /// `https://t.me/<main bot>?start=ref_<slug>`; absent until the username of the main bot is known.
        link: Option<String> = None,
        /// Name shown to clients and staff.
        name: String = campaign.terms.name,
        /// Description shown to staff.
        description: Option<String> = campaign.terms.description,
        /// Template of the discount that each client who joins gets.
        template_id: Option<i64> = campaign.terms.template_id.map(|id| id.0),
        /// First instant at which clients may join.
        starts_at: Option<Timestamp> = campaign.terms.starts_at.map(Into::into),
        /// Last instant at which clients may join.
        ends_at: Option<Timestamp> = campaign.terms.ends_at.map(Into::into),
        /// Greatest number of clients who may join.
        total_limit: Option<u32> = campaign.terms.total_limit,
        /// Number of clients who joined.
        joined_count: u32,
        /// Whether clients may join.
        is_active: bool = campaign.terms.is_active,
        /// When the campaign was created.
        created_at: Timestamp,
    }
}

impl Campaign {
    /// Adds the link if the username of the main bot is known.
    pub fn link_to(&mut self, main_bot_username: Option<&str>) {
        let slug = self.slug.parse::<domain::Slug>().ok();
        self.link = slug.zip(main_bot_username).map(|(slug, username)| slug.link(username));
    }
}
