//! The report of the whole shop.

use marmelad_core::reports::{Bucket, SummaryNumbers};

use super::super::transaction::Reader;
use super::codes::{ISSUED, numbers};
use super::count::{Counter, Question};
use super::redemptions::BY_ANYBODY;
use crate::sql::fault::Fault;

const NEW_CLIENTS: Question = Question::new("users WHERE is_test = 0", "created_at");
const SUBSCRIBED: &str = "COUNT(*), COUNT(CASE WHEN is_subscribed = 1 THEN 1 END)";
/// A client who blocked the bot and came back has no `blocked_at`. `+is_test` keeps `SQLite` from using the index of
/// `is_test`, which is slower here.
const BLOCKED: Question = Question::new("users WHERE +is_test = 0", "blocked_at");
/// As [`BLOCKED`], for `opted_out_at`.
const OPTED_OUT: Question = Question::new("users WHERE +is_test = 0", "opted_out_at");
/// Purchases, also without a code.
const ORDERS: Question =
    Question::new("orders o WHERE o.status = 'completed' AND o.is_test = 0", "o.created_at")
        .of_clients("o.user_id");

pub(super) async fn series(conn: Reader, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let came = counter.counts(buckets, SUBSCRIBED, NEW_CLIENTS).await?;
    let blocked = counter.counts(buckets, "COUNT(*), 0", BLOCKED).await?;
    let opted_out = counter.counts(buckets, "COUNT(*), 0", OPTED_OUT).await?;
    let issued = counter.counts(buckets, "COUNT(*), 0", ISSUED).await?;
    let redeemed = BY_ANYBODY.series(&mut counter, buckets).await?;
    let sales = counter.sales(buckets, ORDERS).await?;
    let place = 0..buckets.len();
    let numbers = place.map(|place| SummaryNumbers {
        new_clients: came[place].0,
        subscribed: came[place].1,
        blocked: blocked[place].0,
        opted_out: opted_out[place].0,
        codes: numbers(issued[place].0, redeemed[place], sales[place]),
    });
    Ok(numbers.collect())
}
