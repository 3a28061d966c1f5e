//! Reports: what happened in a range of local days, in numbers.

mod attention;
mod broadcasts;
mod campaigns;
mod cashiers;
pub mod digest;
mod discounts;
mod export;
mod lines;
mod numbers;
mod period;
mod ports;
mod report;
mod summary;

pub use attention::*;
pub use campaigns::*;
pub use digest::*;
pub use lines::*;
pub use numbers::*;
pub use period::*;
pub use ports::*;
pub use report::*;

#[cfg(test)]
mod tests;

use crate::audit::AuditRepo;
use crate::calendar::Calendar;
use crate::campaigns::CampaignRepo;
use crate::service;

service! {
    ReportService { audit: AuditRepo, calendar: Calendar, campaigns: CampaignRepo, reports: Reports }
}

impl ReportService {
    /// Builds the period of a query in the shops' time zone.
    pub fn period(&self, query: PeriodQuery) -> Result<Period, PeriodError> {
        Period::of(query, self.context.today(), self.context.zone)
    }
}
