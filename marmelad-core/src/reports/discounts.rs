//! What was given and used.

use crate::App;
use crate::reports::{DiscountReport, Period, by_source, by_template, points};
use crate::kernel::PortError;

impl App {
    /// Codes by template and by what they were given for.
    pub async fn discount_report(&self, period: Period) -> Result<DiscountReport, PortError> {
        let numbers = self.ports.reports.codes(&period.buckets).await?;
        let offers = self.ports.reports.offers(period.span()).await?;
        Ok(DiscountReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            by_template: by_template(&offers),
            by_source: by_source(&offers),
        })
    }
}
