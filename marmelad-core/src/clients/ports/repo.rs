//! The port of stored clients.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::audit::AuditEntry;
use crate::clients::{
    EditClient, ImportedUser, TagChange, TimelineEntry, UserEdit, UserFilter, UserList,
};
use crate::kernel::{ClientId, Moment, Page, PageRequest, PortError, TelegramId};
use crate::people::{Gender, Phone, TelegramProfile, User};

/// Stores clients, their consent and tags.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UserRepo: Send + Sync {
    /// Finds a client by row id.
    async fn find(&self, id: ClientId) -> Result<Option<User>, PortError>;

    /// Finds a client by Telegram id.
    async fn find_by_telegram_id(&self, telegram_id: TelegramId)
    -> Result<Option<User>, PortError>;

    /// A page of clients. The total is exact up to [`crate::kernel::EXACT_TOTAL`]; larger totals
    /// may be a few seconds old.
    async fn list(&self, list: UserList) -> Result<Page<User>, PortError>;

    /// Exact number of clients that match a filter.
    async fn count(&self, filter: &UserFilter, moment: Moment) -> Result<u64, PortError>;

    /// The first `limit` clients after the given one, ordered by id. Used to read all clients in portions.
    async fn portion(
        &self,
        filter: &UserFilter,
        moment: Moment,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<User>, PortError>;

    /// Creates the client, or refreshes name, search words and last contact. Simultaneous contacts
    /// create one row. A client who writes no longer blocks the bot.
    async fn upsert(&self, command: UpsertUser) -> Result<Upserted, PortError>;

    /// Records the answer of a real subscription check.
    async fn record_subscription(
        &self,
        id: ClientId,
        is_subscribed: bool,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Changes one property of a client. Returns the client after the change; `None` when the
    /// client does not exist or the change's condition fails.
    async fn change(&self, command: ChangeUser) -> Result<Option<User>, PortError>;

    /// Applies a change by staff with the resulting search words, and adds the differing fields to
    /// the audit entry by [`crate::clients::describe_user_edit`]. Writes nothing when nothing
    /// differs. A client's `is_test` is copied to the client's discounts and purchases.
    async fn edit(&self, command: EditUser) -> Result<EditClient, PortError>;

    /// Adds and removes tags of clients who are not anonymised.
    async fn tag(&self, command: TagUsers) -> Result<TaggedUsers, PortError>;

    /// Adds unknown clients of a file and changes the others. Returns the result for each client, in order.
    async fn import(&self, command: ImportUsers) -> Result<Vec<Imported>, PortError>;

    /// A page of a client's timeline, newest first.
    async fn timeline(
        &self,
        id: ClientId,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TimelineEntry>, PortError>;

    /// Erases the personal data and revokes unused codes; see docs/ARCHITECTURE.md. `false` when
    /// the client does not exist or is already anonymised.
    async fn anonymize(&self, command: AnonymizeUser) -> Result<bool, PortError>;
}

/// A contact by a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsertUser {
    pub profile: TelegramProfile,
    /// Whether the configuration lists the person as a test user.
    pub is_test: bool,
    pub now: DateTime<Utc>,
}

/// Result of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted {
    pub user: User,
    /// Whether this contact created the client. Exactly one of simultaneous calls gets `true`.
    pub is_new: bool,
}

/// A change of one property of a client.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeUser {
    pub id: ClientId,
    pub change: UserChange,
    pub now: DateTime<Utc>,
    /// Written in the same transaction, when an admin or operator makes the change.
    pub audit: Option<AuditEntry>,
}

/// Properties that the client or Telegram changes.
#[derive(Debug, Clone, PartialEq)]
pub enum UserChange {
    /// Birthday given or changed; sets `birthday_changed_at`.
    Birthday {
        date: NaiveDate,
        /// The change fails if the birthday was changed after this instant; `None` = no such condition.
        unless_changed_after: Option<DateTime<Utc>>,
    },
    /// Phone from the client's own contact.
    Phone(Phone),
    Gender(Gender),
    /// Opted out of marketing (`true`) or not (`false`).
    OptedOut(bool),
    /// Consent to the processing of personal data.
    Consent {
        /// Version of the policy that the client consented to.
        version: String,
    },
    MarketingConsent,
    /// The client blocked the bot (`true`) or unblocked it (`false`).
    Blocked(bool),
}

/// A change of a client by staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUser {
    pub id: ClientId,
    pub edit: UserEdit,
    pub now: DateTime<Utc>,
    /// Written in the same transaction; the store adds the fields that differ.
    pub audit: AuditEntry,
}

/// A change of tags of some clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUsers {
    /// Some hundred clients at most; unknown ones are ignored.
    pub ids: Vec<ClientId>,
    pub change: TagChange,
    pub now: DateTime<Utc>,
    /// Written in the same transaction, if any client changes.
    pub audit: Option<AuditEntry>,
}

/// Result of a change of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaggedUsers {
    /// Existing clients, without anonymised ones.
    pub found: u64,
    /// Clients whose tags changed.
    pub changed: u64,
    /// Clients left unchanged because they would have too many tags.
    pub full: u64,
}

/// A portion of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportUsers {
    /// Unique Telegram ids; some hundred clients at most.
    pub users: Vec<ImportedUser>,
    /// A dry run returns the results and writes nothing.
    pub is_dry_run: bool,
    pub now: DateTime<Utc>,
    /// Written in the same transaction, if any client is added or changed.
    pub audit: Option<AuditEntry>,
}

/// Result for one imported client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    Created,
    Updated,
    /// The client already has these values.
    Unchanged,
}

/// An erasure of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnonymizeUser {
    pub id: ClientId,
    pub now: DateTime<Utc>,
    pub audit: AuditEntry,
}
