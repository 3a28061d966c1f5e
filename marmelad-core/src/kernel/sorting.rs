//! Sort order and date range of lists.

/// Sort key and direction of a list. Equal keys are ordered by id in the same direction, so pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting<K> {
    pub by: K,
    pub is_descending: bool,
}

impl<K> Sorting<K> {
    pub const fn ascending(by: K) -> Self {
        Self { by, is_descending: false }
    }

    pub const fn descending(by: K) -> Self {
        Self { by, is_descending: true }
    }
}

/// A range of instants; both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeRange {
    pub from: Option<chrono::DateTime<chrono::Utc>>,
    pub to: Option<chrono::DateTime<chrono::Utc>>,
}
