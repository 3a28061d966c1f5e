//! Lists in pages.

use marmelad_core::domain::page as domain;
use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Page<T: Type + ParseFromJSON + ToJSON> {
    /// The rows.
    pub items: Vec<T>,
    /// How many there are in all pages together.
    pub total: u64,
    /// Whether `total` is exact; above 10 000 it may be some seconds old.
    pub total_exact: bool,
    /// From 1.
    pub page: u32,
    /// How many rows a page has at most.
    pub per_page: u32,
}

/// Totals up to this are counted each time.
const EXACT_UP_TO: u64 = 10_000;

impl<T: Type + ParseFromJSON + ToJSON> Page<T> {
    /// The page that a request asked for.
    pub fn new<'a, D: 'a>(page: &'a domain::Page<D>, request: domain::PageRequest) -> Self
    where
        T: From<&'a D>,
    {
        Self {
            items: page.items.iter().map(T::from).collect(),
            total: page.total,
            total_exact: page.total <= EXACT_UP_TO,
            page: request.page,
            per_page: request.per_page,
        }
    }
}
