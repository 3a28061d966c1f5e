//! How many rows a list has in all its pages.
//!
//! Up to [`EXACT_TOTAL`] a total is exact: the rows are counted no further than that, which an index does in a
//! millisecond or two. What is beyond it is counted whole by one caller at a time and remembered for
//! [`TOTAL_MAX_AGE`], so that a list of a million costs each of its readers nothing.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::{EXACT_TOTAL, TOTAL_MAX_AGE};
use moka::sync::Cache;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use crate::sql::fault::Fault;

/// So many filters are remembered at a time.
const MOST_FILTERS: u64 = 1_000;

/// A filter that nobody asks for is forgotten.
const FORGOTTEN_AFTER: std::time::Duration = std::time::Duration::from_mins(1);

/// Totals beyond this are believed without a look whether they have become small since.
const FAR_BEYOND: u64 = 2 * EXACT_TOTAL;

/// A remembered total is counted anew before it is too old, by one of those who ask, while the others still use it.
const RENEWED_AFTER: Duration = Duration::seconds(2);

/// The great totals of one kind of list.
pub(super) struct Totals {
    known: Cache<String, Arc<Known>>,
}

#[derive(Default)]
struct Known {
    /// Held by whoever counts.
    turn: tokio::sync::Mutex<()>,
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
    /// All of them.
    Whole,
}

impl Totals {
    pub(super) fn new() -> Self {
        let known = Cache::builder()
            .max_capacity(MOST_FILTERS)
            .time_to_idle(FORGOTTEN_AFTER)
            .build();
        Self { known }
    }

    /// How many rows `push` means, which appends ` FROM … WHERE …`. `key` tells filters apart: the filter's `Debug`, say.
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
            let turn = if is_young {
                None
            } else {
                known.turn.try_lock().ok()
            };
            return match turn {
                Some(_turn) => known.recount(conn, now, &push).await,
                None => Ok(last.total),
            };
        }
        let bounded = count(conn, Extent::Bounded, &push).await?;
        if bounded <= EXACT_TOTAL {
            return Ok(bounded);
        }
        let _turn = known.turn.lock().await;
        match known.fresh(now) {
            Some(last) => Ok(last.total),
            None => known.recount(conn, now, &push).await,
        }
    }
}

impl Known {
    /// What was counted lately; a clock that was set makes it old.
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
    let count: i64 = query.build_query_scalar().fetch_one(conn).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}
