//! What both bots need.

mod chat;
mod dialogue;
mod error;
mod people;

pub use chat::{Chat, Press};
pub use dialogue::{DIALOGUE_TTL, DialogueStorage};
pub use error::{HandlerError, HandlerResult};
pub use people::profile_of;

use dptree::{Handler, HandlerDescription};
use teloxide::dispatching::UpdateHandler;
use teloxide::types::Message;

/// A handler tree.
pub type Schema = UpdateHandler<HandlerError>;

/// Messages of private chats only: groups and channels get no answer.
pub fn in_private<D: HandlerDescription>() -> Handler<'static, HandlerResult, D> {
    dptree::filter(|message: Message| message.chat.is_private())
}
