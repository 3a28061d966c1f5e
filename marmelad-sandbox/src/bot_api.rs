//! The Bot API itself: `/bot<token>/<method>`, one file per method family.
//!
//! [`methods`] names every method and calls it on the world; [`params`] reads
//! parameters however they came; [`endpoint`] is the HTTP side, with faults.

mod callback;
mod chat;
mod commands;
mod content;
mod copy;
mod edit;
mod endpoint;
mod file;
mod markup;
mod me;
mod media;
mod methods;
mod params;
mod send;
mod updates;
pub(crate) mod webhook;

pub(crate) use endpoint::{call_from_webhook, download, serve};
