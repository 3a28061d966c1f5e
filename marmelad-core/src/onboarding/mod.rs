//! Onboarding: a client's first contact, consent, and the codes that follow from it.

mod consent;
mod start;

pub use start::*;

use crate::campaigns::CampaignRepo;
use crate::clients::ClientService;
use crate::discounts::{CodeGenerator, DiscountService};
use crate::service;

service! {
    /// Handles the first contact and consent.
    OnboardingService { campaigns: CampaignRepo, codes: CodeGenerator } with { clients: ClientService, discounts: DiscountService }
}
