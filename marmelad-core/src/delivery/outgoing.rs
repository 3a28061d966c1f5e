//! What a delivery to one person hands to Telegram, and what comes of it.

use crate::delivery::InlineButton;
use crate::kernel::{Address, MessageId};
use crate::media::{MediaKind, StoredFile};

/// A message of any kind to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingDelivery {
    pub chat: Address,
    pub content: DeliveryContent,
    /// Rows of inline buttons; empty = no buttons.
    pub buttons: Vec<Vec<InlineButton>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryContent {
    Text {
        /// Telegram's HTML subset, 1–4096 UTF-16 units after parsing.
        html: String,
    },
    /// A file with an optional caption.
    Media {
        media: OutgoingMedia,
        /// Telegram's HTML subset, at most 1024 UTF-16 units after parsing; empty = none.
        caption: String,
    },
    /// A copy, without the sender's name, of a message that was sent to the bot.
    Copy {
        /// The chat that contains the original message.
        from_chat: Address,
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
    /// A file of the media folder, sent as bytes.
    Upload(StoredFile),
    /// Telegram downloads the file from this address.
    Url(String),
    /// The `file_id` of a file that Telegram already has; valid for one bot only.
    FileId(String),
}

/// A delivery that Telegram accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The message in the recipient's chat.
    pub message: MessageId,
    /// The file of the message, which can be sent again by its id. `None` without a file.
    pub file: Option<SentFile>,
}

/// A file that Telegram has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The kind under which Telegram stored the file: a video without sound becomes an animation, and can be sent
    /// again only as one.
    pub kind: MediaKind,
    /// The `file_id`, valid only for the bot that sent the file.
    pub file_id: String,
}

/// Result of deleting a sent message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    Done,
    /// The message was already deleted by the bot or by the person.
    NotFound,
    /// Telegram refuses, usually because the message is older than 48 hours.
    TooOld,
}
