//! Segments: groups of clients chosen by a typed filter. docs/SEGMENTS.md lists every field and operator.
//!
//! - `segment`: a segment and its filter tree; `condition` and `field`: the leaves of the tree.
//! - `parse`, `value`: from JSON to the tree, with the place of each problem. Serde writes the JSON.
//! - `crud`: adding, changing, deleting and previewing.
//! - `ports`: the repository, which translates filters to SQL.
//! - `testing`: random filters and clients for property tests.
//!
//! A front end passes a filter's JSON to [`SegmentService`], which parses it and calls the repository; broadcasts use the
//! stored filters.

mod condition;
mod crud;
mod field;
mod parse;
mod ports;
mod segment;
#[cfg(any(test, feature = "arbitrary"))]
pub mod testing;
pub mod value;

pub use condition::*;
pub use crud::*;
pub use field::*;
pub use parse::*;
pub use ports::*;
pub use segment::*;

use crate::service;

service! {
    /// Stores segments and previews filters.
    SegmentService { segments: SegmentRepo }
}
