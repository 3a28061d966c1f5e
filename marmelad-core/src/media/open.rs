//! An uploaded file is looked at.

use crate::kernel::{MediaId, PortError};
use crate::media::{Media, MediaService, OpenedFile};

impl MediaService {
    /// An uploaded file with its bytes. `None`: there is none, or its bytes are gone.
    pub async fn open(&self, id: MediaId) -> Result<Option<(Media, OpenedFile)>, PortError> {
        let Some(media) = self.media.find(id).await? else {
            return Ok(None);
        };
        let opened = self.media_store.open(&media.file.path).await?;
        Ok(opened.map(|opened| (media, opened)))
    }
}
