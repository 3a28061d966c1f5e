//! The database behind the ports: SQLite or MySQL/MariaDB, chosen by the address alone.
//!
//! Every repository under `repo/` is written once, against the names that `sqlite/dialect.rs` and
//! `mysql/dialect.rs` both export, and compiled twice. What differs between the databases lives in
//! those two files, each fork with its reason; everything else is the SQL that both understand.
//!
//! How to write a repository method:
//!
//! 1. One private `try_…` function is one transaction; the port's method wraps it in `retry`, which
//!    repeats the whole on a deadlock, a lock timeout, a busy file or a lost race for a UNIQUE key.
//! 2. Locks are taken in one order: lanes, cashiers, users, campaigns, templates, discounts, notifications,
//!    `audit_head` last.
//! 3. A limit stands in the `WHERE` of one conditional statement, behind a UNIQUE key, or under a
//!    lock (`for_update!()`), never between a read and a write.
//! 4. Times come in as arguments, are cut to milliseconds and compared as parameters.

mod fault;
mod mysql;
pub mod seed;
mod sqlite;
mod store;

pub use store::{
    BackupError, ConnectError, Connections, MigrateError, SqlOptions, SqlStore, connect,
};
