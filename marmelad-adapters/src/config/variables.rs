//! Where the text of the configuration comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One thing that is wrong with the configuration. Never holds the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The variable, or the file.
    pub variable: String,
    /// What is wrong with it.
    pub wrong: String,
    /// What would be right.
    pub expected: String,
}

/// Variables by name. The process environment wins over `.env`; an empty value counts as unset.
#[derive(Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
    unreadable: BTreeSet<String>,
    file_problem: Option<Problem>,
}

impl Variables {
    /// The process environment over the file `.env` of the working folder.
    pub fn from_process() -> Self {
        let mut variables = Self::from_file(Path::new(".env"));
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str().map(str::to_owned) else {
                continue;
            };
            if let Ok(value) = value.into_string() {
                variables.set(&name, value);
            } else {
                variables.values.remove(&name);
                variables.unreadable.insert(name);
            }
        }
        variables
    }

    /// A file of `NAME=value` lines; one that does not exist is empty, one that does not read is a
    /// problem that [`super::Config::load`] reports.
    pub fn from_file(path: &Path) -> Self {
        let mut variables = Self::default();
        let lines = match dotenvy::from_path_iter(path) {
            Ok(lines) => lines,
            Err(error) if error.not_found() => return variables,
            Err(error) => {
                variables.file_problem = Some(unreadable(path, &error));
                return variables;
            }
        };
        for line in lines {
            match line {
                Ok((name, value)) => variables.set(&name, value),
                Err(error) => {
                    variables.file_problem = Some(unreadable(path, &error));
                    break;
                }
            }
        }
        variables
    }

    /// Given pairs and nothing else: tests and `demo` make their own.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, ..Self::default() }
    }

    /// The same with one variable set, in place of what it was.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value.into());
        self
    }

    /// A variable's value without the spaces around it; `None` when unset or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// What is wrong with `.env`.
    pub(super) fn file_problem(&self) -> Option<&Problem> {
        self.file_problem.as_ref()
    }

    /// Whether a variable is set to something that is no text.
    pub(super) fn is_unreadable(&self, name: &str) -> bool {
        self.unreadable.contains(name)
    }

    fn set(&mut self, name: &str, value: String) {
        self.values.insert(name.to_owned(), value);
    }
}

/// The parser's own message repeats the line, which may hold a secret: it is not passed on.
fn unreadable(path: &Path, error: &dotenvy::Error) -> Problem {
    let wrong = match error {
        dotenvy::Error::LineParse(_, _) => "has a line that does not read".to_owned(),
        dotenvy::Error::Io(error) => format!("cannot be read: {error}"),
        _ => "cannot be read".to_owned(),
    };
    let expected = "a file of NAME=value lines, values with spaces or # in quotes".into();
    Problem { variable: path.display().to_string(), wrong, expected }
}
