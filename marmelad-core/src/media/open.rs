//! Opening an uploaded file.

use crate::kernel::{MediaId, PortError};
use crate::media::{Media, MediaService, OpenedFile};

impl MediaService {
    /// Returns an uploaded file with its bytes; `None` when the row or its bytes do not exist.
    pub async fn open(&self, id: MediaId) -> Result<Option<(Media, OpenedFile)>, PortError> {
        let Some(media) = self.media.find(id).await? else {
            return Ok(None);
        };
        let opened = self.media_store.open(&media.file.path).await?;
        Ok(opened.map(|opened| (media, opened)))
    }
}
