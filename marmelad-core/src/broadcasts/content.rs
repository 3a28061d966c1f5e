//! What a broadcast says.

use crate::broadcasts::UrlButton;
use crate::kernel::{MediaId, MessageId, TelegramId};
use crate::media::MediaKind;

/// `broadcasts.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastKind {
    /// Written for the broadcast.
    Html,
    /// A message that an admin wrote to the main bot.
    Copy,
}

crate::kernel::text_enum!(BroadcastKind {
    Html => "html",
    Copy => "copy",
});

/// What every recipient gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BroadcastContent {
    /// A text or a file with a caption.
    Html {
        /// HTML with placeholders: 1–4096 UTF-16 units after parsing, under a file 0–1024.
        body: String,
        /// The file.
        media: Option<BroadcastMedia>,
        /// At most 10 rows of at most 4.
        buttons: Vec<Vec<UrlButton>>,
        /// Whether «Не присылать рассылки» stands under it.
        unsubscribe_button: bool,
    },
    /// A message as it is; nothing can be put into it.
    Copy {
        /// The private chat of the main bot in which it stands.
        source_chat: TelegramId,
        /// Which.
        source_message: MessageId,
        /// At most 10 rows of at most 4.
        buttons: Vec<Vec<UrlButton>>,
        /// Whether «Не присылать рассылки» stands under it.
        unsubscribe_button: bool,
    },
}

/// A broadcast's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastMedia {
    /// How Telegram shows it.
    pub kind: MediaKind,
    /// Where it comes from.
    pub source: MediaSource,
}

/// Where a broadcast's file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaSource {
    /// Uploaded to us.
    Upload(MediaId),
    /// An address that Telegram fetches: photos up to 5 MB, others up to 20 MB.
    Url(String),
    /// The main bot's id of a file that Telegram has.
    FileId(String),
}

impl BroadcastContent {
    /// Which kind it is.
    pub fn kind(&self) -> BroadcastKind {
        match self {
            Self::Html { .. } => BroadcastKind::Html,
            Self::Copy { .. } => BroadcastKind::Copy,
        }
    }

    /// The text; none of a copied message.
    pub fn body(&self) -> Option<&str> {
        match self {
            Self::Html { body, .. } => Some(body),
            Self::Copy { .. } => None,
        }
    }

    /// The buttons that open addresses.
    pub fn buttons(&self) -> &[Vec<UrlButton>] {
        match self {
            Self::Html { buttons, .. } | Self::Copy { buttons, .. } => buttons,
        }
    }

    /// Whether «Не присылать рассылки» stands under it.
    pub fn has_unsubscribe_button(&self) -> bool {
        match self {
            Self::Html {
                unsubscribe_button, ..
            }
            | Self::Copy {
                unsubscribe_button, ..
            } => *unsubscribe_button,
        }
    }

    /// The file, if it has one of its own.
    pub fn media(&self) -> Option<&BroadcastMedia> {
        match self {
            Self::Html { media, .. } => media.as_ref(),
            Self::Copy { .. } => None,
        }
    }

    /// The uploaded file that must be looked up before it is sent.
    pub fn upload(&self) -> Option<MediaId> {
        match self.media()?.source {
            MediaSource::Upload(id) => Some(id),
            MediaSource::Url(_) | MediaSource::FileId(_) => None,
        }
    }
}
