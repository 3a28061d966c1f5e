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
pub use broadcasts::*;
pub use campaigns::*;
pub use cashiers::*;
pub use digest::*;
pub use discounts::*;
pub use export::*;
pub use lines::*;
pub use numbers::*;
pub use period::*;
pub use ports::*;
pub use report::*;
pub use summary::*;

#[cfg(test)]
mod tests;

use crate::App;
use crate::reports::{Period, PeriodError, PeriodQuery};

impl App {
    /// The days that somebody wants a report on, in the shops' zone.
    pub fn report_period(&self, query: PeriodQuery) -> Result<Period, PeriodError> {
        Period::of(query, self.today(), self.context.zone)
    }
}
