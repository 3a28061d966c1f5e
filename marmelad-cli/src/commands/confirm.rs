//! Confirmation on a terminal.

use std::io::{self, IsTerminal, Write};

use crate::exit::Failure;

/// Whether standard input is a terminal.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on stderr; any answer except a clear yes counts as no.
pub(super) async fn confirmed(question: String) -> Result<bool, Failure> {
    tokio::task::spawn_blocking(move || ask(&question))
        .await
        .unwrap_or_else(|gone| Err(io::Error::other(gone)))
        .map_err(|error| Failure::fault("failure", format!("cannot read the answer: {error}")))
}

fn ask(question: &str) -> io::Result<bool> {
    let mut stderr = io::stderr();
    stderr.write_all(question.as_bytes())?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(["y", "yes", "д", "да"].contains(&answer.as_str()))
}
