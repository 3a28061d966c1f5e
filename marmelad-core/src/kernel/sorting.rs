//! In which order a list comes.

/// By what a list is sorted, and which way; equals by id in the same direction, so that pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting<K> {
    pub by: K,
    pub is_descending: bool,
}

impl<K> Sorting<K> {
    pub const fn ascending(by: K) -> Self {
        Self {
            by,
            is_descending: false,
        }
    }

    pub const fn descending(by: K) -> Self {
        Self {
            by,
            is_descending: true,
        }
    }
}

/// Instants from and to which a list reaches, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    pub from: Option<chrono::DateTime<chrono::Utc>>,
    pub to: Option<chrono::DateTime<chrono::Utc>>,
}
