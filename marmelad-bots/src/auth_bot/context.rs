//! The context of the auth bot's handlers, with the state of its dialogue.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{DiscountCode, TypedCode};
use marmelad_core::kernel::{MessageId, UsageLogId};
use marmelad_core::messages::TextKey;
use serde::{Deserialize, Serialize};
use teloxide::types::Message;

use crate::shared::{self, DialogueState, HandlerError, Toast};

/// One update of one person of the staff, or of somebody who wants to be.
pub(super) type Context = shared::Context<State>;

/// What the bot waits for in a chat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// No question was asked: a code may come.
    #[default]
    Idle,
    /// The answer to «Сумма?»
    Amount(AmountAsked),
    /// The answer to «Укажите причину».
    Undo(ReasonAsked),
    /// The state cannot be read now.
    #[serde(skip)]
    Unknown,
}

impl DialogueState for State {
    fn unknown() -> Self {
        Self::Unknown
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AmountAsked {
    /// The code to redeem.
    pub(super) code: DiscountCode,
    /// The message with the code's buttons.
    pub(super) card: MessageId,
    /// The last instant at which an amount is taken.
    pub(super) until: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReasonAsked {
    /// The redemption to undo.
    pub(super) redemption: UsageLogId,
    /// The message with the button.
    pub(super) card: MessageId,
}

impl Context {
    /// Tells somebody that the command or button is not theirs to use.
    pub(super) async fn refuse(&self) -> Result<Toast, HandlerError> {
        self.say(TextKey::NOT_ALLOWED, &[], None).await?;
        Ok(None)
    }
}

/// The text of a message, or the caption of a photo. Stickers and the like have none.
pub(super) fn text_of(message: &Message) -> Option<&str> {
    message.text().or(message.caption())
}

/// Whether a message is a discount code and nothing else.
pub(super) fn is_code_alone(message: &Message) -> bool {
    text_of(message).is_some_and(|text| TypedCode::read_alone(text).is_some())
}
