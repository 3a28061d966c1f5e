//! Output of commands: tables for people, JSON for scripts, progress bars.

mod chart;
mod progress;
mod table;

use std::io::{self, Write};

use serde_json::Value;

use crate::exit::Failure;

pub use chart::{Bar, chart};
pub use progress::{LiveBar, Progress};
pub use table::{card, line_width, one_line, paged, table};

/// Writes results in the chosen form.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Whether to print JSON on stdout instead of text.
    pub json: bool,
}

impl Output {
    /// Prints a result: `value` as JSON, or `text` for people.
    pub fn show(
        self,
        value: impl FnOnce() -> Value,
        text: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if self.json { self.write(&format!("{:#}", value())) } else { self.write(&text()) }
    }

    /// Prints a text unchanged in either form.
    pub fn write(self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = stdout
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') { Ok(()) } else { stdout.write_all(b"\n") })
            .and_then(|()| stdout.flush());
        match written {
            // The reader closed the pipe (`| head`); this is no failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                Err(Failure::fault("output", format!("cannot write the answer: {error}")))
            }
            Ok(()) => Ok(()),
        }
    }

    /// Reports a failure: one line on stderr and, in JSON form, an object on stdout.
    pub fn report(self, failure: &Failure) {
        // A closed stderr leaves no way to report.
        let _ = writeln!(io::stderr(), "error: {}", failure.message);
        if self.json {
            let _ = self.write(&failure.to_json().to_string());
        }
    }

    /// Prints a remark on stderr, in text form only.
    pub fn remark(self, text: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}
