//! Consent to the processing of personal data and to marketing.

use crate::clients::ClientService;
use crate::clients::{ContactState, MessageClass, may_send};
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

/// Whether broadcasts, greetings and reminders may be sent to the client: consented, where a policy
/// is set, and not opted out. Says nothing about whether the client blocked the bot.
pub fn gets_marketing(settings: &Settings, user: &User) -> bool {
    !user.is_opted_out
        && (settings.privacy_policy_url().is_none() || user.marketing_consent_at.is_some())
}

/// Facts that decide whether marketing may be sent to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, as the table has them"
)]
pub struct Reach {
    /// Telegram refuses to deliver to the client.
    pub is_blocked: bool,
    /// The client opted out of marketing.
    pub is_opted_out: bool,
    /// The client's personal data was erased.
    pub is_anonymized: bool,
    /// The client consented to marketing.
    pub has_agreed: bool,
}

impl Reach {
    /// Whether greetings and reminders may be sent. Where a policy is set (`needs_consent`), the
    /// client must have consented to marketing.
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
    /// Whether the client must consent before giving a phone or birthday and before receiving codes.
    pub async fn needs_consent(&self, user: &User) -> Result<bool, PortError> {
        let settings = self.context.settings().await?;
        Ok(consent_state(&settings, user) == ConsentState::Needed)
    }
}
