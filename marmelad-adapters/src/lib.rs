//! The ports filled, and everything that reads the world around the process.
//!
//! | module | what it holds |
//! |---|---|
//! | [`bootstrap`] | configuration in, application out |
//! | [`config`] | environment variables and `.env`, checked |
//! | [`lifecycle`] | how a process is told to end |
//! | [`media`] | the folder of uploads |
//! | [`metrics`], [`gauges`] | what is counted, and what is looked up every few seconds |
//! | [`telemetry`] | the log |
//! | [`heartbeat`] | a process reports itself |
//! | [`rate_limiter`] | how fast messages are sent, over all processes |
//! | [`redis`] | Redis, for what may vanish |
//! | [`sql`] | the database: SQLite or MySQL |
//! | [`system`] | clock, randomness, codes, access tokens |
//! | [`telegram`] | the Bot API over HTTP |

pub mod bootstrap;
pub mod config;
pub mod gauges;
pub mod heartbeat;
pub mod lifecycle;
pub mod media;
pub mod metrics;
pub mod rate_limiter;
pub mod redis;
pub mod sql;
pub mod system;
pub mod telegram;
pub mod telemetry;
