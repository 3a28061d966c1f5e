//! A bar for whoever waits, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on stderr; nothing at all where stderr is no terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar of so many steps; 0 = unknown.
    pub fn new(what: &str, total: u64) -> Self {
        let bar = if total == 0 {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::new(total)
        };
        let look = if total == 0 {
            "{spinner} {msg} {human_pos}"
        } else {
            "{msg} {wide_bar} {human_pos}/{human_len} {eta}"
        };
        // The templates above are well formed; without a style there would still be a bar.
        if let Ok(style) = ProgressStyle::with_template(look) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// So many steps are done.
    pub fn at(&self, done: u64) {
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
