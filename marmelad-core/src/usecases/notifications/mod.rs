//! Telling people what is not a direct reply: claim, send, record.

mod render;
mod send;

pub use render::{RenderedNotice, render_notice};
pub(crate) use send::backoff;
