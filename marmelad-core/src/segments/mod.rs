//! Segments: clients picked by a typed filter. docs/SEGMENTS.md lists every field and operator.

#[cfg(any(test, feature = "arbitrary"))]
pub mod arbitrary;
mod condition;
mod crud;
mod field;
mod json;
mod parse;
mod ports;
mod segment;
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
