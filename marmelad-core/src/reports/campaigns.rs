//! Report on what campaigns brought.

use chrono::{DateTime, Days, Duration};

use crate::campaigns::Campaign;
use crate::kernel::{CampaignId, PortError, local_day};
use crate::reports::{
    Bucket, CampaignReport, CampaignStats, MAX_POINTS, Period, PeriodError, PeriodQuery,
    ReportService, Span, points, rank_campaigns,
};

/// Result of asking for a campaign's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CampaignStatsOutcome {
    Stats(Box<CampaignStats>),
    /// The period is invalid.
    BadPeriod(PeriodError),
    NotFound,
}

impl ReportService {
    /// Participants and the use of codes, by campaign.
    pub async fn campaigns(&self, period: Period) -> Result<CampaignReport, PortError> {
        let reports = &self.reports;
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

    /// Totals of a campaign since its start, and a series over the period. Without a period, the series runs from the
    /// campaign's first day to today or its last day; above the limit of points it keeps only the latest.
    pub async fn campaign_stats(
        &self,
        id: CampaignId,
        query: PeriodQuery,
    ) -> Result<CampaignStatsOutcome, PortError> {
        let Some(campaign) = self.campaigns.find(id).await? else {
            return Ok(CampaignStatsOutcome::NotFound);
        };
        let period = match self.period(self.days_of(&campaign, query)) {
            Ok(period) => period,
            Err(error) => return Ok(CampaignStatsOutcome::BadPeriod(error)),
        };
        let ever = Bucket {
            first: DateTime::UNIX_EPOCH.date_naive(),
            last: self.context.today(),
            span: Span {
                start: DateTime::UNIX_EPOCH,
                // The clock of another process may be ahead.
                end: self.context.now() + Duration::days(1),
            },
        };
        let reports = &self.reports;
        let totals = reports.campaign_series(Some(id), &[ever]).await?;
        let numbers = reports.campaign_series(Some(id), &period.buckets).await?;
        Ok(CampaignStatsOutcome::Stats(Box::new(CampaignStats {
            totals: totals.into_iter().sum(),
            series: points(&period, &numbers),
            period,
        })))
    }

    fn days_of(&self, campaign: &Campaign, query: PeriodQuery) -> PeriodQuery {
        let zone = self.context.zone;
        let first = local_day(campaign.created_at, zone);
        let last = campaign.terms.ends_at.map_or(self.context.today(), |ends_at| {
            local_day(ends_at, zone).clamp(first, self.context.today().max(first))
        });
        let to = query.to.unwrap_or(last);
        let longest = to.checked_sub_days(Days::new(MAX_POINTS as u64 - 1));
        let from = query.from.or_else(|| Some(first.max(longest?).min(to)));
        PeriodQuery { from, to: Some(to), ..query }
    }
}
