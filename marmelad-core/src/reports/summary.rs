//! Counters of the whole shop, with top lists.

use crate::kernel::PortError;
use crate::reports::{
    Needs, Period, ReportService, SummaryReport, points, rank_campaigns, rank_cashiers,
};

/// Number of top cashiers and campaigns listed.
const TOP: usize = 5;

impl ReportService {
    /// The whole shop by bucket, top cashiers and campaigns, and what needs attention now.
    pub async fn summary(&self, period: Period) -> Result<SummaryReport, PortError> {
        let (reports, span) = (&self.reports, period.span());
        let numbers = reports.summary(&period.buckets).await?;
        let mut top_cashiers = reports.cashiers(span).await?;
        top_cashiers.retain(|line| line.numbers.redeemed > 0);
        rank_cashiers(&mut top_cashiers);
        top_cashiers.truncate(TOP);
        let mut top_campaigns = reports.campaigns(span).await?;
        rank_campaigns(&mut top_campaigns);
        top_campaigns.truncate(TOP);
        Ok(SummaryReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            top_cashiers,
            top_campaigns,
            attention: self.needs().await?,
        })
    }

    /// What needs attention now.
    async fn needs(&self) -> Result<Needs, PortError> {
        let now = self.context.now();
        Ok(Needs {
            digest: self.reports.attention(now).await?,
            waiting: self.reports.waiting(now).await?,
        })
    }
}
