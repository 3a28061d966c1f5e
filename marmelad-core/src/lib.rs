//! The loyalty system itself, free of databases, networks, clocks and randomness.
//!
//! | module | what it holds |
//! |---|---|
//! | [`domain`] | what the business talks about, and its rules as pure functions |
//! | [`ports`] | what the use cases need from outside, as traits |
//! | [`usecases`] | what people can do: each a method of [`App`], one file per job |
//! | [`error`] | faults |
//!
//! A front end (bot, API, command line) parses its input into domain types, calls one method of
//! [`App`] and renders the outcome.

pub mod domain;
pub mod error;
pub mod ports;
pub mod usecases;

pub use usecases::{App, AppContext};
