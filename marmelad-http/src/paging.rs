//! Parameters of lists.

use marmelad_core::clients;
use marmelad_core::clients::TestUsers;
use marmelad_core::kernel::{PageRequest, TimeRange};
use poem_openapi::Object;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde::Deserialize;
use serde_json::Value;

use crate::views::{Timestamp, number_in_range, words};

/// The greatest page number: no list has more pages, and offsets stay small.
const LAST_PAGE: i64 = 10_000_000;

number_in_range! {
    /// `page` of a list.
    pub(crate) PageNumber(u32) in 1..=LAST_PAGE, "int32", "Page number, from 1."
}

number_in_range! {
    /// `per_page` of a list.
    pub(crate) PerPage(u32) in 1..=i64::from(PageRequest::MAX_PER_PAGE), "int32", "Rows per page."
}

/// The part of a list to show.
#[derive(Debug, Clone, Copy, Deserialize, Object)]
#[serde(default)]
#[oai(default)]
pub(crate) struct Paging {
    /// Page number, from 1.
    page: PageNumber,
    /// Rows per page.
    per_page: PerPage,
}

impl Default for Paging {
    fn default() -> Self {
        let PageRequest { page, per_page } = PageRequest::default();
        Self { page: PageNumber(page), per_page: PerPage(per_page) }
    }
}

impl From<Paging> for PageRequest {
    fn from(paging: Paging) -> Self {
        Self { page: paging.page.0, per_page: paging.per_page.0 }
    }
}

words! {
    /// Filter by whether rows belong to test users.
    IsTest mirrors clients::TestUsers {
        /// Only rows of other users.
        Hidden = "false",
        /// Only rows of test users.
        Only = "true",
        /// All rows.
        Any = "any",
    }
}

/// The required value of `is_test`; `None` = either. Test users are left out by default.
pub(crate) fn is_test(given: Option<IsTest>) -> Option<bool> {
    given.map(TestUsers::from).unwrap_or_default().flag()
}

pub(crate) fn period(from: Option<Timestamp>, to: Option<Timestamp>) -> TimeRange {
    TimeRange { from: from.map(Into::into), to: to.map(Into::into) }
}

/// The words of a parameter `sort`, each with the order that it stands for.
macro_rules! sort_orders {
    ($(#[$doc:meta])* $vis:vis $name:ident for $order:ty {
        $($(#[$variant_doc:meta])* $word:literal $variant:ident => $meaning:expr,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, poem_openapi::Enum)]
        $vis enum $name {
            $($(#[$variant_doc])* #[oai(rename = $word)] $variant,)+
        }

        impl From<$name> for $order {
            fn from(sort: $name) -> Self {
                match sort { $($name::$variant => $meaning,)+ }
            }
        }
    };
}
pub(crate) use sort_orders;
