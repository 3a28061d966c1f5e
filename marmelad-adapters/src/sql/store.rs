//! The opened database with every port that it serves.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::alerts::Alerts;
use marmelad_core::audit::AuditRepo;
use marmelad_core::broadcasts::{BroadcastLedger, BroadcastRepo};
use marmelad_core::calendar::Calendar;
use marmelad_core::campaigns::CampaignRepo;
use marmelad_core::clients::UserRepo;
use marmelad_core::discounts::{DiscountLists, DiscountRepo, TemplateRepo, WrongCodeLimiter};
use marmelad_core::intake::{DialogueStore, UpdateInbox};
use marmelad_core::kernel::{BoxError, PortError};
use marmelad_core::media::MediaRepo;
use marmelad_core::notifications::Outbox;
use marmelad_core::orders::OrderRepo;
use marmelad_core::reports::Reports;
use marmelad_core::segments::SegmentRepo;
use marmelad_core::sessions::{IdempotencyKeys, LoginTokens, Sessions};
use marmelad_core::settings::{BootDefaults, SettingsRepo};
use marmelad_core::staff::{AdminRepo, CashierRepo};
use marmelad_core::system::{Health, Leases, ProcessRegistry, SchemaState};

use super::seed::{SeedClient, SeedShops, Seeded, Seeder};
use super::{mysql, sqlite};
use crate::rate_limiter::RateStore;

/// Opens the database at `url`: `sqlite:path` or `mysql://user:password@host:port/name`.
///
/// Connects once, so that a wrong address is told at the start; nothing is migrated yet.
pub async fn connect(url: &str, options: SqlOptions) -> Result<SqlStore, ConnectError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => sqlite::open(url, options).await,
        Some("mysql") => mysql::open(url, options).await,
        _ => Err(ConnectError::UnknownScheme),
    }
}

/// How the database is opened.
#[derive(Debug, Clone)]
pub struct SqlOptions {
    /// What the configuration decides about settings.
    pub settings: BootDefaults,
    /// Whether a missing SQLite file is made (`migrate`, `demo`, dev start) or an error.
    pub create_if_missing: bool,
    /// Connections at most: MySQL connections, SQLite connections for reading.
    pub max_connections: u32,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self {
            settings: BootDefaults::default(),
            create_if_missing: true,
            max_connections: 16,
        }
    }
}

/// Every port that the database serves. Cheap to clone.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port")]
pub struct SqlStore {
    pub alerts: Arc<dyn Alerts>,
    pub admins: Arc<dyn AdminRepo>,
    pub audit: Arc<dyn AuditRepo>,
    pub broadcasts: Arc<dyn BroadcastRepo>,
    pub calendar: Arc<dyn Calendar>,
    pub campaigns: Arc<dyn CampaignRepo>,
    pub cashiers: Arc<dyn CashierRepo>,
    pub dialogues: Arc<dyn DialogueStore>,
    pub discount_lists: Arc<dyn DiscountLists>,
    pub discounts: Arc<dyn DiscountRepo>,
    pub health: Arc<dyn Health>,
    pub idempotency: Arc<dyn IdempotencyKeys>,
    pub inbox: Arc<dyn UpdateInbox>,
    pub leases: Arc<dyn Leases>,
    pub ledger: Arc<dyn BroadcastLedger>,
    pub login_tokens: Arc<dyn LoginTokens>,
    pub sessions: Arc<dyn Sessions>,
    pub media: Arc<dyn MediaRepo>,
    pub orders: Arc<dyn OrderRepo>,
    pub outbox: Arc<dyn Outbox>,
    pub processes: Arc<dyn ProcessRegistry>,
    pub rates: Arc<dyn RateStore>,
    pub reports: Arc<dyn Reports>,
    pub segments: Arc<dyn SegmentRepo>,
    pub settings: Arc<dyn SettingsRepo>,
    pub templates: Arc<dyn TemplateRepo>,
    pub users: Arc<dyn UserRepo>,
    pub wrong_codes: Arc<dyn WrongCodeLimiter>,
    pub(super) schema: Arc<dyn Schema>,
    pub(super) seeder: Arc<dyn Seeder>,
}

