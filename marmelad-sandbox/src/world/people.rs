//! People and groups.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A Telegram user who is not a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Telegram user id, positive.
    pub id: i64,
    /// First name, never empty.
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Username without the leading `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Language of the person's Telegram app.
    #[serde(default = "russian")]
    pub language_code: String,
    /// Phone number that the contact button shares; derived from the id when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Role or remark shown on the chat page, such as «кассир».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A deleted account: sending to it answers 403.
    #[serde(default)]
    pub deactivated: bool,
}

fn russian() -> String {
    "ru".to_owned()
}

impl Person {
    /// A person with a first name, speaking Russian.
    pub fn new(id: i64, first_name: impl Into<String>) -> Self {
        Self {
            id,
            first_name: first_name.into(),
            last_name: None,
            username: None,
            language_code: russian(),
            phone: None,
            note: None,
            deactivated: false,
        }
    }

    /// With a last name.
    #[must_use]
    pub fn last_name(mut self, last_name: impl Into<String>) -> Self {
        self.last_name = Some(last_name.into());
        self
    }

    /// With a username (no `@`).
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// With a phone number for the contact button.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// With a role or remark; the chat page lists such people first.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// First and last name together.
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }

    /// The number shared by the contact button.
    pub fn phone_number(&self) -> String {
        self.phone
            .clone()
            .unwrap_or_else(|| format!("7{:010}", 9_000_000_000 + self.id % 999_999_999))
    }

    /// The Bot API's `User` object.
    pub(crate) fn user_json(&self) -> Value {
        let mut user = json!({
            "id": self.id,
            "is_bot": false,
            "first_name": self.first_name,
            "language_code": self.language_code,
        });
        put(&mut user, "last_name", self.last_name.as_ref());
        put(&mut user, "username", self.username.as_ref());
        user
    }

    /// Bot API `Chat` of the private chat.
    pub(crate) fn chat_json(&self) -> Value {
        let mut chat = json!({
            "id": self.id,
            "type": "private",
            "first_name": self.first_name,
        });
        put(&mut chat, "last_name", self.last_name.as_ref());
        put(&mut chat, "username", self.username.as_ref());
        chat
    }
}

/// A plain group chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Chat id; negative, as Telegram numbers groups.
    pub id: i64,
    /// Title of the group.
    pub title: String,
    /// Ids of the people in it.
    #[serde(default)]
    pub members: BTreeSet<i64>,
}

/// Adds a field when there is a value, as Telegram leaves absent ones out.
pub(crate) fn put<T: Serialize>(object: &mut Value, key: &str, value: Option<T>) {
    if let (Some(map), Some(value)) = (object.as_object_mut(), value) {
        map.insert(key.to_owned(), json!(value));
    }
}
