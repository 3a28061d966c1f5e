//! What campaigns brought.

use crate::App;
use crate::domain::report::{CampaignReport, Period, points, rank_campaigns};
use crate::ports::PortError;

impl App {
    /// Who joined, and what became of the codes, campaign by campaign.
    pub async fn campaign_report(&self, period: Period) -> Result<CampaignReport, PortError> {
        let reports = &self.ports.reports;
        let numbers = reports.campaign_series(None, &period.buckets).await?;
        let mut campaigns = reports.campaigns(period.span()).await?;
        rank_campaigns(&mut campaigns);
        Ok(CampaignReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            campaigns,
        })
    }
}