impl SqlStore {
    /// Applies the migrations that are missing and, where there is no template at all, adds the two
    /// that every shop begins with. Safe when several processes do it at once. Answers how many
    /// migrations it applied.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<usize, MigrateError> {
        let applied = self.schema.migrate().await?;
        self.schema.seed(now).await?;
        Ok(applied)
    }

    /// How far the database is migrated.
    pub async fn status(&self) -> Result<SchemaState, PortError> {
        self.health.database().await
    }

    /// Fills a migrated database without clients; one that has some is left as it is.
    pub async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError> {
        self.seeder.seed(shops, clients).await
    }

    /// Copies an SQLite database as it is at one instant, while everything goes on; an existing file only if it is to
    /// be replaced, and only when the copy is whole. Answers the copy's length in bytes.
    pub async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError> {
        self.schema.backup(to, replace).await
    }

    /// Connections that are open now.
    pub fn connections(&self) -> Connections {
        self.schema.connections()
    }

    /// Closes every connection, after the queries that run.
    pub async fn close(&self) {
        self.schema.close().await;
    }
}

/// The life of the database itself.
#[async_trait]
pub(super) trait Schema: Send + Sync {
    async fn migrate(&self) -> Result<usize, MigrateError>;
    async fn seed(&self, now: DateTime<Utc>) -> Result<(), PortError>;
    async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError>;
    fn connections(&self) -> Connections;
    async fn close(&self);
}

/// Connections of this process to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Working.
    pub used: u32,
    /// Open and free.
    pub idle: u32,
    /// So many there may be.
    pub max: u32,
}

impl Connections {
    /// Of one pool.
    pub(super) fn of<DB: sqlx::Database>(pool: &sqlx::Pool<DB>) -> Self {
        let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
        Self {
            used: pool.size().saturating_sub(idle),
            idle,
            max: pool.options().get_max_connections(),
        }
    }
}

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither `sqlite:` nor `mysql:`.
    #[error("a database address begins with sqlite: or mysql://")]
    UnknownScheme,
    /// The address does not read.
    #[error("the database address is not well formed")]
    BadAddress(#[source] BoxError),
    /// Every connection would have a database of its own.
    #[error(
        "a database in memory cannot be shared; give the path of a file, such as sqlite:marmelad.db"
    )]
    InMemory,
    /// There is no such file.
    #[error("there is no database at {}; run `marmelad-cli migrate` to make it", .0.display())]
    FileMissing(PathBuf),
    /// The file or its folder cannot be used.
    #[error("the database file {} cannot be opened", path.display())]
    FileUnusable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: BoxError,
    },
    /// Somebody holds it.
    #[error("the database file {} is locked by another process", .0.display())]
    FileLocked(PathBuf),
    /// The file is something else.
    #[error("{} is not an SQLite database", .0.display())]
    NotADatabase(PathBuf),
    /// Nobody answers there.
    #[error("the database server at {server} does not answer")]
    ServerAway {
        /// Host and port.
        server: String,
        /// What the system says.
        #[source]
        source: BoxError,
    },
    /// Wrong user or password, or no right to the database.
    #[error("the database server at {server} refuses the user or its password")]
    AccessDenied {
        /// Host and port.
        server: String,
        /// What it says.
        #[source]
        source: BoxError,
    },
    /// The server has no such database.
    #[error("the database server at {server} has no database of that name; create it first")]
    NoSuchDatabase {
        /// Host and port.
        server: String,
    },
    /// Anything else.
    #[error("the database cannot be opened")]
    Other(#[source] BoxError),
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file already.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The copy would take the database's own place.
    #[error("that is the database itself")]
    Itself,
    /// SQLite takes no such path.
    #[error("the path is not valid UTF-8")]
    NotText,
    /// The place cannot be used.
    #[error("{} cannot be written", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The database could not be read, or the copy not be written: a full disk, say.
    #[error("the database could not be copied")]
    Database(#[source] BoxError),
    /// A database server has programs of its own for that.
    #[error("only an SQLite database can be copied so")]
    Server,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The lock that keeps two processes from migrating at once.
    #[error("the lock file {} cannot be used", path.display())]
    Lock {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Another process migrates and does not come to an end.
    #[error("another process is migrating the database and has not finished; try again later")]
    Busy,
    /// A migration failed, or the database holds others than this program knows.
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database itself.
    #[error("the migrated database could not be prepared")]
    Database(#[from] PortError),
}
