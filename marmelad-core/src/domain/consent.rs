//! Consent to the processing of personal data.

use super::marketing::{ContactState, MessageClass, may_send};
use super::settings::Settings;
use super::user::User;

/// What the privacy policy asks of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// No policy is set: there is no such step.
    NotAsked,
    /// The client agreed.
    Given,
    /// The client must agree before phone, birthday and codes.
    Needed,
}

/// Whether the client wants and may get marketing. Whether Telegram delivers to the client is another matter.
pub fn gets_marketing(settings: &Settings, user: &User) -> bool {
    let reachable = ContactState {
        is_anonymized: false,
        is_blocked: false,
        ..ContactState::from(user)
    };
    let needs_consent = settings.privacy_policy_url().is_some();
    may_send(MessageClass::Marketing, reachable, needs_consent).is_ok()
}

/// Decides from the settings and the client's record.
pub fn consent_state(settings: &Settings, user: &User) -> ConsentState {
    match (settings.privacy_policy_url(), user.consent_at) {
        (None, _) => ConsentState::NotAsked,
        (Some(_), Some(_)) => ConsentState::Given,
        (Some(_), None) => ConsentState::Needed,
    }
}
