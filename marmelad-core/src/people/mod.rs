//! People: a Telegram profile, a client's row, gender and birthday.

pub mod birthday;
pub mod user;

pub use birthday::*;
pub use user::*;
