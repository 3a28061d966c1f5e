//! Campaigns: links that bring clients in, and the discount they give.

mod campaign;
mod crud;
mod ports;

pub use campaign::*;
pub use crud::*;
pub use ports::*;

use crate::service;

service! {
    /// Edits campaigns.
    CampaignService { campaigns: CampaignRepo }
}
