//! Uploaded files: their bytes.

use async_trait::async_trait;

use crate::kernel::{BoxError, PortError};

/// Bytes that come piece by piece: an upload, a stored file.
#[async_trait]
pub trait ByteSource: Send {
    /// The next piece; `None` at the end. An error: it broke off.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError>;
}

/// Bytes that are all there.
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

/// A folder that every replica of every process sees.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Begins a file. Nobody sees it until it is kept; one that is dropped before leaves nothing behind.
    async fn begin(&self) -> Result<Box<dyn MediaDraft>, PortError>;

    /// Opens a kept file; `None` when there is none at that path.
    async fn open(&self, path: &str) -> Result<Option<OpenedFile>, PortError>;
}

/// A file that is being written.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaDraft: Send {
    /// Adds bytes at the end.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), PortError>;

    /// Puts the file, whole and safe from a loss of power, at its path. One that stands there is replaced: under a path
    /// made of the hash it has the same bytes. The last call of a draft.
    async fn keep(&mut self, path: &str) -> Result<(), PortError>;
}

/// A kept file, to be read once.
pub struct OpenedFile {
    /// Its size in bytes.
    pub size: u64,
    pub bytes: Box<dyn ByteSource>,
}
