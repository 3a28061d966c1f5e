//! Uploading a file.

use sha2::{Digest, Sha256};

use crate::audit::Actor;
use crate::kernel::PortError;
use crate::media::{
    AddMedia, AddedMedia, ByteSource, HEAD, MAX_UPLOAD, Media, MediaKind, MediaService, Sniffed,
    StoredFile, UploadFault, clean_file_name, path_of, sniff,
};

/// A request to upload a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadMedia {
    /// The requested kind; `None` chooses the kind by content.
    pub kind: Option<MediaKind>,
    /// The file name that the uploader gave.
    pub file_name: String,
}

/// Result of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaUpload {
    Added(Media),
    /// The same bytes were uploaded as the same kind before; the existing row is returned.
    Known(Media),
    /// The upload was refused.
    Refused(UploadFault),
    /// The stream ended early; nothing was stored.
    Interrupted,
}

impl MediaService {
    /// Stores a file from a stream, holding one chunk in memory. Type and size are checked while the file arrives,
    /// so a bad upload is refused before its end. Equal bytes of the same kind are stored once.
    pub async fn upload(
        &self,
        wanted: UploadMedia,
        bytes: &mut dyn ByteSource,
        actor: &Actor,
    ) -> Result<MediaUpload, PortError> {
        let file_name = clean_file_name(&wanted.file_name);
        let mut draft = self.media_store.begin().await?;
        let mut seen = Seen::new(wanted.kind, &file_name);
        loop {
            let piece = match bytes.next().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(_) => return Ok(MediaUpload::Interrupted),
            };
            if let Err(fault) = seen.take(&piece) {
                return Ok(MediaUpload::Refused(fault));
            }
            draft.write(&piece).await?;
        }
        let size_bytes = seen.size;
        let (sniffed, sha256) = match seen.finish() {
            Ok(told) => told,
            Err(fault) => return Ok(MediaUpload::Refused(fault)),
        };
        let path = path_of(&sha256);
        draft.keep(&path).await?;
        let file = StoredFile {
            path,
            file_name,
            content_type: sniffed.content_type.to_owned(),
            size_bytes,
        };
        let added = self.media.add(self.addition(sniffed.kind, file, sha256, actor));
        Ok(match added.await? {
            AddedMedia::Added(media) => MediaUpload::Added(media),
            AddedMedia::Known(media) => MediaUpload::Known(media),
        })
    }

    fn addition(
        &self,
        kind: MediaKind,
        file: StoredFile,
        sha256: String,
        actor: &Actor,
    ) -> AddMedia {
        let audit = actor
            .audit("upload_media", "media")
            .field("kind", None, Some(kind.as_str()))
            .field("file_name", None, Some(&file.file_name))
            .field("content_type", None, Some(&file.content_type))
            .field("size_bytes", None, Some(file.size_bytes))
            .field("sha256", None, Some(&sha256));
        AddMedia { kind, file, sha256, admin_id: actor.admin_id(), audit, now: self.context.now() }
    }
}

/// Progress of the upload so far.
struct Seen<'a> {
    kind: Option<MediaKind>,
    file_name: &'a str,
    size: u64,
    head: Vec<u8>,
    sniffed: Option<Sniffed>,
    hash: Sha256,
}

impl<'a> Seen<'a> {
    fn new(kind: Option<MediaKind>, file_name: &'a str) -> Self {
        Self { kind, file_name, size: 0, head: Vec::new(), sniffed: None, hash: Sha256::new() }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), UploadFault> {
        self.hash.update(piece);
        self.size += piece.len() as u64;
        let missing = HEAD - self.head.len();
        self.head.extend_from_slice(&piece[..piece.len().min(missing)]);
        if self.head.len() == HEAD && self.sniffed.is_none() {
            self.sniffed = Some(sniff(self.kind, self.file_name, &self.head)?);
        }
        let kind = self.sniffed.map(|sniffed| sniffed.kind).or(self.kind);
        if self.size > kind.map_or(MAX_UPLOAD, MediaKind::max_bytes) {
            let kind = kind.unwrap_or(MediaKind::Document);
            return Err(UploadFault::TooBig { kind });
        }
        Ok(())
    }

    fn finish(self) -> Result<(Sniffed, String), UploadFault> {
        let sniffed = match self.sniffed {
            Some(sniffed) => sniffed,
            None => sniff(self.kind, self.file_name, &self.head)?,
        };
        Ok((sniffed, hex::encode(self.hash.finalize())))
    }
}

#[cfg(test)]
mod tests;
