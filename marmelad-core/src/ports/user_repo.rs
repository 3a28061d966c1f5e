//! Clients.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use super::PortError;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::{TelegramId, UserId};
use crate::domain::page::{Page, PageRequest};
use crate::domain::user::{Gender, Phone, TelegramProfile, User};

/// Stores clients.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UserRepo: Send + Sync {
    /// By row id.
    async fn find(&self, id: UserId) -> Result<Option<User>, PortError>;

    /// By Telegram id.
    async fn find_by_telegram_id(&self, telegram_id: TelegramId)
    -> Result<Option<User>, PortError>;

    /// A page of clients, newest first, test users left out unless wanted.
    async fn list(&self, filter: UserFilter, page: PageRequest) -> Result<Page<User>, PortError>;

    /// Creates the client or refreshes name, search words and last contact; one row however many
    /// contacts arrive at once. Somebody who writes has not blocked the bot.
    async fn upsert(&self, command: UpsertUser) -> Result<Upserted, PortError>;

    /// Records the answer of a real subscription check.
    async fn record_subscription(
        &self,
        id: UserId,
        is_subscribed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Changes one thing about a client. Answers the client as they are now; `None` when there is none,
    /// or the change's own condition does not hold.
    async fn change(&self, command: ChangeUser) -> Result<Option<User>, PortError>;

    /// Removes everything personal and revokes unused codes; see docs/ARCHITECTURE.md. `false` when
    /// there is no such client or nothing is left to remove.
    async fn anonymize(&self, command: AnonymizeUser) -> Result<bool, PortError>;
}

/// Which clients are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// Every word must begin one of the client's search words; digits may also end the phone or be the
    /// Telegram id.
    pub search: Option<String>,
    /// Test users too.
    pub include_test: bool,
}

/// A contact by a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsertUser {
    /// Who.
    pub profile: TelegramProfile,
    /// Whether the configuration names them as a test user.
    pub is_test: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted {
    /// The client as they are now.
    pub user: User,
    /// Whether this contact created them. Exactly one of simultaneous callers gets `true`.
    pub is_new: bool,
}

/// A change of one client.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeUser {
    /// Whom.
    pub id: UserId,
    /// What.
    pub change: UserChange,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it, when an admin or operator makes the change.
    pub audit: Option<AuditEntry>,
}

/// What can change about a client.
#[derive(Debug, Clone, PartialEq)]
pub enum UserChange {
    /// Birthday given or changed; `birthday_changed_at` becomes now.
    Birthday {
        /// The date.
        date: NaiveDate,
        /// Not when it was last changed after this instant; `None` = whenever that was.
        unless_changed_after: Option<DateTime<Utc>>,
    },
    /// Phone from their own contact.
    Phone(Phone),
    /// Gender.
    Gender(Gender),
    /// No marketing (`true`) or marketing again (`false`).
    OptedOut(bool),
    /// Consent to the processing of personal data.
    Consent {
        /// To which version of the policy.
        version: String,
    },
    /// Consent to marketing.
    MarketingConsent,
    /// Telegram says they blocked the bot (`true`) or came back (`false`).
    Blocked(bool),
}

/// Who is forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnonymizeUser {
    /// Whom.
    pub id: UserId,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it.
    pub audit: AuditEntry,
}
