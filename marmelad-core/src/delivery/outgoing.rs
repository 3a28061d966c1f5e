//! What a delivery to one person hands to Telegram, and what comes of it.

use crate::delivery::InlineButton;
use crate::kernel::{MessageId, TelegramId};
use crate::media::{MediaKind, StoredFile};

/// A message of any kind to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingDelivery {
    pub chat: TelegramId,
    pub content: DeliveryContent,
    /// What can be pressed; none = no buttons.
    pub buttons: Vec<Vec<InlineButton>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryContent {
    Text {
        /// Telegram's HTML subset, 1–4096 UTF-16 units after parsing.
        html: String,
    },
    /// A file with or without words under it.
    Media {
        media: OutgoingMedia,
        /// Telegram's HTML subset, at most 1024 UTF-16 units after parsing; empty = none.
        caption: String,
    },
    /// A message that somebody wrote to the bot, as if the bot had written it.
    Copy {
        /// The chat it stands in.
        from_chat: TelegramId,
        message: MessageId,
    },
}

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMedia {
    /// How Telegram shows it.
    pub kind: MediaKind,
    /// Where it comes from.
    pub file: OutgoingFile,
}

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingFile {
    /// From our media folder: its bytes are sent.
    Upload(StoredFile),
    /// Telegram fetches it.
    Url(String),
    /// Telegram has it; the id holds for one bot.
    FileId(String),
}

/// A delivery that Telegram took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The message in the recipient's chat.
    pub message: MessageId,
    /// The file in it, which from now on can be sent by its id. `None` without a file.
    pub file: Option<SentFile>,
}

/// A file that Telegram has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What Telegram made of it: a video without sound becomes an animation, and can be sent again as such only.
    pub kind: MediaKind,
    /// Its id, for the bot that sent it.
    pub file_id: String,
}

/// What came of taking a message back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    Done,
    /// There was none: deleted before, by the bot or by the person.
    NotFound,
    /// Telegram does not let it go: older than 48 hours, as a rule.
    TooOld,
}
