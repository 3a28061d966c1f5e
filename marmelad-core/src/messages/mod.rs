
pub mod html;
pub mod ru;
pub mod texts;

pub use html::*;
pub use texts::buttons::BotCommand;
pub use texts::*;
