//! Clients.

use marmelad_core::domain::user as domain;
use poem_openapi::Object;

use super::{Day, Timestamp, Viewer, words};

words! {
    /// A client's gender.
    Gender mirrors domain::Gender {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// Not said.
        Unknown = "unknown",
    }
}

/// A client, or a test user.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of the table")]
pub struct User {
    /// Row id; survives anonymising.
    pub id: i64,
    /// Telegram's id; negative after anonymising.
    pub telegram_id: i64,
    /// Without the @.
    pub username: Option<String>,
    /// As Telegram gives it.
    pub first_name: Option<String>,
    /// As Telegram gives it.
    pub last_name: Option<String>,
    /// What staff see; never empty.
    pub display_name: String,
    /// As the client's own contact gave it; left out for `readonly` admins.
    pub phone: Option<String>,
    /// As the client chose it.
    pub gender: Gender,
    /// As the client gave it.
    pub birthday: Option<Day>,
    /// When the birthday was last given or changed.
    pub birthday_changed_at: Option<Timestamp>,
    /// The answer of the last real subscription check.
    pub is_subscribed: bool,
    /// When that was.
    pub subscription_checked_at: Option<Timestamp>,
    /// Telegram refuses to deliver to them.
    pub is_blocked: bool,
    /// Asked for no marketing.
    pub is_opted_out: bool,
    /// When they agreed to the processing of personal data.
    pub consent_at: Option<Timestamp>,
    /// To which version of the policy.
    pub consent_version: Option<String>,
    /// When they agreed to marketing.
    pub marketing_consent_at: Option<Timestamp>,
    /// Free words of the owners.
    pub tags: Vec<String>,
    /// Hidden from lists and reports.
    pub is_test: bool,
    /// The campaign that brought them.
    pub campaign_id: Option<i64>,
    /// The last message or press.
    pub last_seen_at: Option<Timestamp>,
    /// When personal data was removed.
    pub anonymized_at: Option<Timestamp>,
    /// The first contact.
    pub created_at: Timestamp,
}

impl User {
    /// As a viewer sees them.
    pub fn for_viewer(user: domain::User, viewer: Viewer) -> Self {
        let user = Self::from(user);
        Self {
            phone: viewer.phone(user.phone),
            ..user
        }
    }
}

impl From<domain::User> for User {
    fn from(user: domain::User) -> Self {
        Self {
            id: user.id.0,
            telegram_id: user.telegram_id.0,
            username: user.username,
            first_name: user.first_name,
            last_name: user.last_name,
            display_name: user.display_name,
            phone: user.phone,
            gender: user.gender.into(),
            birthday: user.birthday.map(Into::into),
            birthday_changed_at: user.birthday_changed_at.map(Into::into),
            is_subscribed: user.is_subscribed,
            subscription_checked_at: user.subscription_checked_at.map(Into::into),
            is_blocked: user.is_blocked,
            is_opted_out: user.is_opted_out,
            consent_at: user.consent_at.map(Into::into),
            consent_version: user.consent_version,
            marketing_consent_at: user.marketing_consent_at.map(Into::into),
            tags: user.tags,
            is_test: user.is_test,
            campaign_id: user.campaign_id.map(|id| id.0),
            last_seen_at: user.last_seen_at.map(Into::into),
            anonymized_at: user.anonymized_at.map(Into::into),
            created_at: user.created_at.into(),
        }
    }
}
