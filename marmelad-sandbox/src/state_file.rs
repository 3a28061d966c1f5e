//! Saving the world to a file and reading it back.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::shared::Shared;
use crate::world::snapshot::Snapshot;

/// Interval after a change before the state is written.
const DEBOUNCE: Duration = Duration::from_secs(1);

/// Where the state is kept.
#[derive(Clone, Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
}

impl StateFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Folder of uploaded files.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.beside("files")
    }

    /// The saved state; `None` when there is no file yet.
    pub(crate) fn load(&self) -> io::Result<Option<Snapshot>> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a new file beside the old one and renames it over.
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = self.path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let fresh = self.beside("new");
        std::fs::write(&fresh, bytes)?;
        std::fs::rename(&fresh, &self.path)
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".");
        name.push(suffix);
        name.into()
    }

    /// Saves after changes until the sandbox stops.
    pub(crate) async fn keep(&self, shared: &Shared) {
        let mut changes = shared.changes();
        self.save(shared).await;
        loop {
            tokio::select! {
                _ = changes.changed() => {}
                () = shared.stopping() => return,
            }
            tokio::select! {
                () = tokio::time::sleep(DEBOUNCE) => {}
                () = shared.stopping() => return,
            }
            changes.mark_unchanged();
            self.save(shared).await;
        }
    }

    /// Saves now; a failing disk is logged.
    pub(crate) async fn save(&self, shared: &Shared) {
        let file = self.clone();
        let shared = shared.clone();
        let saved = tokio::task::spawn_blocking(move || {
            let bytes = shared.read(crate::world::World::save)?;
            file.write(&bytes)
        })
        .await;
        match saved {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, path = %self.path.display(), "sandbox state not saved");
            }
            Err(error) => tracing::error!(%error, "saving the sandbox state crashed"),
        }
    }
}
