//! What every store behind the ports must do, run on SQLite and on MariaDB, and for what may vanish on Redis; and what the
//! Telegram client does against the sandbox (`telegram`, `deliveries`).
//!
//! A file holds `async fn name(world: World)` tests and lists them in one `contract!(name, …)`, which
//! makes a test per database of each. Every test has a database of its own. Ports that Redis fills too list theirs in
//! `contract_of_what_may_vanish!`.

#![allow(clippy::unwrap_used)]
// A test tells its story in one piece, of users, uses and what is used.
#![allow(clippy::too_many_lines, clippy::similar_names, clippy::single_match_else)]

#[macro_use]
mod world;
mod scene;

mod admins;
mod anonymize;
mod audit;
mod broadcasts;
mod calendar;
mod campaigns;
mod cashiers;
mod connect;
mod corrupt;
mod deliveries;
mod delivery_log;
mod dialogues;
mod discount_lists;
mod idempotency;
mod inbox;
mod issue;
mod leases;
mod login_tokens;
mod media;
mod orders;
mod outbox;
mod portable_sql;
mod processes;
mod progress;
mod rate_limiter;
mod redeem;
mod redis;
mod replay;
mod reports;
mod revoke;
mod schema;
mod segment_filters;
mod segments;
mod sessions;
mod settings;
mod subscriptions;
mod telegram;
mod templates;
mod totals;
mod undo;
mod upgrade;
mod user_changes;
mod user_lists;
mod users;
mod wrong_codes;
