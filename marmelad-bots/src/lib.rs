//! The two bots, the worker that delivers notifications, and the scheduler.
//!
//! | module | what it holds |
//! |---|---|
//! | [`webhook`] | Telegram calls: the server of the webhooks |
//! | [`intake`] | updates come in: stored, then handled once each, those of one chat in order |
//! | [`main_bot`] | what clients say and are answered: a handler tree |
//! | [`auth_bot`] | the same for cashiers and admins |
//! | [`worker`] | notifications go out |
//! | [`scheduler`] | what is done by the calendar |
//! | [`shared`] | replying, dialogue state, who is writing |
//! | [`service`] | all of it in one process, by roles |

pub mod auth_bot;
pub mod intake;
pub mod main_bot;
pub mod scheduler;
pub mod service;
pub mod shared;
pub mod webhook;
pub mod worker;

pub use service::{Options, Role, UpdatesBy, run};
