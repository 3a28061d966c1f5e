//! What is counted for reports.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{CampaignId, PortError};
use crate::reports::{
    BroadcastLine, Bucket, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers, CodeNumbers,
    OfferLine, Span, SummaryNumbers, Waiting,
};

/// Counts what happened, by the rules that [`crate::reports::report`] tells. Series have one entry per bucket, in their
/// order; lines have only what there is something of, in no order.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Reports: Send + Sync {
    /// The shop as a whole.
    async fn summary(&self, buckets: &[Bucket]) -> Result<Vec<SummaryNumbers>, PortError>;

    /// Codes; of purchases those with a code only.
    async fn codes(&self, buckets: &[Bucket]) -> Result<Vec<CodeNumbers>, PortError>;

    /// The same by template and by what they were given for.
    async fn offers(&self, span: Span) -> Result<Vec<OfferLine>, PortError>;

    /// What all cashiers did.
    async fn cashier_series(&self, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, PortError>;

    /// What each cashier did.
    async fn cashiers(&self, span: Span) -> Result<Vec<CashierLine>, PortError>;

    /// What one campaign, or all of them, brought.
    async fn campaign_series(
        &self,
        campaign: Option<CampaignId>,
        buckets: &[Bucket],
    ) -> Result<Vec<CampaignNumbers>, PortError>;

    /// What each campaign brought.
    async fn campaigns(&self, span: Span) -> Result<Vec<CampaignLine>, PortError>;

    /// What became of the broadcasts started then, newest first; those to test users left out.
    async fn broadcasts(&self, span: Span) -> Result<Vec<BroadcastLine>, PortError>;

    /// What waits for somebody, or failed lately.
    async fn waiting(&self, now: DateTime<Utc>) -> Result<Waiting, PortError>;
}
