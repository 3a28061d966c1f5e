//! Both bots, end to end: over HTTP against a local Telegram, with a real database and a clock that stands still; and the
//! program itself.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod auth_bot;
mod harness;
mod main_bot;
mod process;
