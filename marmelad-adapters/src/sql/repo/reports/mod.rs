//! Counting for reports.
//!
//! A series is counted bucket by bucket, each a range of an index between two instants that the core has reckoned out
//! of the local days: so days are right in any zone on either database, and no function stands between a column and
//! its index. Test codes are marked; test users are looked up now, so that a client who became a tester does not count
//! either.

mod broadcasts;
mod campaigns;
mod cashiers;
mod codes;
mod count;
mod redemptions;
mod summary;
mod waiting;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{CampaignId, PortError};
use marmelad_core::reports::{
    BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers, CodeNumbers,
    OfferLine, Reports, Span, SummaryNumbers, Waiting,
};

use super::super::dialect::Db;

pub(super) struct Counted {
    db: Db,
}

impl Counted {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl Reports for Counted {
    async fn summary(&self, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, PortError> {
        Ok(summary::series(&self.db, buckets).await?)
    }

    async fn codes(&self, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, PortError> {
        Ok(codes::series(&self.db, buckets).await?)
    }

    async fn offers(&self, span: Span) -> Result<Vec<OfferLine>, PortError> {
        Ok(codes::offers(&self.db, span).await?)
    }

    async fn cashier_series(&self, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, PortError> {
        Ok(cashiers::series(&self.db, buckets).await?)
    }

    async fn cashiers(&self, span: Span) -> Result<Vec<CashierLine>, PortError> {
        Ok(cashiers::lines(&self.db, span).await?)
    }

    async fn campaign_series(
        &self,
        campaign: Option<CampaignId>,
        buckets: &[Bucket],
    ) -> Result<Vec<CampaignNumbers>, PortError> {
        Ok(campaigns::series(&self.db, campaign, buckets).await?)
    }

    async fn campaigns(&self, span: Span) -> Result<Vec<CampaignLine>, PortError> {
        Ok(campaigns::lines(&self.db, span).await?)
    }

    async fn broadcasts(&self, span: Span) -> Result<Vec<BroadcastLine>, PortError> {
        Ok(broadcasts::lines(&self.db, span).await?)
    }

    async fn waiting(&self, now: DateTime<Utc>) -> Result<Waiting, PortError> {
        Ok(waiting::waiting(&self.db, now).await?)
    }
}
