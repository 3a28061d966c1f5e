//! Updates come in: stored first, then handled once, those of one chat in order.
//!
//! ```text
//! poller │ webhook ─▶ Dispatcher::take ─▶ Inbox::accept ─▶ Batcher ─▶ port UpdateInbox::accept   one transaction
//!                          │ what this process has claimed, each chat in a task
//!                          ▼
//!                     Handler::handle ─▶ the bot's handler tree
//!                          │ the outcome
//!                          ▼
//!                     Inbox::finish ─▶ Batcher ─▶ port UpdateInbox::finish   one transaction; claims the chat's next
//! ```
//!
//! Telegram may forget an update as soon as [`Dispatcher::take`] has returned. While an update of a chat is being
//! handled, later ones of that chat wait, in every process. When a process dies, its claims run out and
//! [`Dispatcher::sweep`] of another process claims its updates.

mod batcher;
mod dispatcher;
mod handler;
mod inbox;
mod poller;

pub use dispatcher::Dispatcher;
pub use poller::poll;
