//! Technical faults, as opposed to business outcomes.

/// A port failed technically. Business outcomes ("not found", "already used") are values, never this error.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The service behind the port is unreachable or refuses to work; a later retry may succeed.
    #[error("{what} is not available")]
    Unavailable {
        /// Name of the service: "the database", "Redis", …
        what: &'static str,
        #[source]
        source: BoxError,
    },
    /// A stored row cannot be decoded: a bug, or the row was edited by hand.
    #[error("row {id} of {table} does not read: {why}")]
    Corrupt { table: &'static str, id: i64, why: String },
    /// The service gave an answer that the adapter does not understand.
    #[error("{what} failed")]
    Broken {
        what: &'static str,
        #[source]
        source: BoxError,
    },
}

/// The source error of an adapter.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
