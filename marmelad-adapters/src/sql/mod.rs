//! The database behind the ports: SQLite or MySQL/MariaDB, chosen by the address alone.
//!
//! One folder or file per area. The areas and their root `store.rs` are written once and compiled twice,
//! as `sqlite::store` and `mysql::store`, against the names that `sqlite/dialect.rs` and
//! `mysql/dialect.rs` both export. What differs between the databases lives in these two files, each
//! fork with its reason. Compiled once: what this file declares.
//!
//! How to write a port's method:
//!
//! 1. The body stands in the trait's method, inside `self.db.transaction("area.method", …)` or, when it
//!    only reads, `self.db.read(…)`. `transaction` begins and commits, and repeats the body after a
//!    deadlock, a lock timeout, a busy file or a conflict over a UNIQUE key. A body that returns an
//!    error is rolled back.
//! 2. Locks are taken in one order: lock rows, cashiers, users, campaigns, `broadcast_logs`, broadcasts,
//!    templates, discounts, notifications, `audit_head` last.
//! 3. A limit stands in the `WHERE` of one conditional statement, behind a UNIQUE key, or under a
//!    lock (`for_update!()`), never between a read and a write.
//! 4. Times come in as arguments, are cut to milliseconds and compared as parameters.
//! 5. `statement.rs` binds values (`bind!`), runs statements and reads rows as domain values.

mod connect;
mod fault;
mod maintenance;
mod mysql;
mod ports;
pub mod seed;
mod sqlite;

pub use connect::{ConnectError, SqlOptions, connect};
pub use maintenance::{BackupError, Connections, MigrateError};
pub use ports::SqlStore;
