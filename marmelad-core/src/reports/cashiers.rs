//! Report on the work of cashiers.

use crate::kernel::PortError;
use crate::reports::{CashierReport, Period, ReportService, points, rank_cashiers};

impl ReportService {
    /// Redemptions, undone redemptions and wrong codes of each cashier. Redemptions by API or command line without
    /// a cashier are left out.
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
