//! Consent to the processing of personal data and to marketing.

use crate::clients::{ClientService, ContactState, MessageClass, may_send};
use crate::kernel::PortError;
use crate::people::User;
use crate::settings::Settings;

/// Whether a client still has to consent to the privacy policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// No privacy policy is set, so no consent is required.
    NotAsked,
    Given,
    /// The client must consent before giving a phone or birthday and before receiving codes.
    Needed,
}

/// Whether the client wants and may get marketing. Whether Telegram delivers to the client is another matter.
pub fn gets_marketing(settings: &Settings, user: &User) -> bool {
    let reachable =
        ContactState { is_anonymized: false, is_blocked: false, ..ContactState::from(user) };
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

impl ClientService {
    /// Whether the client must consent before giving a phone or birthday and before receiving codes.
    pub async fn needs_consent(&self, user: &User) -> Result<bool, PortError> {
        let settings = self.context.settings().await?;
        Ok(consent_state(&settings, user) == ConsentState::Needed)
    }
}
