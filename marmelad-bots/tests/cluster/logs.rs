//! What the processes have logged.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder of the processes' logs.
pub(crate) struct Logs {
    folder: PathBuf,
    /// Unless the logs are kept.
    _temporary: Option<TempDir>,
}

impl Logs {
    /// Where `MARMELAD_TEST_LOGS` says, or in a folder that goes away.
    pub(crate) fn new() -> Self {
        let Some(kept) = std::env::var_os("MARMELAD_TEST_LOGS") else {
            let temporary = TempDir::new().unwrap();
            let folder = temporary.path().to_owned();
            return Self { folder, _temporary: Some(temporary) };
        };
        let test = std::thread::current().name().unwrap_or("test").replace("::", ".");
        let folder = PathBuf::from(kept).join(test);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, _temporary: None }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Every line with the name of its file before it.
    pub(crate) fn lines(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        paths.sort();
        let mut lines = Vec::new();
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read(&path).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            lines.extend(text.lines().map(|line| format!("{name}: {line}")));
        }
        lines
    }
}
