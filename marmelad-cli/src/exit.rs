//! Results of commands: exit codes and one-line errors.

use std::process::ExitCode;

use marmelad_adapters::bootstrap::BootstrapError;
use marmelad_adapters::config::ConfigError;
use marmelad_adapters::sql::{ConnectError, MigrateError};
use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use serde_json::{Value, json};

/// The exit codes, a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Ok = 0,
    /// The database, the network or the machine.
    Failure = 1,
    /// Wrong arguments or a wrong configuration.
    Usage = 2,
    NotFound = 3,
    /// The code is used up.
    AlreadyUsed = 4,
    /// The code's last day is over.
    Expired = 5,
    /// Refused by a rule: revoked, paused, wrong amount, role or state.
    Refused = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub exit: Exit,
    /// A stable word for scripts.
    pub code: &'static str,
    /// One line: what is wrong and what to do.
    pub message: String,
}

impl Failure {
    /// Any failure; line breaks in the message become `; `.
    pub fn new(exit: Exit, code: &'static str, message: impl AsRef<str>) -> Self {
        let lines = message.as_ref().lines().map(str::trim);
        let message = lines
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
            .replace(":; ", ": ");
        Self { exit, code, message }
    }

    /// Something on this machine or in the network.
    pub fn fault(code: &'static str, message: impl AsRef<str>) -> Self {
        Self::new(Exit::Failure, code, message)
    }

    pub fn usage(message: impl AsRef<str>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    pub fn not_found(message: impl AsRef<str>) -> Self {
        Self::new(Exit::NotFound, "not_found", message)
    }

    /// A business rule refuses the command.
    pub fn refused(code: &'static str, message: impl AsRef<str>) -> Self {
        Self::new(Exit::Refused, code, message)
    }

    /// The JSON form: `{"error":{"code","message"}}`.
    pub fn to_json(&self) -> Value {
        json!({ "error": { "code": self.code, "message": self.message } })
    }
}

impl From<PortError> for Failure {
    fn from(error: PortError) -> Self {
        let what = describe(&error);
        match error {
            PortError::Unavailable { .. } => Self::fault(
                "unavailable",
                format!("{what}; try again, or see what `marmelad-cli doctor` says"),
            ),
            _ => Self::fault("failure", what),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(Exit::Usage, "configuration", error.to_string())
    }
}

impl From<BootstrapError> for Failure {
    fn from(error: BootstrapError) -> Self {
        let what = describe(&error);
        match &error {
            BootstrapError::Connect { source, .. } => match source {
                ConnectError::UnknownScheme | ConnectError::BadAddress(_) => {
                    Self::new(Exit::Usage, "configuration", what)
                }
                ConnectError::FileLocked(_) => {
                    Self::fault("database", format!("{what}; stop that process, or try again"))
                }
                ConnectError::FileMissing(_) | ConnectError::NoSuchDatabase { .. } => {
                    Self::fault("database", what)
                }
                _ => Self::fault("database", format!("{what}; check DB_URL")),
            },
            BootstrapError::NotMigrated { pending } => Self::fault(
                "not_migrated",
                format!("the database lacks {pending} migrations; run `marmelad-cli migrate`"),
            ),
            _ => Self::fault("database", what),
        }
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Self {
        Self::fault("database", describe(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line() {
        let failure = Failure::usage("2 problems:\n  A is wrong\n\n  B is wrong\n");
        assert_eq!(failure.message, "2 problems: A is wrong; B is wrong");
    }

    #[test]
    fn scripts_get_a_word_and_a_message() {
        assert_eq!(
            Failure::not_found("no such code").to_json().to_string(),
            r#"{"error":{"code":"not_found","message":"no such code"}}"#
        );
    }
}
