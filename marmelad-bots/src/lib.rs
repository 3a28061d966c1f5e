//! The two bots, the worker that sends notifications and broadcasts, and the scheduler.
//!
//! | module | what it holds |
//! |---|---|
//! | [`service`] | all of it in one process, by roles |
//! | [`bot_setup`] | what each bot does at start: token, command list, webhook |
//! | [`webhook`] | the server that Telegram calls |
//! | [`intake`] | updates: stored, then handled once, those of one chat in order |
//! | [`main_bot`] | what clients write or press, and the answers: a handler tree |
//! | [`auth_bot`] | the same for cashiers and admins |
//! | [`shared`] | context, input and dialogue of both bots' handlers |
//! | [`worker`] | notifications and broadcasts go out |
//! | [`scheduler`] | jobs of the calendar |

pub mod auth_bot;
pub mod bot_setup;
pub mod intake;
pub mod main_bot;
pub mod scheduler;
pub mod service;
pub mod shared;
#[cfg(test)]
mod testing;
pub mod webhook;
pub mod worker;

pub use service::{Options, Role, UpdatesBy, run};
