//! The content of a broadcast: text, file and buttons.

use crate::broadcasts::UrlButton;
use crate::kernel::{MediaId, MessageId, TelegramId};
use crate::media::MediaKind;

/// Kind of content; column `broadcasts.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastKind {
    /// Text or a file with a caption, written by staff as HTML.
    Html,
    /// A copy of a message that an admin sent to the main bot.
    Copy,
}

crate::kernel::text_enum!(BroadcastKind {
    Html => "html",
    Copy => "copy",
});

/// The content that every recipient gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BroadcastContent {
    /// HTML text, or a file with a caption.
    Html {
        /// HTML with placeholders. In UTF-16 units after parsing: a text 1–4096, a caption 0–1024.
        body: String,
        media: Option<BroadcastMedia>,
        /// At most 10 rows of at most 4 buttons.
        buttons: Vec<Vec<UrlButton>>,
        /// Whether the button «Не присылать рассылки» is added.
        unsubscribe_button: bool,
    },
    /// A copied message; copies have no placeholders.
    Copy {
        /// The private chat of the main bot that contains the message.
        source_chat: TelegramId,
        source_message: MessageId,
        /// At most 10 rows of at most 4 buttons.
        buttons: Vec<Vec<UrlButton>>,
        /// Whether the button «Не присылать рассылки» is added.
        unsubscribe_button: bool,
    },
}

/// The file of a broadcast: a photo, video, animation or document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastMedia {
    /// How Telegram shows the file.
    pub kind: MediaKind,
    /// Where it comes from.
    pub source: MediaSource,
}

/// Where a broadcast's file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaSource {
    /// A file uploaded through the panel or the API.
    Upload(MediaId),
    /// An address from which Telegram fetches the file: photos up to 5 MB, other files up to 20 MB.
    Url(String),
    /// Telegram's id of a file that the main bot can send.
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

    /// The HTML text; `None` for a copied message.
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

    /// Whether the button «Не присылать рассылки» is added.
    pub fn has_unsubscribe_button(&self) -> bool {
        match self {
            Self::Html { unsubscribe_button, .. } | Self::Copy { unsubscribe_button, .. } => {
                *unsubscribe_button
            }
        }
    }

    /// The file; `None` for a plain text or a copied message.
    pub fn media(&self) -> Option<&BroadcastMedia> {
        match self {
            Self::Html { media, .. } => media.as_ref(),
            Self::Copy { .. } => None,
        }
    }

    /// The uploaded file to load before sending.
    pub fn upload(&self) -> Option<MediaId> {
        match self.media()?.source {
            MediaSource::Upload(id) => Some(id),
            MediaSource::Url(_) | MediaSource::FileId(_) => None,
        }
    }
}
