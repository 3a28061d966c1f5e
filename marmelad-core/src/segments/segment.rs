//! Segments: groups of clients chosen by a typed filter. docs/SEGMENTS.md lists every field and operator.
//!
//! A filter is a tree of `all`, `any` and `not` over conditions, with two truth values only. Where a client lacks
//! the fact that a condition asks about, the condition is false, also for `ne`, and `not` makes it true.
//! [`SegmentFilter::matches`] defines the meaning; the adapters translate the filter to SQL.

use crate::segments::{Condition, FilterError, parse};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::kernel::{AdminId, BroadcastId, CampaignId, Moment, Money, SegmentId};
use crate::people::Gender;

/// Greatest nesting depth of groups.
pub const MAX_DEPTH: usize = 8;
/// Greatest number of conditions in a filter.
pub const MAX_CONDITIONS: usize = 64;
/// Greatest number of values listed by `in`.
pub const MAX_LISTED: usize = 100;
/// The longest name, in characters.
pub const MAX_NAME: usize = 120;
/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 2000;

/// A filter of clients. Its JSON is what [`SegmentFilter::parse`] parses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentFilter {
    /// All parts hold; an empty list matches everybody.
    All(Vec<SegmentFilter>),
    /// At least one part holds.
    Any(Vec<SegmentFilter>),
    /// The part does not hold.
    Not(Box<SegmentFilter>),
    /// A condition on one fact about the client.
    #[serde(untagged)]
    Condition(Condition),
}

impl SegmentFilter {
    pub const EVERYBODY: Self = Self::All(Vec::new());

    /// Parses a filter's JSON; returns up to about twenty problems, each with its place.
    pub fn parse(value: &Value) -> Result<Self, Vec<FilterError>> {
        parse::filter(value)
    }

    /// The canonical JSON, which [`SegmentFilter::parse`] parses to the same filter.
    pub fn to_json(&self) -> Value {
        json!(self)
    }

    /// Whether a client matches.
    pub fn matches(&self, subject: &SegmentSubject, moment: &Moment) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(subject, moment)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(subject, moment)),
            Self::Not(part) => !part.matches(subject, moment),
            Self::Condition(condition) => condition.matches(subject, moment),
        }
    }
}

impl<'de> Deserialize<'de> for SegmentFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::parse(&value).map_err(|errors| {
            let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
            serde::de::Error::custom(told.join("; "))
        })
    }
}

/// The clients to which a filter is applied; anonymised clients are never among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AudienceScope {
    /// Test users only (`true`), or all other clients.
    pub is_test: bool,
}

/// The facts about a client that a filter may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentSubject {
    pub gender: Gender,
    pub birthday: Option<NaiveDate>,
    /// Result of the last subscription check.
    pub is_subscribed: bool,
    pub has_phone: bool,
    pub tags: Vec<String>,
    pub campaign_id: Option<CampaignId>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Codes ever issued to the client, including revoked ones.
    pub discounts_issued: u32,
    /// Issued codes with at least one valid redemption.
    pub discounts_redeemed: u32,
    /// The last valid redemption.
    pub last_redeemed_at: Option<DateTime<Utc>>,
    pub orders_count: u32,
    /// Total of the completed purchases.
    pub orders_total: Money,
}

/// A segment: a row of `segments`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    /// Shown to staff; unique.
    pub name: String,
    pub description: Option<String>,
    /// Filter of the segment's clients.
    pub filter: SegmentFilter,
    /// The admin who added the segment; `None` for an operator.
    pub created_by_admin_id: Option<AdminId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A change of a segment; `None` leaves a field unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentChange {
    pub name: Option<String>,
    /// The new description; `Some(None)` removes it.
    pub description: Option<Option<String>>,
    pub filter: Option<SegmentFilter>,
}

impl SegmentChange {
    /// Returns the changed segment.
    #[must_use]
    pub fn apply(self, mut segment: Segment) -> Segment {
        segment.name = self.name.unwrap_or(segment.name);
        segment.description = self.description.unwrap_or(segment.description);
        segment.filter = self.filter.unwrap_or(segment.filter);
        segment
    }
}

/// A broadcast that prevents the deletion of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentUse {
    pub broadcast_id: BroadcastId,
    pub title: String,
    /// Status: `draft`, `scheduled`, `sending`, `paused` or `error`.
    pub status: String,
}

#[cfg(test)]
mod tests;
