//! Messages: the bots' texts and their rendering; plain functions without ports.
//!
//! - `texts`: the registry of texts with defaults, placeholders, checks, button labels and command lists.
//! - `html`: Telegram's HTML: escaping, checking, visible length.
//! - `ru`: Russian dates, sums, counts and plural forms.
//!
//! Owners edit the texts through the settings area, which checks them by `texts`; bots and notifications render them.

pub mod html;
pub mod ru;
pub mod texts;

pub use html::*;
pub use texts::*;
