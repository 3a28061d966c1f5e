//! The demo's data folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use marmelad_adapters::system::OsEntropy;
use marmelad_core::kernel::Entropy;
use serde::{Deserialize, Serialize};

use crate::exit::{Exit, Failure};

/// The file that marks a demo folder and holds the secrets.
const MARKER: &str = "demo.json";
const LOCK: &str = "demo.lock";
const DATABASE: &str = "shop.db";
const CHATS: &str = "telegram.json";
const MEDIA: &str = "media";
const CLOCK: &str = "clock.json";

/// A data folder locked by this process until dropped.
pub(super) struct Folder {
    path: PathBuf,
    /// Tokens and keys of this demo.
    pub(super) secrets: Secrets,
    _lock: File,
}

/// Secrets generated once per folder, valid only in the demo's own sandbox.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Secrets {
    /// Token of the main bot.
    pub(super) main_token: String,
    /// Token of the auth bot.
    pub(super) auth_token: String,
    /// Signs the panel's access tokens.
    pub(super) jwt_secret: String,
}

impl Folder {
    /// Opens or creates the folder; `fresh` removes the data of an earlier demo.
    pub(super) fn open(path: &Path, fresh: bool) -> Result<Self, Failure> {
        let trouble = |error: io::Error| {
            Failure::fault(
                "data_folder",
                format!(
                    "cannot use the folder {}: {error}; choose another with --data",
                    path.display()
                ),
            )
        };
        fs::create_dir_all(path).map_err(trouble)?;
        if !is_ours(path).map_err(trouble)? {
            return Err(Failure::new(
                Exit::Usage,
                "not_a_demo_folder",
                format!(
                    "{} holds something else than a demo and is left as it is; choose another folder with --data",
                    path.display()
                ),
            ));
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(trouble)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::fault(
                    "already_running",
                    format!(
                        "another demo runs on {}; stop it, or choose another folder with --data",
                        path.display()
                    ),
                ));
            }
            Err(TryLockError::Error(error)) => return Err(trouble(error)),
        }
        if fresh {
            empty(path).map_err(trouble)?;
        }
        let secrets = secrets(&path.join(MARKER)).map_err(trouble)?;
        let path = path.canonicalize().map_err(trouble)?;
        Ok(Self { path, secrets, _lock: lock })
    }

    /// Absolute path of the folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The `DB_URL`, with the path percent-encoded.
    pub(super) fn database_url(&self) -> String {
        let file = self.path.join(DATABASE).display().to_string();
        let file = file.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        format!("sqlite:{file}")
    }

    /// File with the sandbox's people and chats.
    pub(super) fn chats(&self) -> PathBuf {
        self.path.join(CHATS)
    }

    /// File with the offset of the demo's clock.
    pub(super) fn clock(&self) -> PathBuf {
        self.path.join(CLOCK)
    }

    /// The folder for `MEDIA_DIR`.
    pub(super) fn media(&self) -> PathBuf {
        self.path.join(MEDIA)
    }
}

/// Whether the folder is empty or holds the marker of a demo.
fn is_ours(path: &Path) -> io::Result<bool> {
    if path.join(MARKER).is_file() {
        return Ok(true);
    }
    for entry in fs::read_dir(path)? {
        if entry?.file_name() != LOCK {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes the data of a demo. The marker goes last, so the next start can finish an interrupted removal; the clock
/// goes just before it, so no data is left with future times.
fn empty(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let made_by_demo = name.starts_with(DATABASE) || name.starts_with(CHATS) || name == MEDIA;
        if !made_by_demo {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    for last in [CLOCK, MARKER] {
        match fs::remove_file(path.join(last)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    Ok(())
}

fn secrets(marker: &Path) -> io::Result<Secrets> {
    match fs::read(marker) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secrets = Secrets::draw();
            // Write a new file and rename it, so that no start reads half a file.
            let fresh = marker.with_extension("new");
            write_for_us_alone(&fresh, &serde_json::to_vec_pretty(&secrets)?)?;
            fs::rename(&fresh, marker)?;
            Ok(secrets)
        }
        Err(error) => Err(error),
    }
}

fn write_for_us_alone(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file =
        File::options().create(true).truncate(true).write(true).mode(0o600).open(path)?;
    file.write_all(content)
}

impl Secrets {
    fn draw() -> Self {
        let word = || hex::encode(OsEntropy.draw());
        let token = |bot: u64| format!("{bot}:{}", word().chars().take(35).collect::<String>());
        Self {
            main_token: token(7_000_000_001),
            auth_token: token(7_000_000_002),
            jwt_secret: word(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_until_the_demo_starts_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("demo");
        let open = |fresh| Folder::open(&path, fresh).unwrap();
        let first = open(false).secrets.main_token;
        fs::write(path.join("shop.db"), "data").unwrap();
        fs::write(open(false).clock(), "{}").unwrap();
        assert_eq!(open(false).secrets.main_token, first);
        assert!(path.join("shop.db").exists());
        assert_ne!(open(true).secrets.main_token, first);
        assert!(!path.join("shop.db").exists());
        assert!(!path.join("clock.json").exists());
    }

    #[test]
    fn a_folder_with_other_things_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
        for fresh in [false, true] {
            let failure = Folder::open(folder.path(), fresh).err().unwrap();
            assert_eq!((failure.exit, failure.code), (Exit::Usage, "not_a_demo_folder"));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn things_that_a_demo_did_not_make_survive_a_fresh_start() {
        let folder = tempfile::tempdir().unwrap();
        drop(Folder::open(folder.path(), false).unwrap());
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        drop(Folder::open(folder.path(), true).unwrap());
        assert!(folder.path().join("notes.txt").exists());
    }

    #[test]
    fn one_demo_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::open(folder.path(), false).unwrap();
        let second = Folder::open(folder.path(), true).err().unwrap();
        assert_eq!(second.code, "already_running");
        drop(first);
        assert!(Folder::open(folder.path(), false).is_ok());
    }

    #[test]
    fn signs_of_an_address_are_escaped() {
        let folder = tempfile::tempdir().unwrap();
        let odd = Folder::open(&folder.path().join("50% off?"), false).unwrap();
        assert!(odd.database_url().ends_with("50%25 off%3F/shop.db"));
    }
}
