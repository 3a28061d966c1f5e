//! Paging of lists.

use chrono::Duration;

/// The page that a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// Page number, counted from 1.
    pub page: u32,
    /// Rows per page, 1–200.
    pub per_page: u32,
}

impl PageRequest {
    /// The greatest allowed `per_page`.
    pub const MAX_PER_PAGE: u32 = 200;

    pub fn offset(self) -> i64 {
        i64::from(self.page.saturating_sub(1)) * i64::from(self.per_page)
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { page: 1, per_page: 50 }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Number of rows in all pages: exact up to [`EXACT_TOTAL`], otherwise at most [`TOTAL_MAX_AGE`] old.
    pub total: u64,
}

/// Totals up to this are exact.
pub const EXACT_TOTAL: u64 = 10_000;

/// Greater totals may come from a cache of at most this age.
pub const TOTAL_MAX_AGE: Duration = Duration::seconds(5);

impl<T> Page<T> {
    /// Cuts one page out of a list that was read whole.
    pub fn cut(all: Vec<T>, request: PageRequest) -> Self {
        let total = all.len() as u64;
        let skipped = usize::try_from(request.offset()).unwrap_or(usize::MAX);
        let items = all.into_iter().skip(skipped);
        Self { items: items.take(request.per_page as usize).collect(), total }
    }

    /// Whether `total` is exact.
    pub const fn is_total_exact(&self) -> bool {
        self.total <= EXACT_TOTAL
    }
}

/// Number of rows that an export holds in memory at a time.
pub const EXPORT_PORTION: u32 = 1_000;
