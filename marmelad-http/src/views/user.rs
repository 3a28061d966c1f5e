//! Clients.

use marmelad_core::domain::user as domain;
use marmelad_core::usecases::ClientView;
use poem_openapi::{Enum, Object};

use super::{Day, Discount, Timestamp};

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, as the table has them"
)]
pub struct User {
    /// Row id.
    pub id: i64,
    /// Telegram id; negative after anonymising.
    pub telegram_id: i64,
    /// Telegram username without the @.
    pub username: Option<String>,
    /// Given name, as Telegram gives it.
    pub first_name: Option<String>,
    /// Family name, as Telegram gives it.
    pub last_name: Option<String>,
    /// What staff see; never empty.
    pub display_name: String,
    /// As the client's own contact gave it; never shown to `readonly`.
    pub phone: Option<String>,
    /// As the client chose it.
    pub gender: Gender,
    /// As the client gave it.
    pub birthday: Option<Day>,
    /// When the birthday was last given or changed.
    pub birthday_changed_at: Option<Timestamp>,
    /// The local day of the last birthday greeting.
    pub last_celebrated_on: Option<Day>,
    /// The answer of the last subscription check.
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

/// A client with what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UserDetails {
    /// The client.
    #[oai(flatten)]
    pub user: User,
    /// What would be redeemed now, the earliest to expire first.
    pub active_discounts: Vec<Discount>,
}

/// A client's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::Gender")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not said.
    Unknown,
}

impl User {
    /// What a `readonly` admin sees: everything but the phone.
    #[must_use]
    pub fn for_readonly(self) -> Self {
        Self {
            phone: None,
            ..self
        }
    }
}

impl From<&domain::User> for User {
    fn from(user: &domain::User) -> Self {
        Self {
            id: user.id.0,
            telegram_id: user.telegram_id.0,
            username: user.username.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            display_name: user.display_name.clone(),
            phone: user.phone.clone(),
            gender: user.gender.into(),
            birthday: user.birthday.map(Day),
            birthday_changed_at: user.birthday_changed_at.map(Timestamp),
            last_celebrated_on: user.last_celebrated_on.map(Day),
            is_subscribed: user.is_subscribed,
            subscription_checked_at: user.subscription_checked_at.map(Timestamp),
            is_blocked: user.is_blocked,
            is_opted_out: user.is_opted_out,
            consent_at: user.consent_at.map(Timestamp),
            consent_version: user.consent_version.clone(),
            marketing_consent_at: user.marketing_consent_at.map(Timestamp),
            tags: user.tags.clone(),
            is_test: user.is_test,
            campaign_id: user.campaign_id.map(|id| id.0),
            last_seen_at: user.last_seen_at.map(Timestamp),
            anonymized_at: user.anonymized_at.map(Timestamp),
            created_at: user.created_at.into(),
        }
    }
}

impl From<&ClientView> for UserDetails {
    fn from(view: &ClientView) -> Self {
        Self {
            user: (&view.user).into(),
            active_discounts: view.active_discounts.iter().map(Discount::from).collect(),
        }
    }
}
