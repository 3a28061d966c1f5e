//! What campaigns brought.

use marmelad_core::domain::ids::CampaignId;
use marmelad_core::domain::report::{Bucket, CampaignLine, CampaignNumbers, Span};

use super::super::super::dialect::Db;
use super::STANDING_AND_UNDONE;
use super::cashiers::taken;
use super::codes::{ISSUED, ORDERS_AND_CODES, REDEEMED, numbers};
use super::count::{Question, counts, counts_by, sales, sales_by};
use crate::sql::fault::Fault;

const JOINED: Question = Question::new(
    "campaign_users c WHERE c.user_id NOT IN (SELECT id FROM users WHERE is_test = 1)",
    "c.joined_at",
);
const ALL_AND_NEW: &str = "COUNT(*), COUNT(CASE WHEN c.is_new_user = 1 THEN 1 END)";
const BY_CODE: &str = "d.campaign_id";
const BY_MEMBER: &str = "c.campaign_id";

pub(super) async fn series(
    db: &Db,
    campaign: Option<CampaignId>,
    buckets: &[Bucket],
) -> Result<Vec<CampaignNumbers>, Fault> {
    let mut conn = db.reader().await?;
    let of = |question: Question, column| question.of_campaign(column, campaign);
    let joined = counts(&mut conn, buckets, ALL_AND_NEW, of(JOINED, BY_MEMBER)).await?;
    let issued = counts(&mut conn, buckets, "COUNT(*), 0", of(ISSUED, BY_CODE)).await?;
    let redeemed = counts(
        &mut conn,
        buckets,
        STANDING_AND_UNDONE,
        of(REDEEMED, BY_CODE),
    )
    .await?;
    let sales = sales(&mut conn, buckets, of(ORDERS_AND_CODES, BY_CODE)).await?;
    let place = 0..buckets.len();
    let numbers = place.map(|place| CampaignNumbers {
        joined: joined[place].0,
        new_clients: joined[place].1,
        codes: numbers(issued[place].0, redeemed[place], sales[place]),
    });
    Ok(numbers.collect())
}

pub(super) async fn lines(db: &Db, span: Span) -> Result<Vec<CampaignLine>, Fault> {
    let mut conn = db.reader().await?;
    let any = |question: Question, column| question.of_campaign(column, None);
    let mut joined = counts_by(
        &mut conn,
        span,
        ALL_AND_NEW,
        any(JOINED, BY_MEMBER),
        BY_MEMBER,
    )
    .await?;
    let mut issued = counts_by(
        &mut conn,
        span,
        "COUNT(*), 0",
        any(ISSUED, BY_CODE),
        BY_CODE,
    )
    .await?;
    let mut redeemed = counts_by(
        &mut conn,
        span,
        STANDING_AND_UNDONE,
        any(REDEEMED, BY_CODE),
        BY_CODE,
    )
    .await?;
    let mut sales = sales_by(&mut conn, span, any(ORDERS_AND_CODES, BY_CODE), BY_CODE).await?;
    let rows: Vec<(i64, String, String)> = sqlx::query_as("SELECT id, slug, name FROM campaigns")
        .fetch_all(&mut *conn)
        .await?;
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
    Ok(lines
        .filter(|line| line.numbers != CampaignNumbers::default())
        .collect())
}
