//! Clients.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::audit::AuditEntry;
use crate::clients::{ImportedUser, TagChange, TimelineEntry, UserEdit, UserFilter, UserList};
use crate::kernel::{Moment, Page, PageRequest, PortError, TelegramId, UserId};
use crate::people::{Gender, Phone, TelegramProfile, User};

/// Stores clients.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UserRepo: Send + Sync {
    /// By row id.
    async fn find(&self, id: UserId) -> Result<Option<User>, PortError>;

    /// By Telegram id.
    async fn find_by_telegram_id(&self, telegram_id: TelegramId)
    -> Result<Option<User>, PortError>;

    /// A page of clients. The total is exact up to [`crate::kernel::EXACT_TOTAL`], above that it may
    /// be a few seconds old.
    async fn list(&self, list: UserList) -> Result<Page<User>, PortError>;

    /// How many clients a filter means, exactly.
    async fn count(&self, filter: &UserFilter, moment: Moment) -> Result<u64, PortError>;

    /// The first `limit` clients after one, in the order of their ids: for whoever takes all of them, however
    /// many, a portion at a time.
    async fn portion(
        &self,
        filter: &UserFilter,
        moment: Moment,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<User>, PortError>;

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

    /// Changes what staff may change, with the search words that follow from it, and writes the audit entry with what
    /// differs by [`crate::clients::describe_user_edit`]; nothing is written when nothing differs. Discounts and purchases become a
    /// test user's with the client.
    async fn edit(&self, command: EditUser) -> Result<EditUserOutcome, PortError>;

    /// Adds and takes away tags of clients who were not anonymised.
    async fn tag(&self, command: TagUsers) -> Result<TaggedUsers, PortError>;

    /// Adds the clients of a file who are not known, and changes the others. Answers what became of each, in order.
    async fn import(&self, command: ImportUsers) -> Result<Vec<Imported>, PortError>;

    /// A page of what happened with a client, the newest first.
    async fn timeline(
        &self,
        id: UserId,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TimelineEntry>, PortError>;

    /// Removes everything personal and revokes unused codes; see docs/ARCHITECTURE.md. `false` when
    /// there is no such client or nothing is left to remove.
    async fn anonymize(&self, command: AnonymizeUser) -> Result<bool, PortError>;
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

/// A change of a client by staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUser {
    /// Whom.
    pub id: UserId,
    /// What.
    pub edit: UserEdit,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it; the store fills in what differs.
    pub audit: AuditEntry,
}

/// What came of a change by staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditUserOutcome {
    /// As they are now.
    Edited(Box<User>),
    /// No such client.
    NotFound,
    /// They were anonymised and stay so.
    Anonymized,
}

/// Tags of some clients to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUsers {
    /// Whose; some hundreds at most. Those who are not there are left out.
    pub ids: Vec<UserId>,
    /// How.
    pub change: TagChange,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it, if any of them changes.
    pub audit: Option<AuditEntry>,
}

/// What came of changing tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaggedUsers {
    /// Who is there.
    pub found: u64,
    /// Whose tags are others now.
    pub changed: u64,
    /// Who would have too many and keeps the old ones.
    pub full: u64,
}

/// Some clients of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportUsers {
    /// Each Telegram id once; some hundreds at most.
    pub users: Vec<ImportedUser>,
    /// Nothing is kept: only what would become of them is wanted.
    pub is_dry_run: bool,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it, if any of them is new or changes.
    pub audit: Option<AuditEntry>,
}

/// What became of a client of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// Added.
    Created,
    /// Changed.
    Updated,
    /// Known like this already.
    Unchanged,
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
