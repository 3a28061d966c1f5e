//! Uploaded files and their ids.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bot::BotKind;

/// What a file is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// JPEG, PNG or WebP, up to 10 MB.
    Photo,
    /// A video with sound.
    Video,
    Document,
    /// A GIF or a video without sound.
    Animation,
    Sticker,
}

impl MediaKind {
    /// Name of the field in the Bot API's `Message`.
    pub fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Document => "document",
            Self::Animation => "animation",
            Self::Sticker => "sticker",
        }
    }

    /// Content type of a file whose content does not show its type.
    pub(crate) fn default_mime(self) -> &'static str {
        match self {
            Self::Photo => "image/jpeg",
            Self::Video | Self::Animation => "video/mp4",
            Self::Sticker => "image/webp",
            Self::Document => "application/octet-stream",
        }
    }

    /// Telegram's name of the kind in its error texts.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Photo => "Photo",
            Self::Video => "Video",
            Self::Document => "Document",
            Self::Animation => "Animation",
            Self::Sticker => "Sticker",
        }
    }
}

/// A reference to a file in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The type of the file.
    pub kind: MediaKind,
    /// Id valid for one bot.
    pub file_id: String,
    /// Id that is the same for every bot.
    pub file_unique_id: String,
    /// Size in bytes; 0 for an address that was not fetched.
    pub size: usize,
    /// Name of the upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub mime: String,
    /// Address, when the file was given by URL (it is never fetched).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Where a new file comes from.
#[derive(Debug)]
pub(crate) enum FileSource {
    Upload { name: Option<String>, content: Vec<u8> },
    Url(String),
}

/// A file known to one bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    pub(crate) bot: BotKind,
    pub(crate) file: FileRef,
}

/// All files, with the contents in memory and, when a folder is set, on disk.
#[derive(Debug, Default)]
pub(crate) struct Files {
    known: HashMap<String, StoredFile>,
    contents: HashMap<String, Arc<Vec<u8>>>,
    folder: Option<PathBuf>,
}

impl Files {
    pub(crate) fn new(folder: Option<PathBuf>, saved: Vec<StoredFile>) -> Self {
        Self {
            known: saved.into_iter().map(|stored| (stored.file.file_id.clone(), stored)).collect(),
            contents: HashMap::new(),
            folder,
        }
    }

    pub(crate) fn all(&self) -> Vec<StoredFile> {
        self.known.values().cloned().collect()
    }

    /// The file behind an id, for the bot that got the id.
    pub(crate) fn find(&self, bot: BotKind, file_id: &str) -> Option<&FileRef> {
        self.known.get(file_id).filter(|stored| stored.bot == bot).map(|stored| &stored.file)
    }

    /// Keeps a file. When the disk fails, the failure is logged and the copy in memory is used.
    pub(crate) fn add(&mut self, bot: BotKind, file: &FileRef, content: Vec<u8>) {
        if let Some(folder) = self.folder.as_ref().filter(|_| !content.is_empty()) {
            let path = folder.join(&file.file_unique_id);
            if let Err(error) =
                std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, &content))
            {
                tracing::warn!(%error, path = %path.display(), "uploaded file not saved");
            }
        }
        if !content.is_empty() {
            self.contents.insert(file.file_unique_id.clone(), Arc::new(content));
        }
        self.known.insert(file.file_id.clone(), StoredFile { bot, file: file.clone() });
    }

    /// Metadata and content of a file whatever bot it belongs to.
    pub(crate) fn content(&self, file_id: &str) -> Option<(FileRef, Arc<Vec<u8>>)> {
        let file = self.known.get(file_id)?.file.clone();
        if let Some(content) = self.contents.get(&file.file_unique_id) {
            return Some((file, Arc::clone(content)));
        }
        let path = self.folder.as_ref()?.join(&file.file_unique_id);
        let content = std::fs::read(path).ok()?;
        Some((file, Arc::new(content)))
    }
}

/// Type of a picture or video by content.
pub(crate) fn mime_of(content: &[u8]) -> Option<&'static str> {
    image_mime(content).or(match content {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("video/mp4"),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Some("video/webm"),
        _ => None,
    })
}

/// Image type by content.
pub(crate) fn image_mime(content: &[u8]) -> Option<&'static str> {
    match content {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
