//! Reports.
//!
//! A series is counted bucket by bucket, each a range of an index between two instants that the core computed from the
//! local days: so days are right in any zone on both databases, and no function keeps a column from its index. Test
//! codes are marked; test users are looked up, so that a client who became a tester does not count either.

mod attention;
mod broadcasts;
mod campaigns;
mod cashiers;
mod codes;
mod count;
mod day;
mod redemptions;
mod summary;
mod waiting;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{CampaignId, PortError, to_millis};
use marmelad_core::reports::{
    Attention, BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, DayNumbers, OfferLine, Reports, Span, SummaryNumbers, Waiting,
};

use super::Store;

#[async_trait]
impl Reports for Store {
    async fn summary(&self, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, PortError> {
        self.db.read("reports.summary", |conn| summary::series(conn, buckets)).await
    }

    async fn codes(&self, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, PortError> {
        self.db.read("reports.codes", |conn| codes::series(conn, buckets)).await
    }

    async fn offers(&self, span: Span) -> Result<Vec<OfferLine>, PortError> {
        self.db.read("reports.offers", |conn| codes::offers(conn, span)).await
    }

    async fn cashier_series(&self, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, PortError> {
        self.db.read("reports.cashier_series", |conn| cashiers::series(conn, buckets)).await
    }

    async fn cashiers(&self, span: Span) -> Result<Vec<CashierLine>, PortError> {
        self.db.read("reports.cashiers", |conn| cashiers::lines(conn, span)).await
    }

    async fn campaign_series(
        &self,
        campaign: Option<CampaignId>,
        buckets: &[Bucket],
    ) -> Result<Vec<CampaignNumbers>, PortError> {
        self.db
            .read("reports.campaign_series", |conn| campaigns::series(conn, campaign, buckets))
            .await
    }

    async fn campaigns(&self, span: Span) -> Result<Vec<CampaignLine>, PortError> {
        self.db.read("reports.campaigns", |conn| campaigns::lines(conn, span)).await
    }

    async fn broadcasts(&self, span: Span) -> Result<Vec<BroadcastLine>, PortError> {
        self.db
            .read("reports.broadcasts", async |mut conn| broadcasts::lines(&mut conn, span).await)
            .await
    }

    async fn waiting(&self, now: DateTime<Utc>) -> Result<Waiting, PortError> {
        self.db
            .read("reports.waiting", async |mut conn| waiting::waiting(&mut conn, now).await)
            .await
    }

    async fn day_numbers(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<DayNumbers, PortError> {
        self.db
            .read("reports.day_numbers", async |mut conn| {
                let (from, to) = (to_millis(from), to_millis(to));
                let orders = day::orders(&mut conn, from, to).await?;
                Ok(DayNumbers {
                    redeemed: day::count(&mut conn, day::REDEEMED, from, to).await?,
                    joined: day::count(&mut conn, day::JOINED, from, to).await?,
                    blocked: day::count(&mut conn, day::BLOCKED, from, to).await?,
                    ..orders
                })
            })
            .await
    }

    async fn attention(&self, now: DateTime<Utc>) -> Result<Attention, PortError> {
        self.db
            .read("reports.attention", async |mut conn| attention::read(&mut conn, now).await)
            .await
    }
}
