//! Opening the database by its address.

use std::path::PathBuf;

use marmelad_core::kernel::BoxError;
use marmelad_core::settings::BootDefaults;

use super::{SqlStore, mysql, sqlite};

/// Opens the database at `url`: `sqlite:path` or `mysql://user:password@host:port/name`.
///
/// Connects once, so that a wrong address fails at the start; nothing is migrated yet.
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
    /// Settings that the configuration decides.
    pub settings: BootDefaults,
    /// Whether a missing SQLite file is created (`migrate`, `demo`, dev start) or an error.
    pub create_if_missing: bool,
    /// The most MySQL connections, or SQLite connections for reading.
    pub max_connections: u32,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self { settings: BootDefaults::default(), create_if_missing: true, max_connections: 16 }
    }
}

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither `sqlite:` nor `mysql:`.
    #[error("a database address begins with sqlite: or mysql://")]
    UnknownScheme,
    /// The address is malformed.
    #[error("the database address is not well formed")]
    BadAddress(#[source] BoxError),
    /// In memory every connection would have its own database.
    #[error(
        "a database in memory cannot be shared; give the path of a file, such as sqlite:marmelad.db"
    )]
    InMemory,
    /// The file does not exist.
    #[error("there is no database at {}; run `marmelad-cli migrate` to make it", .0.display())]
    FileMissing(PathBuf),
    /// The file or its folder cannot be used.
    #[error("the database file {} cannot be opened", path.display())]
    FileUnusable {
        path: PathBuf,
        #[source]
        source: BoxError,
    },
    /// Another process has locked the file.
    #[error("the database file {} is locked by another process", .0.display())]
    FileLocked(PathBuf),
    /// The file is not an SQLite database.
    #[error("{} is not an SQLite database", .0.display())]
    NotADatabase(PathBuf),
    /// The server (`host:port`) does not answer.
    #[error("the database server at {server} does not answer")]
    ServerAway {
        server: String,
        #[source]
        source: BoxError,
    },
    /// Wrong user or password, or no access to the database.
    #[error("the database server at {server} refuses the user or its password")]
    AccessDenied {
        server: String,
        #[source]
        source: BoxError,
    },
    /// The server has no such database.
    #[error("the database server at {server} has no database of that name; create it first")]
    NoSuchDatabase { server: String },
    /// Any other error of the driver.
    #[error("the database cannot be opened")]
    Other(#[source] BoxError),
}
