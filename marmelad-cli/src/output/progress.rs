//! Progress bars, shown on a terminal only.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on stderr; hidden when stderr is no terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar of `total` steps; 0 = unknown.
    pub fn new(what: &str, total: u64) -> Self {
        let bar = if total == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(total) };
        let look = if total == 0 {
            "{spinner} {msg} {human_pos}"
        } else {
            "{msg} {wide_bar} {human_pos}/{human_len} {eta}"
        };
        // The templates above are valid; on an error the default style is used.
        if let Ok(style) = ProgressStyle::with_template(look) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Sets the number of completed steps.
    pub fn at(&self, done: u64) {
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A progress bar on stderr with a changing line above it.
pub struct LiveBar {
    bar: ProgressBar,
}

impl LiveBar {
    /// Creates a bar; `None` when stderr is no terminal.
    pub fn on_terminal() -> Option<Self> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("{msg}\n{wide_bar} {human_pos}/{human_len} {percent} %")
        {
            bar.set_style(style);
        }
        Some(Self { bar })
    }

    /// Sets the line above the bar and the progress.
    pub fn at(&self, line: String, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        self.bar.set_message(line);
    }
}

impl Drop for LiveBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
