//! Onboarding: a client's first contact, consent, and the codes that follow from them.
//!
//! - `start`: `/start`, with or without a campaign's link.
//! - `consent`: consent to the processing of personal data.
//!
//! The main bot calls [`OnboardingService`], which creates the client by the clients area, joins the campaign by its
//! port, and issues discounts by the discounts area once the required consent is given. The area has no ports of its own.

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
