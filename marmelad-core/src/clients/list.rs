//! Which clients a list shows, and in which order.

use chrono::{DateTime, Utc};

use crate::kernel::{CampaignId, Moment, PageRequest};
use crate::people::Gender;
use crate::segments::SegmentFilter;

/// Which clients are wanted: those of whom everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// Every word must begin one of the client's search words; digits may also be the last 4–10 of the phone, the
    /// whole phone, or the Telegram id.
    pub search: Option<String>,
    /// Digits find nobody by phone: whoever asks may not see phones.
    pub ignores_phones: bool,
    /// What the last subscription check said.
    pub is_subscribed: Option<bool>,
    /// As the client chose it.
    pub gender: Option<Gender>,
    /// Full years on the local day, at least.
    pub age_from: Option<u16>,
    /// Full years on the local day, at most.
    pub age_to: Option<u16>,
    /// 1–12.
    pub birthday_month: Option<u8>,
    /// One of their tags, letter by letter.
    pub tag: Option<String>,
    /// The campaign that brought them.
    pub campaign_id: Option<CampaignId>,
    /// A segment's filter; anonymised clients are in none.
    pub segment: Option<SegmentFilter>,
    /// Whether Telegram refuses to deliver to them.
    pub is_blocked: Option<bool>,
    /// First contact at this instant or later.
    pub created_from: Option<DateTime<Utc>>,
    /// First contact at this instant or earlier.
    pub created_to: Option<DateTime<Utc>>,
    /// Which of test users and others.
    pub test: TestUsers,
}

/// Test users in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TestUsers {
    /// Left out.
    #[default]
    Hidden,
    /// Nobody else.
    Only,
    /// Like everybody.
    Any,
}

crate::kernel::text_enum!(TestUsers {
    Hidden => "false",
    Only => "true",
    Any => "any",
});

impl TestUsers {
    /// What `users.is_test` has to be; `None` = either.
    pub const fn flag(self) -> Option<bool> {
        match self {
            Self::Hidden => Some(false),
            Self::Only => Some(true),
            Self::Any => None,
        }
    }
}

/// What clients are sorted by; equals by id in the same direction, so that pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserSort {
    /// By what.
    pub by: UserSortKey,
    /// The greatest first.
    pub is_descending: bool,
}

impl Default for UserSort {
    /// Newest first.
    fn default() -> Self {
        Self {
            by: UserSortKey::CreatedAt,
            is_descending: true,
        }
    }
}

/// A column that clients can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserSortKey {
    /// The first contact.
    CreatedAt,
    /// The last contact; those without one are the least.
    LastSeenAt,
    /// What staff see, by the database's order of letters.
    DisplayName,
    /// Row id.
    Id,
}

crate::kernel::text_enum!(UserSortKey {
    CreatedAt => "created_at",
    LastSeenAt => "last_seen_at",
    DisplayName => "display_name",
    Id => "id",
});

/// A page of a list of clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserList {
    /// Who.
    pub filter: UserFilter,
    /// In which order.
    pub sort: UserSort,
    /// Which part.
    pub page: PageRequest,
    /// By which ages are meant.
    pub moment: Moment,
}
