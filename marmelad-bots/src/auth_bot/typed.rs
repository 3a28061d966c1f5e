//! What somebody wrote.

use std::sync::Arc;

use marmelad_core::discounts::TypedCode;
use marmelad_core::kernel::MessageId;
use teloxide::types::Message;

use crate::shared::Chat;

/// The text of a message, or the caption of a photo; stickers and the like have none.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    /// The message.
    pub(super) id: MessageId,
    text: Option<Arc<str>>,
}

impl Typed {
    pub(super) fn of(message: &Message) -> Self {
        Self {
            id: MessageId(i64::from(message.id.0)),
            text: message.text().or(message.caption()).map(Arc::from),
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Whether it is a discount code and nothing else.
    pub(super) fn is_code_alone(&self) -> bool {
        self.text()
            .is_some_and(|text| TypedCode::read_alone(text).is_some())
    }

    /// By which it is known when it is handled again.
    pub(super) fn check_key(&self, chat: &Chat) -> String {
        format!("check:{}:{}", chat.id, self.id)
    }
}
