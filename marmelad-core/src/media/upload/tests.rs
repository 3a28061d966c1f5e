use crate::App;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rstest::rstest;

use crate::Ports;
use crate::kernel::{AdminId, BoxError, MediaId};
use crate::media::upload::*;
use crate::media::{AllBytes, MediaDraft, MediaStore, MockMediaRepo, OpenedFile};
use crate::testing::{NOW, app_at};

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00";

/// A media store that records finished and started files.
#[derive(Clone, Default)]
struct Folder(Arc<Mutex<Files>>);

type Files = Vec<(Option<String>, u64)>;

struct Draft {
    folder: Folder,
    at: usize,
}

#[async_trait]
impl MediaStore for Folder {
    async fn begin(&self) -> Result<Box<dyn MediaDraft>, PortError> {
        let mut files = self.0.lock().unwrap();
        files.push((None, 0));
        let (folder, at) = (self.clone(), files.len() - 1);
        Ok(Box::new(Draft { folder, at }))
    }

    async fn open(&self, _path: &str) -> Result<Option<OpenedFile>, PortError> {
        Ok(None)
    }
}

#[async_trait]
impl MediaDraft for Draft {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.folder.0.lock().unwrap()[self.at].1 += bytes.len() as u64;
        Ok(())
    }

    async fn keep(&mut self, path: &str) -> Result<(), PortError> {
        self.folder.0.lock().unwrap()[self.at].0 = Some(path.to_owned());
        Ok(())
    }
}

/// A file of the given length and first bytes, read in chunks of 64 KiB.
struct Long {
    head: &'static [u8],
    left: u64,
    given: u64,
    breaks: bool,
}

#[async_trait]
impl ByteSource for Long {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        if self.left == 0 {
            return if self.breaks { Err("the line is cut".into()) } else { Ok(None) };
        }
        let mut piece = vec![0; usize::try_from(self.left.min(65_536)).unwrap()];
        if self.given == 0 {
            piece[..self.head.len()].copy_from_slice(self.head);
        }
        self.left -= piece.len() as u64;
        self.given += piece.len() as u64;
        Ok(Some(piece))
    }
}

fn jpeg_of(left: u64) -> Long {
    Long { head: JPEG, left, given: 0, breaks: false }
}

fn wanted(kind: Option<MediaKind>, file_name: &str) -> UploadMedia {
    UploadMedia { kind, file_name: file_name.into() }
}

fn media_of(command: &AddMedia) -> Media {
    Media {
        id: MediaId(7),
        kind: command.kind,
        file: command.file.clone(),
        sha256: command.sha256.clone(),
        telegram_file_id: None,
        created_at: command.now,
    }
}

/// An application whose repository accepts every file, with its media store.
fn app(additions: usize) -> (App, Folder) {
    let folder = Folder::default();
    let mut repo = MockMediaRepo::new();
    repo.expect_add()
        .times(additions)
        .returning(|command| Ok(AddedMedia::Added(media_of(&command))));
    let ports =
        Ports { media: Arc::new(repo), media_store: Arc::new(folder.clone()), ..Ports::mocked() };
    (app_at(NOW, ports), folder)
}

#[tokio::test]
async fn a_picture_is_kept_under_its_hash_and_audited() {
    let folder = Folder::default();
    let mut repo = MockMediaRepo::new();
    repo.expect_add()
        .once()
        .withf(|command| {
            let row = command.audit.clone().into_row(command.now);
            row.action == "upload_media"
                && row.admin_id == Some(4)
                && row.payload["file_name"]["new"] == "торт.jpg"
                && command.admin_id == Some(AdminId(4))
        })
        .returning(|command| Ok(AddedMedia::Added(media_of(&command))));
    let ports =
        Ports { media: Arc::new(repo), media_store: Arc::new(folder.clone()), ..Ports::mocked() };
    let app = app_at(NOW, ports);
    let actor = Actor::admin_in_chat(AdminId(4));
    let mut bytes = AllBytes::from(JPEG.to_vec());
    let uploaded =
        app.media.upload(wanted(None, "/tmp/торт.jpg"), &mut bytes, &actor).await.unwrap();
    let MediaUpload::Added(media) = uploaded else { panic!("{uploaded:?}") };
    assert_eq!(media.kind, MediaKind::Photo);
    assert_eq!(media.file.content_type, "image/jpeg");
    assert_eq!(media.file.size_bytes, JPEG.len() as u64);
    assert_eq!(media.sha256, hex::encode(Sha256::digest(JPEG)));
    assert_eq!(media.file.path, format!("{}/{}", &media.sha256[..2], media.sha256));
    assert_eq!(*folder.0.lock().unwrap(), [(Some(media.file.path), JPEG.len() as u64)]);
}

