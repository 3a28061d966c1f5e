//! What clients do in the main bot, their codes aside, and what staff do with clients.

mod bulk;
mod consent;
mod edit;
mod erase;
mod export;
mod import;
mod meet;
mod preferences;
mod reachability;
mod set_birthday;
mod set_phone;
mod start;
mod view;

pub use bulk::*;
pub use edit::*;
pub use erase::*;
pub use export::*;
pub use import::*;
pub use set_birthday::*;
pub use set_phone::*;
pub use start::*;
pub use view::*;
