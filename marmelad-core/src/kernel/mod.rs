//! Kernel: types that every area uses, without a business rule of one area.
//!
//! - `ids`, `words`, `bot`: typed row ids, enums stored as words, the two bots.
//! - `address`: where a person is reached.
//! - `money`: exact sums and discount values.
//! - `page`, `sorting`: paging, sort order and date ranges of lists.
//! - `zone`: local days in the shops' time zone.
//! - `error`: technical faults of ports.
//! - `clock`, `entropy`: the ports of time and randomness, so that tests control both.
//!
//! The kernel depends on no other area.

mod address;
mod bot;
mod clock;
mod entropy;
mod error;
mod ids;
pub mod money;
pub mod page;
mod sorting;
mod words;
pub mod zone;

pub use address::*;
pub use bot::*;
pub use clock::*;
pub use entropy::*;
pub use error::*;
pub use ids::*;
pub use money::*;
pub use page::*;
pub use sorting::*;
pub use words::UnknownWord;
pub(crate) use words::text_enum;
pub use zone::*;
