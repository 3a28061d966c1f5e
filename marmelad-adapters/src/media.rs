//! The media folder: bytes of uploads on a disk that all replicas see (`MEDIA_DIR`).
//!
//! A file is written beside its place, synced and renamed, so that whoever finds it finds it whole. Paths are made of
//! the content's hash: two that write the same one write the same bytes.

use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use marmelad_core::kernel::{BoxError, PortError};
use marmelad_core::media::{ByteSource, MediaDraft, MediaStore, OpenedFile};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::task::spawn_blocking;

/// Where files are written until they are whole: in the same file system, or a rename would be a copy.
const INCOMING: &str = ".incoming";
/// A process that was killed leaves its unfinished files behind; so old, nobody writes them any more.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);
/// Bytes read at a time.
const PIECE: usize = 64 << 10;

/// Files below one folder. It is made with the first file.
#[derive(Debug, Clone)]
pub struct MediaFolder {
    root: PathBuf,
}

impl MediaFolder {
    /// The folder at this path.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// A file below the folder, whatever the path says.
    fn place(&self, path: &str) -> Result<PathBuf, PortError> {
        let path = Path::new(path);
        let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        if is_plain && path.components().next().is_some() {
            Ok(self.root.join(path))
        } else {
            Err(failed(io::Error::new(
                ErrorKind::InvalidInput,
                "the path of a file leaves the media folder",
            )))
        }
    }
}

#[async_trait]
impl MediaStore for MediaFolder {
    async fn begin(&self) -> Result<Box<dyn MediaDraft>, PortError> {
        let folder = self.root.join(INCOMING);
        let opened = spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            sweep(&folder);
            tempfile::Builder::new()
                // API and worker may run under users of one group.
                .permissions(std::fs::Permissions::from_mode(0o640))
                .tempfile_in(&folder)
        });
        let (file, path) = joined(opened.await)?.into_parts();
        Ok(Box::new(Draft { folder: self.clone(), file: File::from_std(file), path: Some(path) }))
    }

    async fn open(&self, path: &str) -> Result<Option<OpenedFile>, PortError> {
        let file = match File::open(self.place(path)?).await {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let size = file.metadata().await.map_err(failed)?.len();
        let bytes = Box::new(ReadBytes(file));
        Ok(Some(OpenedFile { size, bytes }))
    }
}

/// A file that is being written. Dropped before it is kept, it is removed.
struct Draft {
    folder: MediaFolder,
    file: File,
    path: Option<TempPath>,
}

#[async_trait]
impl MediaDraft for Draft {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.file.write_all(bytes).await.map_err(failed)
    }

    async fn keep(&mut self, path: &str) -> Result<(), PortError> {
        let place = self.folder.place(path)?;
        self.file.flush().await.map_err(failed)?;
        self.file.sync_all().await.map_err(failed)?;
        let Some(written) = self.path.take() else {
            return Err(failed(io::Error::other("the file is kept already")));
        };
        let renamed = spawn_blocking(move || {
            let folder = place.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)?;
            written.persist(&place).map_err(|error| error.error)?;
            // The new name is safe only when its folder is; the folder's own when the one above is.
            sync_folder(folder)?;
            folder.parent().map_or(Ok(()), sync_folder)
        });
        joined(renamed.await)
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Removes what killed processes left. Nobody's upload hangs on it, so a failure is not told.
fn sweep(folder: &Path) {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files {
        let written = file.metadata().and_then(|data| data.modified());
        // A file's age is by the machine's clock, as its time is.
        let age = written.ok().and_then(|written| written.elapsed().ok());
        if age.is_some_and(|age| age > FORGOTTEN_AFTER) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// Whatever can be read, piece by piece: a stored file, the part of a request.
#[derive(Debug)]
pub struct ReadBytes<R>(pub R);

#[async_trait]
impl<R: AsyncRead + Send + Unpin> ByteSource for ReadBytes<R> {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        let mut piece = Vec::with_capacity(PIECE);
        let read = self.0.read_buf(&mut piece).await?;
        Ok((read > 0).then_some(piece))
    }
}

fn joined<T>(outcome: Result<io::Result<T>, tokio::task::JoinError>) -> Result<T, PortError> {
    outcome.unwrap_or_else(|lost| Err(lost.into())).map_err(failed)
}

fn failed(error: io::Error) -> PortError {
    PortError::Unavailable { what: "the media folder (MEDIA_DIR)", source: Box::new(error) }
}

#[cfg(test)]
mod tests;
