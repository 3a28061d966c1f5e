//! The report of campaigns.

use marmelad_core::kernel::CampaignId;
use marmelad_core::reports::{Bucket, CampaignLine, CampaignNumbers, Span};

use super::super::transaction::Reader;
use super::codes::{ISSUED, ORDERS_AND_CODES, numbers};
use super::count::{Counter, Question, taken};
use super::redemptions::BY_ANYBODY;
use crate::sql::fault::Fault;

const JOINED: Question =
    Question::new("campaign_users c WHERE 1 = 1", "c.joined_at").of_clients("c.user_id");
const ALL_AND_NEW: &str = "COUNT(*), COUNT(CASE WHEN c.is_new_user = 1 THEN 1 END)";
const BY_CODE: &str = "d.campaign_id";
const BY_MEMBER: &str = "c.campaign_id";

pub(super) async fn series(
    conn: Reader,
    campaign: Option<CampaignId>,
    buckets: &[Bucket],
) -> Result<Vec<CampaignNumbers>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let of_code = |question: Question| question.of_campaign(BY_CODE, campaign);
    let members = JOINED.of_campaign(BY_MEMBER, campaign);
    let joined = counter.counts(buckets, ALL_AND_NEW, members).await?;
    let issued = counter.counts(buckets, "COUNT(*), 0", of_code(ISSUED)).await?;
    let redeemed = BY_ANYBODY.map(of_code).series(&mut counter, buckets).await?;
    let sales = counter.sales(buckets, of_code(ORDERS_AND_CODES)).await?;
    let place = 0..buckets.len();
    let numbers = place.map(|place| CampaignNumbers {
        joined: joined[place].0,
        new_clients: joined[place].1,
        codes: numbers(issued[place].0, redeemed[place], sales[place]),
    });
    Ok(numbers.collect())
}

pub(super) async fn lines(conn: Reader, span: Span) -> Result<Vec<CampaignLine>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let any = |question: Question| question.of_campaign(BY_CODE, None);
    let mut joined = counter.counts_by(span, ALL_AND_NEW, JOINED, BY_MEMBER).await?;
    let mut issued = counter.counts_by(span, "COUNT(*), 0", any(ISSUED), BY_CODE).await?;
    let mut redeemed = BY_ANYBODY.map(any).by(&mut counter, span, BY_CODE).await?;
    let mut sales = counter.sales_by(span, any(ORDERS_AND_CODES), BY_CODE).await?;
    let sql = "SELECT id, slug, name FROM campaigns";
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as(sql).fetch_all(&mut *counter.conn).await?;
    let lines = rows.into_iter().map(|(id, slug, name)| {
        let (joined, new_clients) = taken(&mut joined, id);
        CampaignLine {
            campaign_id: CampaignId(id),
            slug,
            name,
            numbers: CampaignNumbers {
                joined,
                new_clients,
                codes: numbers(
                    taken(&mut issued, id).0,
                    taken(&mut redeemed, id),
                    taken(&mut sales, id),
                ),
            },
        }
    });
    Ok(lines.filter(|line| line.numbers != CampaignNumbers::default()).collect())
}
