//! A broken rule of a broadcast.

/// One broken rule of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentProblem {
    /// JSON Pointer into the broadcast: `/body`, `/buttons/0/1/url`.
    pub path: String,
    /// A stable word for programs.
    pub code: &'static str,
    /// What is wrong and what is expected, for people.
    pub message: String,
}

impl ContentProblem {
    pub(crate) fn new(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), code, message: message.into() }
    }
}
