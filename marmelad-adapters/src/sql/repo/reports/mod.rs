//! Counting for reports.
//!
//! A series is counted bucket by bucket, each a range of an index between two instants that the core has reckoned out
//! of the local days: so days are right in any zone on either database, and no function stands between a column and
//! its index. Test users are looked up now, test codes are marked: a client who became a tester is not counted either.

mod broadcasts;
mod campaigns;
mod cashiers;
mod codes;
mod count;
mod summary;
mod waiting;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::domain::ids::CampaignId;
use marmelad_core::domain::report::{
    BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers, CodeNumbers,
    OfferLine, Span, SummaryNumbers, Waiting,
};
use marmelad_core::error::PortError;
use marmelad_core::ports::Reports;

use super::super::dialect::Db;

/// Neither a test row nor a test user's.
macro_rules! genuine {
    ($table:literal) => {
        concat!(
            " AND ",
            $table,
            ".is_test = 0 AND ",
            $table,
            ".user_id NOT IN (SELECT id FROM users WHERE is_test = 1)"
        )
    };
}
use genuine;

/// Redemptions `l` of discounts `d`, with the row `u` that took one back.
macro_rules! redemptions {
    () => {
        "discount_usage_logs l JOIN discounts d ON d.id = l.discount_id \
         LEFT JOIN discount_usage_logs u ON u.undoes_log_id = l.id WHERE l.status = 'success'"
    };
}
use redemptions;

/// Those that stand, then those that were taken back.
const STANDING_AND_UNDONE: &str = "COUNT(CASE WHEN u.id IS NULL THEN 1 END), COUNT(u.id)";

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
