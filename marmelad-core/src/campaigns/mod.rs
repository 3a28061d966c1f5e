//! Campaigns: links that bring in clients, and the discount that a client gets for joining.
//!
//! - `campaign.rs`: [`Campaign`], [`CampaignTerms`] with their rules, and [`Slug`].
//! - `crud.rs`: the jobs of [`CampaignService`].
//! - `ports.rs`: [`CampaignRepo`], its commands and outcomes.
//!
//! Editing: front end → [`CampaignService`] → rules of the terms → [`CampaignRepo`]. Joining:
//! `/start ref_<slug>` in the main bot → `OnboardingService` → [`CampaignRepo::join`], which counts
//! the participant and issues the discount in one transaction.

mod campaign;
mod crud;
mod ports;

pub use campaign::*;
pub use crud::*;
pub use ports::*;

use crate::service;

service! {
    /// Lists, creates and changes campaigns and makes their links.
    CampaignService { campaigns: CampaignRepo }
}
