//! What clients do in the main bot, their codes aside.

mod consent;
mod erase;
mod meet;
mod preferences;
mod reachability;
mod set_birthday;
mod set_phone;
mod start;
mod view;

pub use erase::*;
pub use set_birthday::*;
pub use set_phone::*;
pub use start::*;
pub use view::*;
