//! What cashiers did.

use crate::App;
use crate::reports::{CashierReport, Period, points, rank_cashiers};
use crate::kernel::PortError;

impl App {
    /// Redemptions, what was taken back and wrong codes, cashier by cashier. What was redeemed by API or command line
    /// without a cashier is not here.
    pub async fn cashier_report(&self, period: Period) -> Result<CashierReport, PortError> {
        let numbers = self.ports.reports.cashier_series(&period.buckets).await?;
        let mut cashiers = self.ports.reports.cashiers(period.span()).await?;
        rank_cashiers(&mut cashiers);
        Ok(CashierReport {
            totals: numbers.iter().copied().sum(),
            series: points(&period, &numbers),
            period,
            cashiers,
        })
    }
}
