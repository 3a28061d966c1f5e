//! Keyboards under and instead of messages.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What `reply_markup` of a message asked for, in the Bot API's own shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Markup {
    /// Buttons under the message.
    Inline { inline_keyboard: Vec<Vec<InlineButton>> },
    /// Buttons instead of the phone's keyboard.
    Keyboard(ReplyKeyboard),
    /// Takes the reply keyboard away.
    Remove { remove_keyboard: bool },
    /// Opens the reply field.
    ForceReply { force_reply: bool },
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InlineButton {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Data sent back by a press, 1–64 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_data: Option<String>,
    /// Any other action or look (`copy_text`, `style`, …), kept as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A keyboard that stays until it is replaced or removed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplyKeyboard {
    pub keyboard: Vec<Vec<KeyboardButton>>,
    /// Hidden after one use.
    #[serde(default)]
    pub one_time_keyboard: bool,
    /// Hint in the typing box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_field_placeholder: Option<String>,
}

/// A button that types its label, or shares the person's contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyboardButton {
    pub text: String,
    /// Shares the person's phone instead of typing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub request_contact: bool,
}

impl ReplyKeyboard {
    /// Labels of all buttons, row after row.
    pub fn labels(&self) -> Vec<String> {
        let buttons = self.keyboard.iter().flatten();
        buttons.map(|button| button.text.clone()).collect()
    }
}

impl Markup {
    /// The rows under the message, when the markup is inline.
    pub fn inline(&self) -> Option<&[Vec<InlineButton>]> {
        match self {
            Self::Inline { inline_keyboard } => Some(inline_keyboard),
            _ => None,
        }
    }
}
