//! Report on broadcasts.

use crate::kernel::PortError;
use crate::reports::{BroadcastNumbers, BroadcastReport, Period, ReportService, points};

impl ReportService {
    /// Recipients, codes and purchases of each broadcast started in the period.
    pub async fn broadcasts(&self, period: Period) -> Result<BroadcastReport, PortError> {
        let broadcasts = self.reports.broadcasts(period.span()).await?;
        let mut numbers = vec![BroadcastNumbers::default(); period.buckets.len()];
        for line in &broadcasts {
            if let Some(place) = period.place_of(line.started_at) {
                numbers[place] += line.numbers;
            }
        }
        Ok(BroadcastReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            broadcasts,
        })
    }
}
