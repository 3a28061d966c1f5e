//! Filter and order of clients: the parameters of a list, and a body of the same fields.

use marmelad_core::clients::{ClientQuery, TestUsers, UserFilter, UserSort, UserSortKey};
use poem_openapi::Object;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde::Deserialize;
use serde_json::Value;

use crate::paging::{IsTest, sort_orders};
use crate::views::{Gender, Id, Timestamp, Viewer, number_in_range};

sort_orders! {
    /// Sort order of clients.
    pub(super) Sort for UserSort {
        /// Earliest first contact first.
        "created_at" CreatedAt => UserSort::ascending(UserSortKey::CreatedAt),
        /// Latest first contact first.
        "-created_at" CreatedAtDescending => UserSort::descending(UserSortKey::CreatedAt),
        /// Never seen first, then earliest last contact.
        "last_seen_at" LastSeenAt => UserSort::ascending(UserSortKey::LastSeenAt),
        /// Latest contact first.
        "-last_seen_at" LastSeenAtDescending => UserSort::descending(UserSortKey::LastSeenAt),
        /// By name.
        "display_name" DisplayName => UserSort::ascending(UserSortKey::DisplayName),
        /// By name, descending.
        "-display_name" DisplayNameDescending => UserSort::descending(UserSortKey::DisplayName),
        /// By id.
        "id" Id => UserSort::ascending(UserSortKey::Id),
        /// By id, descending.
        "-id" IdDescending => UserSort::descending(UserSortKey::Id),
    }
}

number_in_range! {
    /// An age in full years.
    pub(super) Age(u16) in 0..=150, "uint16", "Age in full years."
}

number_in_range! {
    /// A month of the year.
    pub(super) Month(u8) in 1..=12, "uint8", "Month of the year."
}

/// Clients that match all given filters, as in `GET /users`.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(rename = "UserFilter")]
pub(super) struct FilterBody {
    /// Prefixes of words of names and username (any case, ё = е), a whole phone or its last 4–10 digits (not for
    /// `readonly`), or a Telegram id.
    search: Option<String>,
    /// Result of the last subscription check.
    is_subscribed: Option<bool>,
    /// Gender of the client.
    gender: Option<Gender>,
    /// Least age in full years.
    age_from: Option<Age>,
    /// Greatest age in full years.
    age_to: Option<Age>,
    /// Month of the birthday, 1–12.
    birthday_month: Option<Month>,
    /// A tag of the client, exact.
    tag: Option<String>,
    /// Campaign that brought the client.
    campaign_id: Option<Id>,
    /// Segment that selects the client; an unknown segment selects nobody.
    segment_id: Option<Id>,
    /// Whether the client blocked the bot.
    is_blocked: Option<bool>,
    /// First contact at this instant or later.
    created_from: Option<Timestamp>,
    /// First contact at this instant or earlier.
    created_to: Option<Timestamp>,
    /// Whether to select test users; `false` by default.
    is_test: Option<IsTest>,
}

impl FilterBody {
    /// `readonly` admins find nobody by phone.
    pub(super) fn read(self, viewer: Viewer) -> ClientQuery {
        let filter = UserFilter {
            search: self.search,
            ignores_phones: viewer == Viewer::Readonly,
            is_subscribed: self.is_subscribed,
            gender: self.gender.map(Into::into),
            age_from: self.age_from.map(|age| age.0),
            age_to: self.age_to.map(|age| age.0),
            birthday_month: self.birthday_month.map(|month| month.0),
            tag: self.tag,
            campaign_id: self.campaign_id.map(Into::into),
            segment: None,
            is_blocked: self.is_blocked,
            created_from: self.created_from.map(Into::into),
            created_to: self.created_to.map(Into::into),
            test: self.is_test.map(TestUsers::from).unwrap_or_default(),
        };
        ClientQuery { filter, segment_id: self.segment_id.map(Into::into) }
    }
}
