//! How the handling of an update can fail.

use marmelad_core::delivery::SendError;
use marmelad_core::kernel::PortError;

use super::DialogueError;

/// A handler's failure. The person has not been answered yet.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// Something behind a port does not work. What is away now is tried again later; a defect is
    /// answered politely.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A question cannot be asked, since its answer could not be understood: refused at once. Trying again
    /// would hold up everything else that the person writes.
    #[error(transparent)]
    Dialogue(#[from] DialogueError),
    /// The answer did not reach Telegram: the update is handled again later when that may help.
    #[error("the answer was not delivered: {0}")]
    Telegram(#[from] SendError),
}

/// What a handler returns.
pub type HandlerResult = Result<(), HandlerError>;
