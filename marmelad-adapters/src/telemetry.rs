//! The log: structured, on stderr, so that stdout stays for results.

use std::error::Error;
use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{LogConfig, LogFormat};

/// Starts the process's log. Where one runs already (in tests, in `demo`), it stays as it is.
pub fn init(log: &LogConfig) {
    let filter = EnvFilter::new(&log.filter);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::NONE)
        .with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Pretty => builder.with_ansi(std::io::stderr().is_terminal()).finish().try_init(),
        LogFormat::Json => {
            builder.json().flatten_event(true).with_span_list(false).finish().try_init()
        }
    };
    if started.is_err() {
        tracing::debug!("a log runs already");
    }
}

/// An error with everything that lies behind it, in one line.
pub fn describe(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starting_twice_is_harmless() {
        for format in [LogFormat::Pretty, LogFormat::Json, LogFormat::Pretty] {
            init(&LogConfig { format, filter: "info".into() });
        }
        assert!(tracing::enabled!(tracing::Level::INFO));
    }
}
