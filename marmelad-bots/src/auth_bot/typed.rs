//! What somebody wrote.

use std::sync::Arc;

use teloxide::types::Message;

/// The text of a message, or the caption of a photo; stickers and the like have none.
#[derive(Debug, Clone)]
pub(super) struct Typed(Option<Arc<str>>);

impl Typed {
    pub(super) fn of(message: &Message) -> Self {
        Self(message.text().or(message.caption()).map(Arc::from))
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }
}
