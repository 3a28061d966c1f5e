//! Faults inside a transaction or a reading, and what follows from them.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use marmelad_core::kernel::PortError;
use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::metrics;

/// Why a transaction or a reading failed.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database's own error.
    Sql(sqlx::Error),
    /// Another transaction took the same UNIQUE key, or the last of a budget, first. The transaction is
    /// repeated and sees what the other wrote.
    Conflict,
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
            Fault::Conflict => Self::Unavailable {
                what: "the database",
                source: "too many changes at once".into(),
            },
            Fault::Sql(error) if is_unavailable(&error) => {
                Self::Unavailable { what: "the database", source: Box::new(error) }
            }
            Fault::Sql(error) => {
                Self::Broken { what: "a database statement", source: Box::new(error) }
            }
        };
        metrics::db_failed(match &error {
            Self::Unavailable { .. } => "unavailable",
            _ => "broken",
        });
        error
    }
}

/// The attempts at one operation of a port: decides on repeating it, measures all attempts together.
pub(super) struct Attempts {
    operation: &'static str,
    begun: Instant,
    pauses: ExponentialBackoff,
}

impl Attempts {
    /// At most 3 repetitions, after pauses of 5 to 200 ms with jitter.
    pub(super) fn at(operation: &'static str) -> Self {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(5))
            .with_max_delay(Duration::from_millis(200))
            .with_factor(3.0)
            .with_max_times(3)
            .with_jitter();
        Self { operation, begun: Instant::now(), pauses: pauses.build() }
    }

    /// Waits and returns `None` when the attempt failed because of a concurrent transaction and is to be
    /// repeated; otherwise returns the operation's result.
    pub(super) async fn ended<T>(
        &mut self,
        attempt: Result<T, Fault>,
    ) -> Option<Result<T, PortError>> {
        if attempt.as_ref().is_err_and(is_transient)
            && let Some(pause) = self.pauses.next()
        {
            tokio::time::sleep(pause).await;
            return None;
        }
        Some(self.result(attempt))
    }

    /// The operation's result, measured.
    pub(super) fn result<T>(&self, attempt: Result<T, Fault>) -> Result<T, PortError> {
        let result = attempt.map_err(PortError::from);
        metrics::db_operation(self.operation, &result, self.begun.elapsed());
        result
    }
}

/// `None` when the row conflicts with a UNIQUE key. Only the statement is undone, its transaction goes on.
pub(super) fn unless_taken<T>(result: Result<T, sqlx::Error>) -> Result<Option<T>, sqlx::Error> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_transient(fault: &Fault) -> bool {
    match fault {
        Fault::Conflict => true,
        Fault::Port(_) => false,
        Fault::Sql(error) => {
            error.as_database_error().is_some_and(|error| severity(error) == Severity::Transient)
        }
    }
}

fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => severity(error.as_ref()) != Severity::Permanent,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Severity {
    /// The same transaction succeeds when repeated.
    Transient,
    /// The database cannot work now.
    Unavailable,
    /// A wrong statement or wrong data.
    Permanent,
}

fn severity(error: &dyn DatabaseError) -> Severity {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return match error.number() {
            // Record changed since last read, lock wait timeout, deadlock.
            1020 | 1205 | 1213 => Severity::Transient,
            // A full disk (1021, 1026, 1114), too many connections (1040, 1203), shutdown (1053, 1077, 1079),
            // a read-only server, engine or transaction (1290, 1836, 1792), a statement or connection that
            // somebody ended (1317, 1927, 4031).
            1021 | 1026 | 1040 | 1053 | 1077 | 1079 | 1114 | 1203 | 1290 | 1317 | 1792 | 1836
            | 1927 | 4031 => Severity::Unavailable,
            _ => Severity::Permanent,
        };
    }
    let code =
        error.try_downcast_ref::<SqliteError>().and_then(|error| error.code()?.parse::<i32>().ok());
    // The low byte is the primary code: busy, locked | out of memory, read-only, I/O, full, cannot open.
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => Severity::Transient,
        Some(7 | 8 | 10 | 13 | 14) => Severity::Unavailable,
        _ => Severity::Permanent,
    }
}
