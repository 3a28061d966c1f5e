//! Reads variables one after the other and remembers what is wrong with them.

use std::fmt;

use super::{Problem, Variables};

/// All problems of a configuration, one line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Every problem found, at least one.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(f, "the configuration has 1 problem:")?,
            many => write!(f, "the configuration has {many} problems:")?,
        }
        for Problem { variable, wrong, expected } in &self.problems {
            write!(f, "\n  {variable} {wrong}; expected: {expected}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// Why a value is rejected.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    wrong: String,
    expected: String,
}

impl Wrong {
    /// A value that may be shown.
    pub(super) fn value(text: &str, expected: impl Into<String>) -> Self {
        Self::secret(format!("is `{text}`"), expected)
    }

    /// A value that may not be shown: only what is wrong with it.
    pub(super) fn secret(wrong: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { wrong: wrong.into(), expected: expected.into() }
    }
}

pub(super) struct Reader<'a> {
    variables: &'a Variables,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(variables: &'a Variables) -> Self {
        Self { variables, problems: variables.file_problem().cloned().into_iter().collect() }
    }

    /// A variable that may be unset.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        if self.variables.is_unreadable(name) {
            self.report(name, Wrong::secret("is not UTF-8", "plain text"));
            return None;
        }
        match parse(self.variables.get(name)?) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.report(name, wrong);
                None
            }
        }
    }

    /// A variable with a default, which also stands in for a wrong value until the report.
    pub(super) fn or<T>(
        &mut self,
        name: &'static str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// A variable that must be set; `None` means that a problem was noted.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        if self.variables.get(name).is_none() && !self.variables.is_unreadable(name) {
            self.report(name, Wrong::secret("is not set", expected));
        }
        self.optional(name, parse)
    }

    pub(super) fn report(&mut self, name: &'static str, Wrong { wrong, expected }: Wrong) {
        self.problems.push(Problem { variable: name.to_owned(), wrong, expected });
    }

    pub(super) fn finish<T>(self, config: T) -> Result<T, ConfigError> {
        if self.problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError { problems: self.problems })
        }
    }
}
