//! Files of broadcasts: taken in, and sent out with what is said.

mod deliver;
mod open;
mod upload;

pub(crate) use deliver::Attempt;
pub use upload::*;