#[rstest]
#[case::photo_fits(None, 10 << 20, None)]
#[case::photo_too_big(None, (10 << 20) + 1, Some(MediaKind::Photo))]
#[case::document_fits(Some(MediaKind::Document), 50 << 20, None)]
#[case::document_too_big(Some(MediaKind::Document), (50 << 20) + 1, Some(MediaKind::Document))]
#[tokio::test]
async fn sizes_are_watched(
    #[case] kind: Option<MediaKind>,
    #[case] size: u64,
    #[case] too_big: Option<MediaKind>,
) {
    let (app, folder) = app(usize::from(too_big.is_none()));
    let uploaded =
        app.media.upload(wanted(kind, "a.jpg"), &mut jpeg_of(size), &Actor::Cli).await.unwrap();
    let (path, written) = folder.0.lock().unwrap()[0].clone();
    if let Some(kind) = too_big {
        assert_eq!(uploaded, MediaUpload::Refused(UploadFault::TooBig { kind }));
        assert_eq!(path, None);
    } else {
        assert!(matches!(uploaded, MediaUpload::Added(_)), "{uploaded:?}");
        assert_eq!(written, size);
    }
}

#[tokio::test]
async fn what_is_not_taken_is_refused_before_its_end() {
    let (app, _) = app(0);
    let mut text = Long { head: b"just words", ..jpeg_of(40 << 20) };
    let uploaded = app
        .media
        .upload(wanted(Some(MediaKind::Photo), "a"), &mut text, &Actor::Cli)
        .await
        .unwrap();
    assert!(
        matches!(uploaded, MediaUpload::Refused(UploadFault::WrongType { .. })),
        "{uploaded:?}"
    );
    assert_eq!(text.given, 65_536);

    let mut endless = jpeg_of(u64::MAX);
    let uploaded =
        app.media.upload(wanted(None, "a.jpg"), &mut endless, &Actor::Cli).await.unwrap();
    assert!(matches!(uploaded, MediaUpload::Refused(UploadFault::TooBig { .. })), "{uploaded:?}");
    assert!(endless.given <= (10 << 20) + 65_536);
}

#[tokio::test]
async fn a_text_with_a_pictures_name_is_refused() {
    let (app, folder) = app(0);
    let mut bytes = AllBytes::from(b"hello".to_vec());
    let uploaded =
        app.media.upload(wanted(Some(MediaKind::Photo), "hello.jpg"), &mut bytes, &Actor::Cli);
    let MediaUpload::Refused(fault) = uploaded.await.unwrap() else { panic!("refused") };
    assert!(fault.to_string().contains("the name ends in .jpg"), "{fault}");
    assert_eq!(folder.0.lock().unwrap()[0].0, None);
}

#[rstest]
#[case::empty(false, MediaUpload::Refused(UploadFault::Empty))]
#[case::broken_off(true, MediaUpload::Interrupted)]
#[tokio::test]
async fn half_files_are_not_kept(#[case] breaks: bool, #[case] expected: MediaUpload) {
    let (app, folder) = app(0);
    let mut bytes = Long { breaks, ..jpeg_of(if breaks { 100_000 } else { 0 }) };
    let uploaded = app.media.upload(wanted(None, "a.jpg"), &mut bytes, &Actor::Cli).await.unwrap();
    assert_eq!(uploaded, expected);
    assert_eq!(folder.0.lock().unwrap()[0].0, None);
}
