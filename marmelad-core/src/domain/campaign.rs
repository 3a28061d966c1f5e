//! Campaigns and the links that lead into them.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::ids::{CampaignId, TemplateId};

/// A stored campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Row id.
    pub id: CampaignId,
    /// The word in its link.
    pub slug: Slug,
    /// Shown to people.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// Issued to each who joins.
    pub template_id: Option<TemplateId>,
    /// First instant of joining.
    pub starts_at: Option<DateTime<Utc>>,
    /// Last instant of joining.
    pub ends_at: Option<DateTime<Utc>>,
    /// At most so many may join.
    pub total_limit: Option<u32>,
    /// So many have.
    pub joined_count: u32,
    /// Whether it takes anybody.
    pub is_active: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl Campaign {
    /// Whether its switch, dates and limit let somebody join now.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.is_active
            && self.starts_at.is_none_or(|from| now >= from)
            && self.ends_at.is_none_or(|until| now <= until)
            && self
                .total_limit
                .is_none_or(|limit| self.joined_count < limit)
    }
}

/// `^[a-z0-9][a-z0-9_-]{0,59}$`, always in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slug(String);

impl Slug {
    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the payload of `/start ref_<slug>`; anything else is no campaign.
    pub fn from_start_payload(payload: &str) -> Option<Self> {
        payload.trim().strip_prefix("ref_")?.parse().ok()
    }

    /// The link that leads into the campaign.
    pub fn link(&self, main_bot_username: &str) -> String {
        format!("https://t.me/{main_bot_username}?start=ref_{}", self.0)
    }
}

impl FromStr for Slug {
    type Err = BadSlug;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let slug = text.to_ascii_lowercase();
        let fits = (1..=60).contains(&slug.len())
            && !slug.starts_with(['_', '-'])
            && slug.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte)
            });
        if fits { Ok(Self(slug)) } else { Err(BadSlug) }
    }
}

/// Not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a slug is 1 to 60 of a-z, 0-9, _ and -, beginning with a letter or digit")]
pub struct BadSlug;

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ref_Leto-2026", Some("leto-2026"))]
    #[case("ref_a", Some("a"))]
    #[case("ref_", None)]
    #[case("ref__x", None)]
    #[case("ref_лето", None)]
    #[case("leto", None)]
    #[case("", None)]
    fn payloads(#[case] payload: &str, #[case] slug: Option<&str>) {
        assert_eq!(
            Slug::from_start_payload(payload).as_ref().map(Slug::as_str),
            slug
        );
    }

    #[test]
    fn sixty_characters_at_most() {
        assert!("a".repeat(60).parse::<Slug>().is_ok());
        assert!("a".repeat(61).parse::<Slug>().is_err());
    }
}
