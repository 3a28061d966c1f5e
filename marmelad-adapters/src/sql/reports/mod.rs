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
use marmelad_core::discounts::Template;
use marmelad_core::kernel::{CampaignId, PortError, to_millis};
use marmelad_core::reports::{
    Attention, BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, DayNumbers, OfferLine, OpenBroadcast, Reports, Span, SummaryNumbers, Waiting,
};

use super::Store;
use super::discounts::templates::{TemplateRow, select_template};
use super::transaction::Reader;

#[async_trait]
impl Reports for Store {
    async fn summary(&self, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, PortError> {
        let read = |conn| summary::series(conn, buckets);
        self.db.read("reports.summary", read).await
    }

    async fn codes(&self, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, PortError> {
        let read = |conn| codes::series(conn, buckets);
        self.db.read("reports.codes", read).await
    }

    async fn offers(&self, span: Span) -> Result<Vec<OfferLine>, PortError> {
        let read = |conn| codes::offers(conn, span);
        self.db.read("reports.offers", read).await
    }

    async fn cashier_series(&self, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, PortError> {
        let read = |conn| cashiers::series(conn, buckets);
        self.db.read("reports.cashier_series", read).await
    }

    async fn cashiers(&self, span: Span) -> Result<Vec<CashierLine>, PortError> {
        let read = |conn| cashiers::lines(conn, span);
        self.db.read("reports.cashiers", read).await
    }

    async fn campaign_series(
        &self,
        campaign: Option<CampaignId>,
        buckets: &[Bucket],
    ) -> Result<Vec<CampaignNumbers>, PortError> {
        let read = |conn| campaigns::series(conn, campaign, buckets);
        self.db.read("reports.campaign_series", read).await
    }

    async fn campaigns(&self, span: Span) -> Result<Vec<CampaignLine>, PortError> {
        let read = |conn| campaigns::lines(conn, span);
        self.db.read("reports.campaigns", read).await
    }

    async fn broadcasts(&self, span: Span) -> Result<Vec<BroadcastLine>, PortError> {
        let read = async |mut conn: Reader| broadcasts::lines(&mut conn, span).await;
        self.db.read("reports.broadcasts", read).await
    }

    async fn waiting(&self, now: DateTime<Utc>) -> Result<Waiting, PortError> {
        let read = async |mut conn: Reader| waiting::waiting(&mut conn, now).await;
        self.db.read("reports.waiting", read).await
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
            .read("reports.attention", async |mut conn| {
                let broadcasts: Vec<attention::BroadcastRow> = sqlx::query_as(
                    "SELECT id, title, status, scheduled_at, waiting_until, updated_at, \
                     audience_total, \
                     success_count + failed_count + blocked_count + skipped_count + \
                     uncertain_count AS done FROM broadcasts \
                     WHERE status IN ('scheduled', 'sending', 'paused', 'error') AND is_test = ? \
                     ORDER BY id",
                )
                .bind(false)
                .fetch_all(&mut *conn)
                .await?;
                let templates: Vec<TemplateRow> = sqlx::query_as(select_template!(
                    "WHERE is_active = ? AND total_limit IS NOT NULL ORDER BY id"
                ))
                .bind(true)
                .fetch_all(&mut *conn)
                .await?;
                let broadcasts: Vec<OpenBroadcast> =
                    broadcasts.into_iter().map(OpenBroadcast::from).collect();
                let templates =
                    templates.into_iter().map(Template::try_from).collect::<Result<Vec<_>, _>>()?;
                Ok(Attention::of(&broadcasts, &templates, now))
            })
            .await
    }
}
