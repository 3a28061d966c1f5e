//! The ports filled, and everything that reads the world around the process.
//!
//! | module | what it holds |
//! |---|---|
//! | [`config`] | environment variables and `.env`, checked |
//! | [`telemetry`] | the log |
//! | [`system`] | clock, randomness, codes, access tokens |
//! | [`telegram`] | the Bot API over HTTP |

pub mod config;
pub mod system;
pub mod telegram;
pub mod telemetry;
