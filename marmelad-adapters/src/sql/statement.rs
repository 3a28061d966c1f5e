//! Running statements, and reading rows as domain values.

use sqlx::FromRow;
use sqlx::query::{Query, QueryAs, QueryScalar};

use super::dialect::{Conn, Database, inserted_id};
use crate::sql::fault::{Fault, unless_taken};

/// Binds values to the `?` of a query, in their order.
macro_rules! bind {
    ($query:expr, $($value:expr),+ $(,)?) => {
        $query$(.bind($value))+
    };
}
pub(super) use bind;

/// A statement with its values.
pub(super) type Bound<'q> = Query<'q, Database, Arguments>;

pub(super) type Arguments = <Database as sqlx::Database>::Arguments;
pub(super) type Row = <Database as sqlx::Database>::Row;

/// A statement that returns no rows.
pub(super) trait Statement {
    async fn run(self, conn: &mut Conn) -> Result<(), Fault>;

    /// Returns the number of changed rows.
    async fn changes(self, conn: &mut Conn) -> Result<u64, Fault>;

    /// Returns the id of the inserted row; `None` when the row conflicts with a UNIQUE key.
    async fn insert(self, conn: &mut Conn) -> Result<Option<i64>, Fault>;

    /// As [`Self::insert`]; when the row conflicts with a UNIQUE key, the transaction is repeated.
    async fn insert_new(self, conn: &mut Conn) -> Result<i64, Fault>;
}

impl Statement for Bound<'_> {
    async fn run(self, conn: &mut Conn) -> Result<(), Fault> {
        self.execute(conn).await?;
        Ok(())
    }

    async fn changes(self, conn: &mut Conn) -> Result<u64, Fault> {
        Ok(self.execute(conn).await?.rows_affected())
    }

    async fn insert(self, conn: &mut Conn) -> Result<Option<i64>, Fault> {
        Ok(unless_taken(self.execute(conn).await)?.map(|done| inserted_id(&done)))
    }

    async fn insert_new(self, conn: &mut Conn) -> Result<i64, Fault> {
        self.insert(conn).await?.ok_or(Fault::Conflict)
    }
}

/// A query whose rows are read as domain values.
pub(super) trait Fetch<R> {
    /// The first row.
    async fn one<T: TryFrom<R, Error = Fault>>(self, conn: &mut Conn) -> Result<Option<T>, Fault>;

    async fn all<T: TryFrom<R, Error = Fault>>(self, conn: &mut Conn) -> Result<Vec<T>, Fault>;
}

impl<R> Fetch<R> for QueryAs<'_, Database, R, Arguments>
where
    R: Send + Unpin + for<'r> FromRow<'r, Row>,
{
    async fn one<T: TryFrom<R, Error = Fault>>(self, conn: &mut Conn) -> Result<Option<T>, Fault> {
        self.fetch_optional(conn).await?.map(T::try_from).transpose()
    }

    async fn all<T: TryFrom<R, Error = Fault>>(self, conn: &mut Conn) -> Result<Vec<T>, Fault> {
        self.fetch_all(conn).await?.into_iter().map(T::try_from).collect()
    }
}

/// A query such as `SELECT COUNT(*)`.
pub(super) trait Count {
    async fn count(self, conn: &mut Conn) -> Result<u64, Fault>;
}

impl Count for QueryScalar<'_, Database, i64, Arguments> {
    async fn count(self, conn: &mut Conn) -> Result<u64, Fault> {
        Ok(u64::try_from(self.fetch_one(conn).await?).unwrap_or_default())
    }
}
