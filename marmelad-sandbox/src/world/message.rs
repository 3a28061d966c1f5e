//! One message of a chat's history.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::files::FileRef;
use super::keyboard::{InlineButton, Markup};
use crate::text::{Entity, to_html};

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Written by a person.
    FromPerson,
    /// Written by the bot.
    FromBot,
}

/// A message as it stands now, with its earlier versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Number within the bot, growing.
    pub message_id: i32,
    /// Chat it stands in.
    pub chat_id: i64,
    pub direction: Direction,
    /// User id of the writer.
    pub from: i64,
    /// Unix time of sending, seconds.
    pub date: i64,
    /// Unix time of the last edit of the text, seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit_date: Option<i64>,
    /// Text, or the caption of a media message; empty when there is none.
    pub text: String,
    /// Formatting of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// What else the message carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Keyboard sent with the message; an inline keyboard in its present state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<Markup>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i32>,
    /// Sent without a sound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// Earlier versions, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Version>,
    /// Deleted by the bot; kept here for readers of the history.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// What a message was before an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Text before the edit.
    pub text: String,
    /// Keyboard before the edit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<Markup>,
}

/// What a message carries besides text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Attachment {
    /// A photo, video, document or animation.
    Media(FileRef),
    /// A sticker, with its emoji.
    Sticker {
        /// Emoji that the sticker stands for.
        emoji: String,
        file: FileRef,
    },
    /// A phone number with a name.
    Contact {
        /// Number as Telegram gives it, digits only.
        phone_number: String,
        /// First name on the card.
        first_name: String,
        /// Whose number it is, when that is a Telegram user.
        user_id: Option<i64>,
    },
    /// Anything else, as fields of the Bot API's `Message`.
    Raw { fields: Map<String, Value> },
}

impl Message {
    /// Text with its formatting as HTML, everything escaped.
    pub fn html(&self) -> String {
        to_html(&self.text, &self.entities)
    }

    /// Whether the bot wrote it.
    pub fn is_from_bot(&self) -> bool {
        self.direction == Direction::FromBot
    }

    /// All buttons under the message, row after row.
    pub fn buttons(&self) -> impl Iterator<Item = &InlineButton> {
        self.markup.as_ref().and_then(Markup::inline).unwrap_or_default().iter().flatten()
    }

    /// The button with this label.
    pub fn button(&self, label: &str) -> Option<&InlineButton> {
        self.buttons().find(|button| button.text == label)
    }

    /// Labels of the reply keyboard sent with the message.
    pub fn keyboard_labels(&self) -> Vec<&str> {
        match &self.markup {
            Some(Markup::Keyboard(keyboard)) => {
                keyboard.keyboard.iter().flatten().map(|button| button.text.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the text is a caption under a media.
    pub(crate) fn has_media(&self) -> bool {
        matches!(self.attachment, Some(Attachment::Media(_)))
    }
}
