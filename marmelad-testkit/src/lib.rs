//! What tests of every crate begin with.
//!
//! | module | what it holds |
//! |---|---|
//! | `database` | [`Database`]: a database for one test, and SQL past the application |
//! | `server` | schemas on MariaDB or MySQL, migrated once and used again |
//! | `redis` | [`ClearedRedis`]: an empty numbered database of Redis |
//! | `clock` | [`ManualClock`]: stands still until it is told to go |
//! | `build` | domain values with nothing special about them |
//!
//! ```ignore
//! let database = Database::migrated(Backend::MariaDb).await;
//! let store = connect(database.url(), SqlOptions::default()).await.unwrap();
//! assert_eq!(database.int("SELECT COUNT(*) FROM discount_templates").await, 2);
//! database.remove().await;
//! ```
//!
//! The servers come from `scripts/with-services.sh`; without them a test fails instead of proving nothing.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot begin fails"
)]

mod build;
mod clock;
mod database;
mod redis;
mod server;

use chrono::{DateTime, Utc};

pub use build::{profile, template_terms};
pub use clock::ManualClock;
pub use database::{Backend, Database, Raw, migrated_sqlite_file};
pub use redis::{ClearedRedis, redis_url};

/// When the rows of a new database were written: noon of 5 March 2026 in Vladivostok.
pub fn first_rows_at() -> DateTime<Utc> {
    "2026-03-05T02:00:00Z".parse().unwrap()
}

/// The server to test against, without a schema.
pub fn server_url() -> String {
    variable("TEST_MYSQL_URL")
}

/// A variable that `scripts/with-services.sh` sets.
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set; run the tests by scripts/with-services.sh cargo test")
    })
}
