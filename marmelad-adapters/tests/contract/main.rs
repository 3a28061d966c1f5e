//! What every database behind the ports must do, run on SQLite and on MariaDB.
//!
//! A file holds `async fn name(world: World)` tests and lists them in one `contract!(name, …)`, which
//! makes a test per database of each. Every test has a database of its own.

#![allow(clippy::unwrap_used)]

#[macro_use]
mod world;
mod scene;

mod admins;
mod anonymize;
mod audit;
mod campaigns;
mod cashiers;
mod connect;
mod corrupt;
mod dialogues;
mod inbox;
mod issue;
mod leases;
mod login_tokens;
mod outbox;
mod portable_sql;
mod redeem;
mod replay;
mod revoke;
mod schema;
mod settings;
mod templates;
mod undo;
mod users;
mod wrong_codes;
