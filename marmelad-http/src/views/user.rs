//! Clients.

use marmelad_core::people as domain;
use poem_openapi::Object;

use super::{Day, Timestamp, Viewer, words};

words! {
    /// Gender of a client.
    Gender mirrors domain::Gender {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// Not given.
        Unknown = "unknown",
    }
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of the table")]
pub struct User {
    /// Id of the client; kept when the client is anonymised.
    pub id: i64,
    /// Telegram id of the client; negative after anonymising.
    pub telegram_id: i64,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// First name in Telegram.
    pub first_name: Option<String>,
    /// Last name in Telegram.
    pub last_name: Option<String>,
    /// Name shown to staff; never empty.
    pub display_name: String,
    /// Phone that the client shared; hidden from `readonly` admins.
    pub phone: Option<String>,
    /// Gender that the client chose.
    pub gender: Gender,
    /// Birthday that the client gave.
    pub birthday: Option<Day>,
    /// When the birthday was last given or changed.
    pub birthday_changed_at: Option<Timestamp>,
    /// Result of the last subscription check.
    pub is_subscribed: bool,
    /// When the subscription was last checked.
    pub subscription_checked_at: Option<Timestamp>,
    /// Whether the client blocked the bot.
    pub is_blocked: bool,
    /// Whether the client opted out of marketing.
    pub is_opted_out: bool,
    /// When the client consented to the processing of personal data.
    pub consent_at: Option<Timestamp>,
    /// Version of the privacy policy that the client accepted.
    pub consent_version: Option<String>,
    /// When the client consented to marketing.
    pub marketing_consent_at: Option<Timestamp>,
    /// Tags set by staff.
    pub tags: Vec<String>,
    /// Whether this is a test user, hidden from lists and reports.
    pub is_test: bool,
    /// Campaign that brought the client.
    pub campaign_id: Option<i64>,
    /// When the client last wrote or pressed a button.
    pub last_seen_at: Option<Timestamp>,
    /// When personal data was removed.
    pub anonymized_at: Option<Timestamp>,
    /// First contact.
    pub created_at: Timestamp,
}

impl User {
    /// As a viewer sees them.
    pub fn for_viewer(user: domain::User, viewer: Viewer) -> Self {
        let user = Self::from(user);
        Self { phone: viewer.phone(user.phone), ..user }
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
