//! The two bots.

use serde::{Deserialize, Serialize};

/// Which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BotKind {
    /// For clients.
    Main,
    /// For cashiers and admins.
    Auth,
}

super::text_enum!(BotKind {
    Main => "main",
    Auth => "auth",
});
