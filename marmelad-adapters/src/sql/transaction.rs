//! How ports reach the database: each operation has a name, under which it is measured and traced.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use sqlx::pool::PoolConnection;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::dialect::{Conn, Database, Db, Transaction};
use super::statement::{Bound, Statement, bind};
use crate::sql::fault::{Attempts, Fault};

/// The connection of a transaction. Lent through a mutex, not by reference: a future that borrows its
/// closure's argument cannot be proven `Send`.
pub(super) type Tx = OwnedMappedMutexGuard<Transaction, Conn>;

/// A connection for reading outside transactions.
pub(super) type Reader = PoolConnection<Database>;

/// Rows that [`Db::delete_in_batches`] deletes in one transaction.
const BATCH: i64 = 1000;

/// `DELETE` at most `LIMIT` rows that meet a condition; a derived table because MySQL refuses LIMIT inside IN.
macro_rules! delete_some {
    ($table:literal, $condition:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE id IN (SELECT id FROM (SELECT id FROM ",
            $table,
            " WHERE ",
            $condition,
            " < ? LIMIT ?) AS old)"
        )
    };
}
pub(super) use delete_some;

impl Db {
    /// Runs `body` in a transaction and commits it when `body` returns `Ok`; an error rolls it back. After
    /// a deadlock, a lock timeout, a busy file or a conflict `body` runs again, at most 3 times more.
    #[tracing::instrument(level = "debug", skip(self, body))]
    pub(super) async fn transaction<T, F>(
        &self,
        operation: &'static str,
        mut body: impl FnMut(Tx) -> F,
    ) -> Result<T, PortError>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let mut attempts = Attempts::at(operation);
        loop {
            let attempt = self.attempt(&mut body).await;
            if let Some(result) = attempts.ended(attempt).await {
                return result;
            }
        }
    }

    /// Runs one statement in a transaction.
    pub(super) async fn run<'q>(
        &self,
        operation: &'static str,
        statement: impl Fn() -> Bound<'q> + Sync,
    ) -> Result<(), PortError> {
        self.transaction(operation, async |mut tx| statement().run(&mut tx).await).await
    }

    /// Deletes old rows by a statement of [`delete_some`], a batch per transaction, so that no transaction is long.
    /// Returns the number of deleted rows.
    pub(super) async fn delete_in_batches(
        &self,
        operation: &'static str,
        sql: &'static str,
        before: DateTime<Utc>,
    ) -> Result<u64, PortError> {
        let mut deleted = 0;
        loop {
            let batch = self
                .transaction(operation, async |mut tx| {
                    bind!(sqlx::query(sql), to_millis(before), BATCH).changes(&mut tx).await
                })
                .await?;
            deleted += batch;
            if batch == 0 {
                return Ok(deleted);
            }
        }
    }

    /// As [`Self::transaction`], for an operation that reads before it decides whether to begin one.
    #[tracing::instrument(level = "debug", skip(self, body))]
    pub(super) async fn retry<T, F>(
        &self,
        operation: &'static str,
        mut body: impl FnMut() -> F,
    ) -> Result<T, PortError>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let mut attempts = Attempts::at(operation);
        loop {
            let attempt = body().await;
            if let Some(result) = attempts.ended(attempt).await {
                return result;
            }
        }
    }

    /// Runs `body` on a connection for reading, once.
    #[tracing::instrument(level = "debug", skip(self, body))]
    pub(super) async fn read<T, F>(
        &self,
        operation: &'static str,
        body: impl FnOnce(Reader) -> F,
    ) -> Result<T, PortError>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let attempts = Attempts::at(operation);
        let read = match self.reader().await {
            Ok(conn) => body(conn).await,
            Err(error) => Err(error.into()),
        };
        attempts.result(read)
    }

    async fn attempt<T, F>(&self, body: &mut impl FnMut(Tx) -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let begun = Arc::new(Mutex::new(self.begin().await?));
        let lent = OwnedMutexGuard::map(begun.clone().lock_owned().await, |tx| &mut **tx);
        let done = body(lent).await?;
        let returned = Arc::into_inner(begun).ok_or_else(|| PortError::Broken {
            what: "a transaction",
            source: "it is still in use after its end".into(),
        })?;
        returned.into_inner().commit().await?;
        Ok(done)
    }
}
