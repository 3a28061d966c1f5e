//! An uploaded file is looked at.

use crate::App;
use crate::kernel::{MediaId, PortError};
use crate::media::{Media, OpenedFile};

impl App {
    /// An uploaded file with its bytes. `None`: there is none, or its bytes are gone.
    pub async fn open_media(&self, id: MediaId) -> Result<Option<(Media, OpenedFile)>, PortError> {
        let Some(media) = self.ports.media.find(id).await? else {
            return Ok(None);
        };
        let opened = self.ports.media_store.open(&media.file.path).await?;
        Ok(opened.map(|opened| (media, opened)))
    }
}
