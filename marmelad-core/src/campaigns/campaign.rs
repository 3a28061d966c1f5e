//! Campaigns, their rules and their links.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::audit::AuditEntry;
use crate::discounts::TermsError;
use crate::kernel::{CampaignId, TemplateId};

/// A campaign as stored, with its number of participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    pub id: CampaignId,
    /// The part that staff edit.
    pub terms: CampaignTerms,
    pub joined_count: u32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl Campaign {
    /// Whether a client can join now: switched on, within the dates and below the limit.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        let terms = &self.terms;
        terms.is_active
            && terms.starts_at.is_none_or(|from| now >= from)
            && terms.ends_at.is_none_or(|until| now <= until)
            && terms.total_limit.is_none_or(|limit| self.joined_count < limit)
    }
}

/// The part of a campaign that staff edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignTerms {
    /// The last part of the campaign's link; unique.
    pub slug: Slug,
    /// Shown to clients, 1–120 characters.
    pub name: String,
    /// Shown to staff, at most 2000 characters.
    pub description: Option<String>,
    /// Template of the discount that each new participant receives.
    pub template_id: Option<TemplateId>,
    /// From when clients can join.
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when clients can join, inclusive.
    pub ends_at: Option<DateTime<Utc>>,
    /// Maximum number of participants, at least 1.
    pub total_limit: Option<u32>,
    /// Whether clients can join.
    pub is_active: bool,
}

/// A change of a campaign: `None` keeps the field, `Some(None)` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CampaignChange {
    pub slug: Option<Slug>,
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub template_id: Option<Option<TemplateId>>,
    pub starts_at: Option<Option<DateTime<Utc>>>,
    pub ends_at: Option<Option<DateTime<Utc>>>,
    pub total_limit: Option<Option<u32>>,
    pub is_active: Option<bool>,
}

/// Limits of the name and the description, in characters.
const MAX_NAME: usize = 120;
const MAX_DESCRIPTION: usize = 2000;
/// Largest value that the database column holds.
const MAX_LIMIT: u32 = i32::MAX.unsigned_abs();

impl CampaignTerms {
    /// The terms without surrounding spaces and without an empty description.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.name = self.name.trim().to_owned();
        self.description =
            self.description.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        self
    }

    /// Every rule that the terms break; empty when the terms may be stored.
    pub fn problems(&self) -> Vec<TermsError> {
        let description = self.description.as_deref().unwrap_or_default();
        let is_backwards =
            matches!((self.starts_at, self.ends_at), (Some(from), Some(until)) if from > until);
        let is_storable = |at: Option<DateTime<Utc>>| {
            at.is_none_or(|at| (1970..=9999).contains(&chrono::Datelike::year(&at)))
        };
        let checks: [(bool, &'static str, &'static str, String); 6] = [
            (
                !(1..=MAX_NAME).contains(&self.name.chars().count())
                    || self.name.chars().any(char::is_control),
                "name",
                "length",
                format!("1 to {MAX_NAME} characters on one line are needed"),
            ),
            (
                description.chars().count() > MAX_DESCRIPTION,
                "description",
                "length",
                format!("at most {MAX_DESCRIPTION} characters are allowed"),
            ),
            (
                !is_storable(self.starts_at),
                "starts_at",
                "out_of_range",
                "a time of the years 1970 to 9999 is needed".into(),
            ),
            (
                !is_storable(self.ends_at),
                "ends_at",
                "out_of_range",
                "a time of the years 1970 to 9999 is needed".into(),
            ),
            (is_backwards, "ends_at", "before_start", "`ends_at` lies before `starts_at`".into()),
            (
                self.total_limit.is_some_and(|limit| !(1..=MAX_LIMIT).contains(&limit)),
                "total_limit",
                "out_of_range",
                format!("from 1 to {MAX_LIMIT}; leave it out for no limit"),
            ),
        ];
        checks
            .into_iter()
            .filter(|(broken, ..)| *broken)
            .map(|(_, field, code, message)| TermsError { field, code, message })
            .collect()
    }

    /// Adds the fields that differ from `old` to the audit entry; all fields when there is no `old`.
    pub fn describe(&self, entry: AuditEntry, old: Option<&Self>) -> AuditEntry {
        entry.differences(&old.map(Self::fields).unwrap_or_default(), &self.fields())
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("slug", json!(self.slug.as_str())),
            // Not `name`: the audit log treats this key as a person's name and hides its value.
            ("campaign_name", json!(self.name)),
            ("description", json!(self.description)),
            ("template_id", json!(self.template_id)),
            ("starts_at", json!(self.starts_at)),
            ("ends_at", json!(self.ends_at)),
            ("total_limit", json!(self.total_limit)),
            ("is_active", json!(self.is_active)),
        ]
    }
}

