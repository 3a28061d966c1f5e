//! One formatted range of a message.

use serde::{Deserialize, Serialize};

/// A formatted range. Offsets and lengths count UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Telegram's name of the kind: `bold`, `code`, `text_link`, `url`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// First UTF-16 unit of the range.
    pub offset: usize,
    /// Length of the range in UTF-16 units.
    pub length: usize,
    /// Address of a `text_link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Programming language of a `pre` block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Entity {
    pub(crate) fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self { kind: kind.to_owned(), offset, length, url: None, language: None }
    }

    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    /// Whether no links are looked for inside this entity.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        matches!(self.kind.as_str(), "code" | "pre" | "text_link")
            && self.offset < other.end()
            && other.offset < self.end()
    }
}

/// Length of the text as Telegram counts it.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}
