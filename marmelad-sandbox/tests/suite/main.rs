//! The sandbox as its clients see it, over real HTTP.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod client;
mod control;
mod faults;
mod http;
mod inspector;
mod limits;
mod polling;
mod state;
mod teloxide_client;
mod teloxide_settings;
mod time;
mod webhooks;