impl CampaignChange {
    /// The terms after the change.
    pub fn apply(self, old: CampaignTerms) -> CampaignTerms {
        CampaignTerms {
            slug: self.slug.unwrap_or(old.slug),
            name: self.name.unwrap_or(old.name),
            description: self.description.unwrap_or(old.description),
            template_id: self.template_id.unwrap_or(old.template_id),
            starts_at: self.starts_at.unwrap_or(old.starts_at),
            ends_at: self.ends_at.unwrap_or(old.ends_at),
            total_limit: self.total_limit.unwrap_or(old.total_limit),
            is_active: self.is_active.unwrap_or(old.is_active),
        }
    }
}

/// Order of a list of campaigns; equal campaigns are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CampaignSort {
    #[default]
    Newest,
    Oldest,
    Name,
    NameDown,
    FewestJoined,
    MostJoined,
}

crate::kernel::text_enum!(CampaignSort {
    Newest => "-created_at",
    Oldest => "created_at",
    Name => "name",
    NameDown => "-name",
    FewestJoined => "joined_count",
    MostJoined => "-joined_count",
});

/// The last part of a campaign's link: `^[a-z0-9][a-z0-9_-]{0,59}$`, always in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slug(String);

impl Slug {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the payload of `/start ref_<slug>`; any other payload is `None`.
    pub fn from_start_payload(payload: &str) -> Option<Self> {
        payload.trim().strip_prefix("ref_")?.parse().ok()
    }

    /// The campaign's link: `https://t.me/<bot>?start=ref_<slug>`.
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

/// The text is not a valid slug.
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
        assert_eq!(Slug::from_start_payload(payload).as_ref().map(Slug::as_str), slug);
    }

    fn terms() -> CampaignTerms {
        CampaignTerms {
            slug: "leto".parse().unwrap(),
            name: "Лето".into(),
            description: None,
            template_id: None,
            starts_at: Some("2026-03-05T00:00:00Z".parse().unwrap()),
            ends_at: Some("2026-03-05T00:00:00Z".parse().unwrap()),
            total_limit: Some(1),
            is_active: true,
        }
    }

    #[rstest]
    #[case::good(|_: &mut CampaignTerms| {}, &[])]
    #[case::nameless(|terms: &mut CampaignTerms| terms.name = "  ".into(), &["name"])]
    #[case::long_name(|terms: &mut CampaignTerms| terms.name = "я".repeat(121), &["name"])]
    #[case::long_description(
        |terms: &mut CampaignTerms| terms.description = Some("я".repeat(2001)),
        &["description"]
    )]
    #[case::backwards(
        |terms: &mut CampaignTerms| terms.ends_at = Some("2026-03-04T23:59:59Z".parse().unwrap()),
        &["ends_at"]
    )]
    #[case::out_of_time(
        |terms: &mut CampaignTerms| terms.ends_at = Some(DateTime::<Utc>::MAX_UTC),
        &["ends_at"]
    )]
    #[case::nobody(|terms: &mut CampaignTerms| terms.total_limit = Some(0), &["total_limit"])]
    #[case::too_many(|terms: &mut CampaignTerms| terms.total_limit = Some(u32::MAX), &["total_limit"])]
    fn each_broken_rule_names_its_field(
        #[case] breaks: fn(&mut CampaignTerms),
        #[case] fields: &[&str],
    ) {
        let mut terms = terms();
        breaks(&mut terms);
        let problems = terms.tidied().problems();
        let broken: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(broken, fields);
    }

    #[test]
    fn the_audit_entry_holds_the_fields_that_differ() {
        let change = CampaignChange {
            name: Some("Зима".into()),
            ends_at: Some(None),
            ..CampaignChange::default()
        };
        let new = change.apply(terms());
        assert_eq!((new.starts_at, new.ends_at), (terms().starts_at, None));
        let entry = AuditEntry::cli("update_campaign", "campaign");
        let payload = new.describe(entry, Some(&terms())).into_row(DateTime::UNIX_EPOCH).payload;
        let fields: Vec<_> = payload.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["campaign_name", "ends_at"]);
        assert_eq!(payload["campaign_name"]["new"], "Зима");
    }

    #[test]
    fn a_slug_has_at_most_sixty_characters() {
        assert!("a".repeat(60).parse::<Slug>().is_ok());
        assert!("a".repeat(61).parse::<Slug>().is_err());
    }
}
