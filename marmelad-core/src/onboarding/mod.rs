//! Onboarding: a client's first contact, consent, and the codes that follow from it.

mod consent;
mod start;

pub use consent::*;
pub use start::*;
