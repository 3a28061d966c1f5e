//! The ports filled, and everything that reads the world around the process.
//!
//! | module | what it holds |
//! |---|---|
//! | [`bootstrap`] | configuration in, application out |
//! | [`config`] | environment variables and `.env`, checked |
//! | [`lifecycle`] | how a process is told to end |
//! | [`media`] | the folder of uploads |
//! | [`metrics`], [`gauges`] | metrics that events change, and those that are sampled |
//! | [`telemetry`] | the log |
//! | [`heartbeat`] | a process reports itself |
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
mod metered;
pub mod metrics;
mod near_budget;
pub mod redis;
pub mod sql;
pub mod system;
pub mod telegram;
pub mod telemetry;
