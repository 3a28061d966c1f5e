//! The demo's clock: the machine's clock plus an offset.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::{fs, io};

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::system::SystemClock;
use marmelad_core::kernel::Clock;
use serde::{Deserialize, Serialize};

/// Runs at the machine's rate. Clones share the offset.
#[derive(Debug, Clone)]
pub(super) struct DemoClock {
    ahead_ms: Arc<AtomicI64>,
    file: PathBuf,
}

/// The part of the clock that survives a restart.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    ahead_ms: i64,
}

impl DemoClock {
    /// Opens the clock with the offset in the file; 0 without a file.
    pub(super) fn open(file: PathBuf) -> io::Result<Self> {
        let kept: Kept = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Kept::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { ahead_ms: Arc::new(AtomicI64::new(kept.ahead_ms.max(0))), file })
    }

    /// Moves the clock to a later instant; an earlier one is ignored. The offset is saved before it applies, so no
    /// restart shows an earlier time.
    pub(super) fn advance_to(&self, later: DateTime<Utc>) -> io::Result<()> {
        let by = (later - self.now()).num_milliseconds().max(0);
        let ahead_ms = self.ahead_ms.load(Ordering::SeqCst) + by;
        let fresh = self.file.with_extension("new");
        fs::write(&fresh, serde_json::to_vec(&Kept { ahead_ms })?)?;
        fs::rename(&fresh, &self.file)?;
        self.ahead_ms.store(ahead_ms, Ordering::SeqCst);
        Ok(())
    }

    /// Offset to the machine's clock.
    pub(super) fn ahead(&self) -> Duration {
        Duration::milliseconds(self.ahead_ms.load(Ordering::SeqCst))
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.ahead()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_steps_back_over_restarts_either() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock.json");
        let clock = DemoClock::open(file.clone()).unwrap();
        assert!((clock.now() - SystemClock.now()).num_seconds().abs() < 5);

        let tomorrow = clock.now() + Duration::days(1);
        clock.advance_to(tomorrow).unwrap();
        assert!(clock.clone().now() >= tomorrow);
        clock.advance_to(tomorrow - Duration::hours(1)).unwrap();
        assert!(clock.now() >= tomorrow);

        let again = DemoClock::open(file).unwrap();
        assert!(again.now() >= tomorrow);
        assert!(again.now() < tomorrow + Duration::minutes(1));
    }

    #[test]
    fn a_broken_file_is_not_taken_for_a_clock_that_was_never_moved() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock.json");
        fs::write(&file, "{").unwrap();
        assert!(DemoClock::open(file).is_err());
    }
}
