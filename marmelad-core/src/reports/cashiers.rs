//! What cashiers did.

use crate::kernel::PortError;
use crate::reports::{CashierReport, Period, ReportService, points, rank_cashiers};

impl ReportService {
    /// Redemptions, what was taken back and wrong codes, cashier by cashier. What was redeemed by API or command line
    /// without a cashier is not here.
    pub async fn cashiers(&self, period: Period) -> Result<CashierReport, PortError> {
        let numbers = self.reports.cashier_series(&period.buckets).await?;
        let mut cashiers = self.reports.cashiers(period.span()).await?;
        rank_cashiers(&mut cashiers);
        Ok(CashierReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            cashiers,
        })
    }
}
