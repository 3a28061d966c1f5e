//! Clients.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::{Address, CampaignId, ClientId, TelegramId};

/// A client or a test user: a row of `users`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, as the table has them")]
pub struct User {
    /// Id inside the system; survives anonymising.
    pub id: ClientId,
    /// Telegram's user id; negative after anonymising.
    pub telegram_id: TelegramId,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// The name shown to staff; never empty.
    pub display_name: String,
    /// Phone number from the client's own Telegram contact.
    pub phone: Option<String>,
    pub gender: Gender,
    pub birthday: Option<NaiveDate>,
    /// When the birthday was last given or changed.
    pub birthday_changed_at: Option<DateTime<Utc>>,
    /// The local day of the last birthday greeting.
    pub last_celebrated_on: Option<NaiveDate>,
    /// Result of the last subscription check against Telegram.
    pub is_subscribed: bool,
    pub subscription_checked_at: Option<DateTime<Utc>>,
    /// Telegram refuses to deliver messages to the client.
    pub is_blocked: bool,
    /// The client opted out of marketing.
    pub is_opted_out: bool,
    /// When the client consented to the processing of personal data.
    pub consent_at: Option<DateTime<Utc>>,
    /// The policy version consented to.
    pub consent_version: Option<String>,
    pub marketing_consent_at: Option<DateTime<Utc>>,
    /// Free tags set by owners.
    pub tags: Vec<String>,
    /// A test user, hidden from lists and reports.
    pub is_test: bool,
    /// The campaign that brought the client; never changes.
    pub campaign_id: Option<CampaignId>,
    /// The last message or press.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When personal data was removed.
    pub anonymized_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl User {
    /// Where the client is reached.
    pub fn address(&self) -> Address {
        self.telegram_id.into()
    }

    /// The Telegram profile at the last contact.
    pub fn profile(&self) -> TelegramProfile {
        TelegramProfile {
            telegram_id: self.telegram_id,
            username: self.username.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
        }
    }

    /// Whether staff changed the display name; contacts then leave it unchanged.
    pub fn is_named_by_staff(&self) -> bool {
        self.display_name != self.profile().display_name()
    }

    /// Folded words for search: Telegram's names and the name given by staff.
    pub fn search_terms(&self) -> Vec<String> {
        let mut terms = self.profile().search_terms();
        if self.is_named_by_staff() {
            terms.extend(fold_words(&self.display_name));
            terms.sort_unstable();
            terms.dedup();
        }
        terms
    }
}

/// Gender of a client, as stored in `users.gender`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    Male,
    Female,
    #[default]
    Unknown,
}

crate::kernel::text_enum!(Gender {
    Male => "male",
    Female => "female",
    Unknown => "unknown",
});

/// Profile of the sender, as Telegram gives it with an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelegramProfile {
    pub telegram_id: TelegramId,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

impl TelegramProfile {
    /// Display name: first and last name, else @username, else «Клиент 42»; one line of at most 128 characters.
    pub fn display_name(&self) -> String {
        let names = [self.first_name.as_deref(), self.last_name.as_deref()];
        let full = names
            .into_iter()
            .flatten()
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>()
            .join(" ");
        let name = match (full.is_empty(), self.username.as_deref()) {
            (false, _) => full,
            (true, Some(username)) if !username.is_empty() => format!("@{username}"),
            _ => format!("Клиент {}", self.telegram_id),
        };
        name.chars().take(128).collect()
    }

    /// Folded words for search: lower case, ё=е, letters and digits only.
    pub fn search_terms(&self) -> Vec<String> {
        let mut terms: Vec<String> = [&self.first_name, &self.last_name, &self.username]
            .into_iter()
            .flatten()
            .flat_map(|text| fold_words(text))
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// Splits a text into lower-case words of at most 64 characters with ё=е. Only letters and digits are part of words.
pub fn fold_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ё', "е").chars().take(64).collect())
        .collect()
}

/// A phone number: digits with a leading +, which Telegram may leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// The number with its leading plus: `+79001234567`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits only, for search.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if (5..=15).contains(&digits.len()) {
            Ok(Self(format!("+{digits}")))
        } else {
            Err(NotAPhone)
        }
    }
}

/// The text does not hold 5–15 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a phone number has 5 to 15 digits")]
pub struct NotAPhone;

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(first: Option<&str>, last: Option<&str>, username: Option<&str>) -> TelegramProfile {
        TelegramProfile {
            telegram_id: TelegramId(42),
            username: username.map(Into::into),
            first_name: first.map(Into::into),
            last_name: last.map(Into::into),
        }
    }

    #[test]
    fn a_display_name_is_never_empty_and_one_line() {
        assert_eq!(profile(Some("Анна\n"), Some(" Ли "), None).display_name(), "Анна Ли");
        assert_eq!(profile(Some(" "), None, Some("anna")).display_name(), "@anna");
        assert_eq!(profile(None, None, None).display_name(), "Клиент 42");
        assert_eq!(profile(Some(&"я".repeat(500)), None, None).display_name().chars().count(), 128);
    }

    #[test]
    fn search_terms_are_folded() {
        assert_eq!(
            profile(Some("Алёна-Мария"), Some("O'Нил"), Some("Al_42")).search_terms(),
            ["42", "al", "o", "алена", "мария", "нил"]
        );
    }

    #[test]
    fn phones_are_digits() {
        let phone: Phone = "8 (900) 123-45-67".parse().unwrap();
        assert_eq!((phone.as_str(), phone.digits()), ("+89001234567", "89001234567"));
        assert!("12".parse::<Phone>().is_err());
    }
}
