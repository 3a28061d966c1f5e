//! Reports: what happened in a range of local days, in numbers.
//!
//! - `report`: the results, and the rules of counting.
//! - `period`: the requested days, divided into buckets with exact instants.
//! - `numbers`, `lines`: the counters, and what they belong to.
//! - `summary`, `discounts`, `cashiers`, `campaigns`, `broadcasts`: one report each.
//! - `attention`, `digest`: what needs attention, and the morning digest.
//! - `export`: the audit entry of an export.
//! - `ports`: the counting queries.
//!
//! A front end builds a period and calls the service; the port counts by bucket; the service sums and sorts.

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
use crate::campaigns::CampaignRepo;
use crate::service;

service! {
    ReportService { audit: AuditRepo, campaigns: CampaignRepo, reports: Reports }
}

impl ReportService {
    /// Builds the period of a query in the shops' time zone.
    pub fn period(&self, query: PeriodQuery) -> Result<Period, PeriodError> {
        Period::of(query, self.context.today(), self.context.zone)
    }
}
