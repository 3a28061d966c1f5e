//! Segments: clients picked by a typed filter. docs/SEGMENTS.md lists every field and op.
//!
//! A filter is a tree of `all`, `any` and `not` over conditions. It has two truth values only: where a client
//! lacks what a condition asks about, the condition is false, for `ne` too, and `not` turns that into true.
//! The databases evaluate a filter by SQL that the adapters make of it; [`SegmentFilter::matches`] says what
//! it means.

use crate::kernel::Moment;
use crate::segments::{Condition, FilterError, json, parse};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::kernel::{AdminId, BroadcastId, CampaignId, Money, SegmentId};
use crate::people::Gender;

/// So many groups may stand inside each other.
pub const MAX_DEPTH: usize = 8;
/// So many conditions a filter may hold.
pub const MAX_CONDITIONS: usize = 64;
/// So many values `in` may list.
pub const MAX_LISTED: usize = 100;
/// The longest name, in characters.
pub const MAX_NAME: usize = 120;
/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 2000;

/// Which clients are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SegmentFilter {
    /// Every part holds; without parts, everybody.
    All(Vec<SegmentFilter>),
    /// At least one part holds.
    Any(Vec<SegmentFilter>),
    /// The part does not hold.
    Not(Box<SegmentFilter>),
    /// Something about the client.
    Condition(Condition),
}

impl SegmentFilter {
    pub const EVERYBODY: Self = Self::All(Vec::new());

    /// Reads a filter's JSON; every problem is told with its place, up to some twenty.
    pub fn parse(value: &Value) -> Result<Self, Vec<FilterError>> {
        parse::filter(value)
    }

    /// Its canonical JSON; [`SegmentFilter::parse`] gives the same filter back.
    pub fn to_json(&self) -> Value {
        json::filter(self)
    }

    /// Whether a client is meant.
    pub fn matches(&self, subject: &SegmentSubject, moment: &Moment) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(subject, moment)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(subject, moment)),
            Self::Not(part) => !part.matches(subject, moment),
            Self::Condition(condition) => condition.matches(subject, moment),
        }
    }
}

impl Serialize for SegmentFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
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

/// Which clients are looked at before any filter; anonymised ones never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AudienceScope {
    /// Test users alone (`true`), or all the others.
    pub is_test: bool,
}

/// What a filter may ask about a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentSubject {
    pub gender: Gender,
    pub birthday: Option<NaiveDate>,
    /// The answer of the last subscription check.
    pub is_subscribed: bool,
    /// Whether a phone is known.
    pub has_phone: bool,
    pub tags: Vec<String>,
    /// The campaign that brought them.
    pub campaign_id: Option<CampaignId>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Codes ever issued to them, revoked ones too.
    pub discounts_issued: u32,
    /// Those of them with a use that still stands.
    pub discounts_redeemed: u32,
    /// The last use that still stands.
    pub last_redeemed_at: Option<DateTime<Utc>>,
    pub orders_count: u32,
    /// What those came to.
    pub orders_total: Money,
}

/// A stored segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    /// Shown to staff; unique.
    pub name: String,
    pub description: Option<String>,
    /// Who is in it.
    pub filter: SegmentFilter,
    /// Who added it, if an admin.
    pub created_by_admin_id: Option<AdminId>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A change of a segment: what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentChange {
    pub name: Option<String>,
    /// Another description; `Some(None)` = none.
    pub description: Option<Option<String>>,
    pub filter: Option<SegmentFilter>,
}

impl SegmentChange {
    /// The segment as it is afterwards.
    #[must_use]
    pub fn apply(self, mut segment: Segment) -> Segment {
        segment.name = self.name.unwrap_or(segment.name);
        segment.description = self.description.unwrap_or(segment.description);
        segment.filter = self.filter.unwrap_or(segment.filter);
        segment
    }
}

/// A broadcast that keeps a segment from being deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentUse {
    pub broadcast_id: BroadcastId,
    pub title: String,
    /// `draft`, `scheduled`, `sending`, `paused` or `error`.
    pub status: String,
}

#[cfg(test)]
mod tests;
