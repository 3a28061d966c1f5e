//! What can go wrong inside a transaction, and what follows from it.

use std::future::Future;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use marmelad_core::kernel::PortError;
use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::metrics;

/// A transaction that did not come through.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database's own error.
    Sql(sqlx::Error),
    /// Another transaction took the same UNIQUE key, or the last of a budget, first: the whole is
    /// done again and sees what the other wrote.
    Raced,
    /// For the caller as it is.
    Port(PortError),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<PortError> for Fault {
    fn from(error: PortError) -> Self {
        Self::Port(error)
    }
}

impl From<Fault> for PortError {
    fn from(fault: Fault) -> Self {
        let error = match fault {
            Fault::Port(error) => return error,
            Fault::Raced => Self::Unavailable {
                what: "the database",
                source: "too many changes at once".into(),
            },
            Fault::Sql(error) if is_away(&error) => Self::Unavailable {
                what: "the database",
                source: Box::new(error),
            },
            Fault::Sql(error) => Self::Broken {
                what: "a database statement",
                source: Box::new(error),
            },
        };
        metrics::db_failed(match &error {
            Self::Unavailable { .. } => "unavailable",
            _ => "broken",
        });
        error
    }
}

/// Runs a transaction, three times more when it fell to others that ran at the same time.
pub(super) async fn retry<T, F, Fut>(attempt: F) -> Result<T, PortError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, Fault>>,
{
    let pauses = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(5))
        .with_max_delay(Duration::from_millis(200))
        .with_factor(3.0)
        .with_max_times(3)
        .with_jitter();
    attempt
        .retry(pauses)
        .when(is_passing)
        .await
        .map_err(PortError::from)
}

/// `None` when the row clashes with a UNIQUE key. Only the statement is undone; its transaction lives on.
pub(super) fn unless_taken<T>(result: Result<T, sqlx::Error>) -> Result<Option<T>, sqlx::Error> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(error)
            if error
                .as_database_error()
                .is_some_and(DatabaseError::is_unique_violation) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_passing(fault: &Fault) -> bool {
    match fault {
        Fault::Raced => true,
        Fault::Port(_) => false,
        Fault::Sql(error) => error
            .as_database_error()
            .is_some_and(|error| nature(error) == Nature::Passing),
    }
}

fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => nature(error.as_ref()) != Nature::Lasting,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Nature {
    /// Gone when the same is tried again.
    Passing,
    /// The database cannot work now.
    Away,
    /// A wrong statement or wrong data.
    Lasting,
}

fn nature(error: &dyn DatabaseError) -> Nature {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return match error.number() {
            // Record changed since last read, lock wait timeout, deadlock.
            1020 | 1205 | 1213 => Nature::Passing,
            // A full disk (1021, 1026, 1114), too many connections (1040, 1203), shutdown (1053, 1077, 1079),
            // a read-only server, engine or transaction (1290, 1836, 1792), a statement or connection that
            // somebody ended (1317, 1927, 4031).
            1021 | 1026 | 1040 | 1053 | 1077 | 1079 | 1114 | 1203 | 1290 | 1317 | 1792 | 1836
            | 1927 | 4031 => Nature::Away,
            _ => Nature::Lasting,
        };
    }
    let code = error
        .try_downcast_ref::<SqliteError>()
        .and_then(|error| error.code()?.parse::<i32>().ok());
    // The low byte is the primary code: busy, locked | out of memory, read-only, I/O, full, cannot open.
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => Nature::Passing,
        Some(7 | 8 | 10 | 13 | 14) => Nature::Away,
        _ => Nature::Lasting,
    }
}
