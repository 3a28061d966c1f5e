//! What happened, in numbers. How things are counted: [`crate::domain::report`].

mod broadcasts;
mod campaigns;
mod cashiers;
mod discounts;
mod summary;

pub use campaigns::CampaignStatsOutcome;

use crate::App;
use crate::domain::report::{Period, PeriodError, PeriodQuery};

impl App {
    /// The days that somebody wants a report on, in the shops' zone.
    pub fn report_period(&self, query: PeriodQuery) -> Result<Period, PeriodError> {
        Period::of(query, self.today(), self.context.zone)
    }
}

#[cfg(test)]
mod tests;
