//! Updates come in.
//!
//! Whatever brings them, the way is one: [`Intake::take`] stores an update durably,
//! and only then may Telegram forget it. A stored update is handled once; while one of a chat is being
//! handled, later ones of that chat wait, in every process. What a dead process left behind is claimed
//! again when its claim runs out.

mod desk;
mod dispatch;
mod group;
mod handling;
mod poller;
mod queue;

pub use dispatch::Dispatcher;
pub use poller::poll;
pub use queue::Intake;
