//! What both bots need.

mod chat;
mod dialogue;
mod error;
mod people;

pub use chat::{Chat, Press};
pub use dialogue::{DIALOGUE_TTL, DialogueError, DialogueState, DialogueStorage, exit};
pub use error::{HandlerError, HandlerResult};
pub use people::profile_of;

use teloxide::dispatching::UpdateHandler;

/// A handler tree.
pub type Schema = UpdateHandler<HandlerError>;
