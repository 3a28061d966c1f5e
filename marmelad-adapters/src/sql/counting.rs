//! How many rows a list has in all its pages.
//!
//! Up to [`EXACT_TOTAL`] a count is exact: rows are counted no further than that, which an index does in a
//! millisecond or two. A longer list is counted whole by one caller at a time and the count is cached for
//! [`TOTAL_MAX_AGE`], so that a list of a million rows costs its other readers nothing.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::{EXACT_TOTAL, TOTAL_MAX_AGE};
use moka::sync::Cache;
use sqlx::QueryBuilder;

use super::dialect::{Conn, Database};
use super::statement::Count;
use crate::sql::fault::Fault;

/// Filters of all lists together whose counts are cached at a time.
const MOST_FILTERS: u64 = 5_000;

/// How long the count of an unused filter stays cached.
const IDLE_TIME: std::time::Duration = std::time::Duration::from_mins(1);

/// ListCounts beyond this are believed without a look whether they have become small since.
const FAR_BEYOND: u64 = 2 * EXACT_TOTAL;

/// A cached count older than this is renewed by one caller, while the others still use it.
const RENEWED_AFTER: Duration = Duration::seconds(2);

/// Cached counts of lists with more than [`EXACT_TOTAL`] rows.
pub(super) struct ListCounts {
    known: Cache<String, Arc<Known>>,
}

#[derive(Default)]
struct Known {
    /// Locked by the caller that counts.
    counting: tokio::sync::Mutex<()>,
    last: Mutex<Option<Counted>>,
}

#[derive(Clone, Copy)]
struct Counted {
    at: DateTime<Utc>,
    total: u64,
}

/// How far rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// No further than [`EXACT_TOTAL`] and one more.
    Bounded,
    Whole,
}

impl ListCounts {
    pub(super) fn new() -> Self {
        let known = Cache::builder().max_capacity(MOST_FILTERS).time_to_idle(IDLE_TIME).build();
        Self { known }
    }

    /// Counts the rows of ` FROM … WHERE …`, which `push` appends. `key` names the list and its filter.
    pub(super) async fn total(
        &self,
        conn: &mut Conn,
        key: String,
        now: DateTime<Utc>,
        push: impl Fn(&mut QueryBuilder<Database>, Extent) + Send + Sync,
    ) -> Result<u64, Fault> {
        let known = self.known.get_with(key, Arc::default);
        if let Some(last) = known.fresh(now)
            && last.total > FAR_BEYOND
        {
            let is_young = (now - last.at).abs() < RENEWED_AFTER;
            let counting = if is_young { None } else { known.counting.try_lock().ok() };
            return match counting {
                Some(_counting) => known.recount(conn, now, &push).await,
                None => Ok(last.total),
            };
        }
        let bounded = count(conn, Extent::Bounded, &push).await?;
        if bounded <= EXACT_TOTAL {
            return Ok(bounded);
        }
        let _counting = known.counting.lock().await;
        match known.fresh(now) {
            Some(last) => Ok(last.total),
            None => known.recount(conn, now, &push).await,
        }
    }
}

impl Known {
    /// The last count, unless it is too old or the clock was set.
    fn fresh(&self, now: DateTime<Utc>) -> Option<Counted> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.filter(|last| (now - last.at).abs() < TOTAL_MAX_AGE)
    }

    async fn recount(
        &self,
        conn: &mut Conn,
        now: DateTime<Utc>,
        push: &(impl Fn(&mut QueryBuilder<Database>, Extent) + Send + Sync),
    ) -> Result<u64, Fault> {
        let total = count(conn, Extent::Whole, push).await?;
        let counted = Counted { at: now, total };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(counted);
        Ok(total)
    }
}

async fn count(
    conn: &mut Conn,
    extent: Extent,
    push: &(impl Fn(&mut QueryBuilder<Database>, Extent) + Send + Sync),
) -> Result<u64, Fault> {
    let mut query = match extent {
        Extent::Bounded => QueryBuilder::new("SELECT COUNT(*) FROM (SELECT 1 AS one"),
        Extent::Whole => QueryBuilder::new("SELECT COUNT(*)"),
    };
    push(&mut query, extent);
    if extent == Extent::Bounded {
        let most = i64::try_from(EXACT_TOTAL + 1).unwrap_or(i64::MAX);
        query.push(" LIMIT ").push_bind(most).push(") some");
    }
    query.build_query_scalar().count(conn).await
}
