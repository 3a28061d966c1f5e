//! Which clients are meant: by the parameters of a list, and by a body of the same fields.

use marmelad_core::clients::{ClientQuery, TestUsers, UserFilter, UserSort, UserSortKey};
use marmelad_core::kernel::{CampaignId, SegmentId};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Deserializer};

use crate::paging::IsTest;
use crate::problem::Problem;
use crate::views::{Gender, Id, Timestamp, Viewer};

/// Sort order of clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Sort {
    /// Earliest first contact first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// Latest first contact first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
    /// Never seen first, then earliest last contact.
    #[oai(rename = "last_seen_at")]
    LastSeenAt,
    /// Latest contact first.
    #[oai(rename = "-last_seen_at")]
    LastSeenAtDescending,
    /// By name.
    #[oai(rename = "display_name")]
    DisplayName,
    /// By name, descending.
    #[oai(rename = "-display_name")]
    DisplayNameDescending,
    /// By id.
    #[oai(rename = "id")]
    Id,
    /// By id, descending.
    #[oai(rename = "-id")]
    IdDescending,
}

impl From<Sort> for UserSort {
    fn from(sort: Sort) -> Self {
        let (by, is_descending) = match sort {
            Sort::CreatedAt => (UserSortKey::CreatedAt, false),
            Sort::CreatedAtDescending => (UserSortKey::CreatedAt, true),
            Sort::LastSeenAt => (UserSortKey::LastSeenAt, false),
            Sort::LastSeenAtDescending => (UserSortKey::LastSeenAt, true),
            Sort::DisplayName => (UserSortKey::DisplayName, false),
            Sort::DisplayNameDescending => (UserSortKey::DisplayName, true),
            Sort::Id => (UserSortKey::Id, false),
            Sort::IdDescending => (UserSortKey::Id, true),
        };
        Self { by, is_descending }
    }
}

/// Clients that match all given filters, as in `GET /users`.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(rename = "UserFilter")]
pub(super) struct FilterBody {
    /// Prefixes of words of names and username (any case, ё = е), a whole phone or its last 4–10 digits (not for
    /// `readonly`), or a Telegram id.
    pub(super) search: Option<String>,
    /// Result of the last subscription check.
    pub(super) is_subscribed: Option<bool>,
    /// Gender of the client.
    #[serde(deserialize_with = "gender")]
    pub(super) gender: Option<Gender>,
    /// Least age in full years.
    #[oai(validator(minimum(value = "0"), maximum(value = "150")))]
    pub(super) age_from: Option<u16>,
    /// Greatest age in full years.
    #[oai(validator(minimum(value = "0"), maximum(value = "150")))]
    pub(super) age_to: Option<u16>,
    /// Month of the birthday, 1–12.
    #[oai(validator(minimum(value = "1"), maximum(value = "12")))]
    pub(super) birthday_month: Option<u8>,
    /// A tag of the client, exact.
    pub(super) tag: Option<String>,
    /// Campaign that brought the client.
    pub(super) campaign_id: Option<Id>,
    /// Segment that selects the client; an unknown segment selects nobody.
    pub(super) segment_id: Option<Id>,
    /// Whether the client blocked the bot.
    pub(super) is_blocked: Option<bool>,
    /// First contact at this instant or later.
    pub(super) created_from: Option<Timestamp>,
    /// First contact at this instant or earlier.
    pub(super) created_to: Option<Timestamp>,
    /// Whether to select test users; `false` by default.
    #[serde(deserialize_with = "is_test")]
    pub(super) is_test: Option<IsTest>,
}

impl FilterBody {
    /// What is meant, for somebody with such a viewer.
    pub(super) fn read(self, viewer: Viewer) -> Result<ClientQuery, Problem> {
        for (name, age) in [("age_from", self.age_from), ("age_to", self.age_to)] {
            if age.is_some_and(|age| age > 150) {
                return Err(Problem::malformed(format!("/{name}"), "from 0 to 150"));
            }
        }
        if self.birthday_month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(Problem::malformed("/birthday_month", "from 1 to 12"));
        }
        let filter = UserFilter {
            search: self.search,
            ignores_phones: viewer == Viewer::Readonly,
            is_subscribed: self.is_subscribed,
            gender: self.gender.map(Into::into),
            age_from: self.age_from,
            age_to: self.age_to,
            birthday_month: self.birthday_month,
            tag: self.tag,
            campaign_id: self.campaign_id.map(|id| CampaignId(id.0)),
            segment: None,
            is_blocked: self.is_blocked,
            created_from: self.created_from.map(|at| at.0),
            created_to: self.created_to.map(|at| at.0),
            test: match self.is_test.unwrap_or(IsTest::False) {
                IsTest::False => TestUsers::Hidden,
                IsTest::True => TestUsers::Only,
                IsTest::Any => TestUsers::Any,
            },
        };
        Ok(ClientQuery { filter, segment_id: self.segment_id.map(|id| SegmentId(id.0)) })
    }
}

/// A word in a body.
pub(super) fn gender<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Gender>, D::Error> {
    let word = Option::<String>::deserialize(deserializer)?;
    let gender = word.map(|word| word.parse::<marmelad_core::people::Gender>());
    let gender = gender.transpose().map_err(serde::de::Error::custom)?;
    Ok(gender.map(Into::into))
}

fn is_test<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IsTest>, D::Error> {
    let word = Option::<String>::deserialize(deserializer)?;
    let test = word.map(|word| word.parse::<TestUsers>());
    let test = test.transpose().map_err(serde::de::Error::custom)?;
    Ok(test.map(|test| match test {
        TestUsers::Hidden => IsTest::False,
        TestUsers::Only => IsTest::True,
        TestUsers::Any => IsTest::Any,
    }))
}
