//! How handlers of both bots are written: `async fn name(ctx: &Context, …) -> HandlerResult`.
//!
//! | module | what it holds |
//! |---|---|
//! | `context` | [`Context`]: the application, the chat, the sender, the dialogue; answers by texts |
//! | `chat` | [`Chat`]: sending to one chat, with retries |
//! | `input` | [`Input`]: a message's text as a command or as plain text |
//! | `dialogue` | teloxide's dialogues over the port `DialogueStore` |

mod chat;
mod context;
mod dialogue;
mod input;

pub use chat::{Chat, message_of};
pub use context::{Context, HandlerError, HandlerResult, Schema, Toast, context};
pub use dialogue::{DialogueError, DialogueState, DialogueStorage};
pub use input::Input;
