//! Consent to the processing of personal data.

use crate::clients::ClientService;
use crate::kernel::PortError;
use crate::people::User;
use crate::settings::Settings;

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

/// Whether the client gets broadcasts, greetings and reminders: wanted, where a policy asks, and not
/// refused since. Whether the client can be reached is another matter.
pub fn gets_marketing(settings: &Settings, user: &User) -> bool {
    !user.is_opted_out
        && (settings.privacy_policy_url().is_none() || user.marketing_consent_at.is_some())
}

/// What decides whether marketing may go to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, as the table has them"
)]
pub struct Reach {
    /// Telegram refuses to deliver to them.
    pub is_blocked: bool,
    /// Asked for no marketing.
    pub is_opted_out: bool,
    /// Personal data was removed.
    pub is_anonymized: bool,
    /// Agreed to marketing.
    pub has_agreed: bool,
}

impl Reach {
    /// Whether greetings and reminders go to them; where a policy is set (`needs_consent`) they must have agreed.
    pub const fn gets_marketing(self, needs_consent: bool) -> bool {
        !self.is_blocked
            && !self.is_opted_out
            && !self.is_anonymized
            && (self.has_agreed || !needs_consent)
    }
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
    /// Whether the client must consent before codes, phone and birthday.
    pub async fn needs_consent(&self, user: &User) -> Result<bool, PortError> {
        let settings = self.context.settings().await?;
        Ok(consent_state(&settings, user) == ConsentState::Needed)
    }
}
