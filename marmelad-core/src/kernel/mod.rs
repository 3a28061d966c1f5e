//! What every area shares: ids, money, pages, time zones, errors, the clock and randomness.

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
