//! Texts: the bots' messages with their placeholders, Telegram HTML, Russian grammar.

pub mod html;
pub mod ru;
pub mod texts;

pub use html::*;
pub use texts::*;
