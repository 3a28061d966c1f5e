//! The main bot, end to end.

#[path = "../harness/mod.rs"]
mod harness;

mod start;
