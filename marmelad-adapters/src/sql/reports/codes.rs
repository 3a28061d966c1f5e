//! The report of codes, by template and source.

use std::collections::{BTreeMap, HashMap};

use marmelad_core::kernel::TemplateId;
use marmelad_core::reports::{Bucket, CodeNumbers, OfferLine, Span};

use super::super::dialect::{Conn, Hundredths};
use super::super::row::RowOf;
use super::super::transaction::Reader;
use super::count::{Counter, Question, SALES, Sales, count, sold_for};
use super::redemptions::BY_ANYBODY;
use crate::sql::fault::Fault;

pub(super) const ISSUED: Question =
    Question::new("discounts d WHERE d.is_test = 0", "d.created_at").of_clients("d.user_id");
/// Purchases with a code.
const ORDERS: Question = Question::new(
    "orders o WHERE o.status = 'completed' AND o.is_test = 0 AND o.discount_id IS NOT NULL",
    "o.created_at",
)
.of_clients("o.user_id");
/// Purchases with a code, joined with its discount.
pub(super) const ORDERS_AND_CODES: Question = Question::new(
    "orders o JOIN discounts d ON d.id = o.discount_id \
     WHERE o.status = 'completed' AND o.is_test = 0",
    "o.created_at",
)
.of_clients("o.user_id");

pub(super) fn numbers(issued: u64, redeemed: (u64, u64), sales: Sales) -> CodeNumbers {
    CodeNumbers {
        issued,
        redeemed: redeemed.0,
        undone: redeemed.1,
        orders: sales.orders,
        revenue: sales.revenue,
        discount: sales.discount,
    }
}

pub(super) async fn series(conn: Reader, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let issued = counter.counts(buckets, "COUNT(*), 0", ISSUED).await?;
    let redeemed = BY_ANYBODY.series(&mut counter, buckets).await?;
    let sales = counter.sales(buckets, ORDERS).await?;
    let place = 0..buckets.len();
    Ok(place.map(|place| numbers(issued[place].0, redeemed[place], sales[place])).collect())
}

/// Template id, if any, and source of a discount.
type Offer = (Option<i64>, String);

const OFFER: &str = "d.template_id, d.source";

pub(super) async fn offers(conn: Reader, span: Span) -> Result<Vec<OfferLine>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let names = template_names(&mut counter.conn).await?;
    let mut offers: BTreeMap<Offer, CodeNumbers> = BTreeMap::new();
    let issued: Vec<OfferRow> = counter.grouped(span, "COUNT(*)", ISSUED, OFFER).await?;
    for (template, source, issued) in issued {
        offers.entry((template, source)).or_default().issued = count(issued);
    }
    let all: Vec<OfferRow> = counter.grouped(span, "COUNT(*)", BY_ANYBODY.all, OFFER).await?;
    for (template, source, all) in all {
        offers.entry((template, source)).or_default().redeemed = count(all);
    }
    let undone: Vec<OfferRow> = counter.grouped(span, "COUNT(*)", BY_ANYBODY.undone, OFFER).await?;
    for (template, source, undone) in undone {
        let numbers = offers.entry((template, source)).or_default();
        numbers.undone = count(undone);
        numbers.redeemed = numbers.redeemed.saturating_sub(numbers.undone);
    }
    let sales: Vec<SalesRow> = counter.grouped(span, SALES, ORDERS_AND_CODES, OFFER).await?;
    for (template, source, orders, revenue, discount) in sales {
        let numbers = offers.entry((template, source)).or_default();
        let sales = sold_for(orders, revenue, discount)?;
        numbers.orders = sales.orders;
        numbers.revenue = sales.revenue;
        numbers.discount = sales.discount;
    }
    offers
        .into_iter()
        .map(|((template, source), numbers)| {
            let of = RowOf { table: "discounts", id: 0 };
            Ok(OfferLine {
                template_id: template.map(TemplateId),
                template: template.and_then(|id| names.get(&id).cloned()),
                source: of.word("source", &source)?,
                numbers,
            })
        })
        .collect()
}

/// Template, source and count.
type OfferRow = (Option<i64>, String, i64);

type SalesRow = (Option<i64>, String, i64, Option<Hundredths>, Option<Hundredths>);

async fn template_names(conn: &mut Conn) -> Result<HashMap<i64, String>, Fault> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, name FROM discount_templates").fetch_all(conn).await?;
    Ok(rows.into_iter().collect())
}
