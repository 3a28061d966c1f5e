//! Report on issued and redeemed codes.

use crate::kernel::PortError;
use crate::reports::{DiscountReport, Period, ReportService, by_source, by_template, points};

impl ReportService {
    /// Codes by template and by source.
    pub async fn discounts(&self, period: Period) -> Result<DiscountReport, PortError> {
        let numbers = self.reports.codes(&period.buckets).await?;
        let offers = self.reports.offers(period.span()).await?;
        Ok(DiscountReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            by_template: by_template(&offers),
            by_source: by_source(&offers),
        })
    }
}
