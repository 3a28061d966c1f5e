//! A part of a list.

use marmelad_core::kernel::page;
use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Page<T: Type + ParseFromJSON + ToJSON> {
    /// Rows of the page.
    pub items: Vec<T>,
    /// Number of rows in all pages.
    pub total: u64,
    /// Whether `total` is exact. Above 10 000 rows it may be up to 5 seconds old.
    pub total_exact: bool,
    /// Page number, from 1.
    pub page: u32,
    /// Rows per page as requested, 1–200.
    pub per_page: u32,
}

impl<T: Type + ParseFromJSON + ToJSON> Page<T> {
    /// The page that answers a request.
    pub fn new<D>(found: page::Page<D>, request: page::PageRequest) -> Self
    where
        T: From<D>,
    {
        Self::with(found, request, T::from)
    }

    /// The same, each row shown by `show`.
    pub fn with<D>(
        found: page::Page<D>,
        request: page::PageRequest,
        show: impl Fn(D) -> T,
    ) -> Self {
        Self {
            total: found.total,
            total_exact: found.is_total_exact(),
            items: found.items.into_iter().map(show).collect(),
            page: request.page,
            per_page: request.per_page,
        }
    }
}
