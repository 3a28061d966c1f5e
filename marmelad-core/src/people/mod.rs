//! People: the data of a client and the rules of birthdays; plain values without ports.
//!
//! - `user`: a client's row, the Telegram profile, gender, phone number and search words.
//! - `birthday`: parsing of typed birthdays, and the days on which they are celebrated.
//!
//! The area exists apart from `clients`, which holds the operations on clients, so that discounts, segments and broadcasts
//! can use these types without depending on those operations.

pub mod birthday;
pub mod user;

pub use birthday::*;
pub use user::*;
