//! What was begun in a chat and waits for the next message.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::discounts::DiscountCode;
use marmelad_core::kernel::{MessageId, UsageLogId};
use serde::{Deserialize, Serialize};
use teloxide::prelude::Dialogue;

use crate::shared::{DialogueState, DialogueStorage, exit};

/// How long the bot waits for a purchase amount.
pub(super) const AMOUNT_PATIENCE: Duration = Duration::minutes(5);

/// Kept per chat; it survives a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Nothing was begun.
    #[default]
    Idle,
    /// «Сумма?»
    Amount(AmountAsked),
    /// «Укажите причину».
    Undo(UndoBegun),
    /// It cannot be read now.
    #[serde(skip)]
    Unknown,
}

impl DialogueState for State {
    fn unknown() -> Self {
        Self::Unknown
    }
}

/// An amount was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AmountAsked {
    /// For this code.
    pub(super) code: DiscountCode,
    /// The message with its buttons.
    pub(super) card: MessageId,
    /// The last instant at which an amount is taken.
    pub(super) until: DateTime<Utc>,
}

/// A reason was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UndoBegun {
    /// Why this redemption is taken back.
    pub(super) redemption: UsageLogId,
    /// The message with the button.
    pub(super) card: MessageId,
}

pub(super) type AuthDialogue = Dialogue<State, DialogueStorage>;

/// Forgets what was begun, if anything was; `false` (after logging why) when that could not be stored.
pub(super) async fn leave(dialogue: &AuthDialogue, state: &State) -> bool {
    *state == State::Idle || exit(dialogue.clone()).await
}
