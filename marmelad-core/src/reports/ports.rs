//! The port that counts for reports.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{CampaignId, PortError};
use crate::reports::{
    Attention, BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, DayNumbers, OfferLine, Span, SummaryNumbers, Waiting,
};

/// Counts by the rules in [`crate::reports::report`]. A series has one entry per bucket, in bucket order; lines
/// hold only non-empty entries, in no order.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Reports: Send + Sync {
    /// Counts the whole shop, by bucket.
    async fn summary(&self, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, PortError>;

    /// Counts codes, and purchases with a code.
    async fn codes(&self, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, PortError>;

    /// Counts codes and purchases by template and source.
    async fn offers(&self, span: Span) -> Result<Vec<OfferLine>, PortError>;

    /// Counts the work of all cashiers together, by bucket.
    async fn cashier_series(&self, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, PortError>;

    /// Counts the work of each cashier.
    async fn cashiers(&self, span: Span) -> Result<Vec<CashierLine>, PortError>;

    /// Counts one campaign, or all campaigns together, by bucket.
    async fn campaign_series(
        &self,
        campaign: Option<CampaignId>,
        buckets: &[Bucket],
    ) -> Result<Vec<CampaignNumbers>, PortError>;

    /// Counts the participants, codes and purchases of each campaign.
    async fn campaigns(&self, span: Span) -> Result<Vec<CampaignLine>, PortError>;

    /// Counts the results of broadcasts started in the span, newest first, without broadcasts to test users.
    async fn broadcasts(&self, span: Span) -> Result<Vec<BroadcastLine>, PortError>;

    /// What waits for a person, or failed recently.
    async fn waiting(&self, now: DateTime<Utc>) -> Result<Waiting, PortError>;

    /// Numbers from `from` (inclusive) to `to` (exclusive), without test users.
    async fn day_numbers(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<DayNumbers, PortError>;

    /// Problems that owners should look at.
    async fn attention(&self, now: DateTime<Utc>) -> Result<Attention, PortError>;
}
