//! Filter and order of the list of clients.

use chrono::{DateTime, Utc};

use crate::kernel::{CampaignId, Moment, PageRequest, Sorting};
use crate::people::Gender;
use crate::segments::SegmentFilter;

/// Selects clients that match every given field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// Every word must be the beginning of one of the client's search words. Digits also match the
    /// last 4–10 digits of the phone, the whole phone, or the Telegram id.
    pub search: Option<String>,
    /// Digits do not match phones: the caller may not see phones.
    pub ignores_phones: bool,
    /// Result of the last subscription check.
    pub is_subscribed: Option<bool>,
    /// As the client chose it.
    pub gender: Option<Gender>,
    /// Minimum age in full years on the local day.
    pub age_from: Option<u16>,
    /// Maximum age in full years on the local day.
    pub age_to: Option<u16>,
    /// Month of the birthday, 1–12.
    pub birthday_month: Option<u8>,
    /// One of the client's tags; case counts.
    pub tag: Option<String>,
    /// The campaign through which the client came.
    pub campaign_id: Option<CampaignId>,
    /// A segment's filter; anonymised clients match no segment.
    pub segment: Option<SegmentFilter>,
    /// Whether Telegram refuses to deliver to the client.
    pub is_blocked: Option<bool>,
    /// Inclusive start of the first contact.
    pub created_from: Option<DateTime<Utc>>,
    /// Inclusive end of the first contact.
    pub created_to: Option<DateTime<Utc>>,
    /// Whether test users are included.
    pub test: TestUsers,
}

/// Treatment of test users in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TestUsers {
    /// Test users are left out.
    #[default]
    Hidden,
    /// Only test users are listed.
    Only,
    Any,
}

crate::kernel::text_enum!(TestUsers {
    Hidden => "false",
    Only => "true",
    Any => "any",
});

impl TestUsers {
    /// The required value of `users.is_test`; `None` = any.
    pub const fn flag(self) -> Option<bool> {
        match self {
            Self::Hidden => Some(false),
            Self::Only => Some(true),
            Self::Any => None,
        }
    }
}

/// Order of clients; equal ones are ordered by id in the same direction, so that pages never overlap.
pub type UserSort = Sorting<UserSortKey>;

impl Default for UserSort {
    /// The newest clients come first.
    fn default() -> Self {
        Self::descending(UserSortKey::CreatedAt)
    }
}

/// A column to order clients by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserSortKey {
    /// Time of the first contact.
    CreatedAt,
    /// Time of the last contact; clients without one are smallest.
    LastSeenAt,
    /// Name as staff see it, by the database's collation.
    DisplayName,
    Id,
}

crate::kernel::text_enum!(UserSortKey {
    CreatedAt => "created_at",
    LastSeenAt => "last_seen_at",
    DisplayName => "display_name",
    Id => "id",
});

/// A page of the list of clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserList {
    pub filter: UserFilter,
    pub sort: UserSort,
    pub page: PageRequest,
    /// The reference time for ages.
    pub moment: Moment,
}
