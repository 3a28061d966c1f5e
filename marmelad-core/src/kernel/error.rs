//! Faults: what goes wrong outside the business's rules.

/// A port could not do its work. Business outcomes ("not found", "already used") are never errors.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The thing behind the port cannot be reached or refuses to work; trying later may help.
    #[error("{what} is not available")]
    Unavailable {
        /// Which thing: "the database", "Redis", …
        what: &'static str,
        #[source]
        source: BoxError,
    },
    /// What is stored cannot be read back: a bug, or somebody edited it by hand.
    #[error("row {id} of {table} does not read: {why}")]
    Corrupt {
        table: &'static str,
        id: i64,
        why: String,
    },
    /// The thing answered what it never should.
    #[error("{what} failed")]
    Broken {
        what: &'static str,
        #[source]
        source: BoxError,
    },
}

/// Any adapter's error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
