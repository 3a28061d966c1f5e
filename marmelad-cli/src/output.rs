//! What a command says: a table for people, JSON for scripts, a bar for whoever waits.

mod chart;
mod progress;
mod table;

use std::io::{self, Write};

use serde_json::Value;

use crate::exit::Failure;

pub use chart::{Bar, chart};
pub use progress::{LiveBar, Progress};
pub use table::{Table, line_width, one_line};

/// Where answers go, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// JSON on stdout instead of text for people.
    pub json: bool,
}

impl Output {
    /// Shows a result: `value` to scripts, `text` to people.
    pub fn show(
        self,
        value: impl FnOnce() -> Value,
        text: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if self.json {
            self.write(&format!("{:#}", value()))
        } else {
            self.write(&text())
        }
    }

    /// Writes a text as it is, whatever the form.
    pub fn write(self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = stdout
            .write_all(text.as_bytes())
            .and_then(|()| {
                if text.ends_with('\n') {
                    Ok(())
                } else {
                    stdout.write_all(b"\n")
                }
            })
            .and_then(|()| stdout.flush());
        match written {
            // Whoever read it (`| head`) has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::fault(
                "output",
                format!("cannot write the answer: {error}"),
            )),
            Ok(()) => Ok(()),
        }
    }

    /// Reports why a command failed: one line on stderr, and to scripts an object on stdout.
    pub fn report(self, failure: &Failure) {
        // If stderr is gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "error: {}", failure.message);
        if self.json {
            let _ = self.write(&failure.to_json().to_string());
        }
    }

    /// A remark that is no result: on stderr, for people only.
    pub fn remark(self, text: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}
