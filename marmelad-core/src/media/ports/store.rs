//! The port for the bytes of uploaded files.

use async_trait::async_trait;

use crate::kernel::{BoxError, PortError};

/// A stream of byte chunks: an upload or a stored file.
#[async_trait]
pub trait ByteSource: Send {
    /// Returns the next chunk, `None` at the end, an error when the stream breaks off.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError>;
}

/// A byte source over bytes in memory.
#[derive(Debug)]
pub struct AllBytes(Option<Vec<u8>>);

impl From<Vec<u8>> for AllBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Some(bytes))
    }
}

#[async_trait]
impl ByteSource for AllBytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        Ok(self.0.take())
    }
}

/// The media folder, shared by every replica of every process.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Starts a new file. The file becomes visible by [`MediaDraft::keep`]; a dropped draft leaves nothing behind.
    async fn begin(&self) -> Result<Box<dyn MediaDraft>, PortError>;

    /// Opens a stored file; `None` when no file has this path.
    async fn open(&self, path: &str) -> Result<Option<OpenedFile>, PortError>;
}

/// A file that is being written.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaDraft: Send {
    /// Appends bytes to the end of the draft.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), PortError>;

    /// Publishes the whole file at its path, synced to disk. An existing file is replaced: paths derive from the
    /// hash, so the bytes are equal. Must be the last call on a draft.
    async fn keep(&mut self, path: &str) -> Result<(), PortError>;
}

/// A stored file opened for one reading.
pub struct OpenedFile {
    /// Its size in bytes.
    pub size: u64,
    pub bytes: Box<dyn ByteSource>,
}
