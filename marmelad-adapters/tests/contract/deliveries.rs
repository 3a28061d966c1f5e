//! Deliveries against the sandbox: texts, files by their bytes, address and id, copies, and taking them back.

use std::sync::Arc;

use marmelad_adapters::media::MediaFolder;
use marmelad_adapters::telegram::TelegramClient;
use marmelad_core::broadcasts::unsubscribe_button;
use marmelad_core::delivery::{
    Deleted, Delivered, DeliveryContent, InlineButton, Messenger, OutgoingDelivery, OutgoingFile,
    OutgoingMedia, SendError, SentFile,
};
use marmelad_core::kernel::{BotKind, MessageId, TelegramId};
use marmelad_core::media::{MediaKind, MediaStore, StoredFile};
use marmelad_sandbox::{
    Attachment, BotKind as SandboxBot, Fault, FileRef, Message, Person, Sandbox,
};
use rstest::rstest;
use tempfile::TempDir;

use crate::telegram;

const ANNA: i64 = 101;
const ADMIN: i64 = 102;
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00 and the rest of the picture";
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00";
const MP4: &[u8] = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom";

/// Telegram, a client of it, and the media folder.
struct Scene {
    sandbox: Sandbox,
    client: TelegramClient,
    media: MediaFolder,
    _folder: TempDir,
}

impl Scene {
    async fn open() -> Self {
        let sandbox = Sandbox::builder()
            .person(Person::new(ANNA, "Анна"))
            .person(Person::new(ADMIN, "Ольга"))
            .start()
            .await
            .unwrap();
        for person in [ANNA, ADMIN] {
            sandbox.open_chat(SandboxBot::Main, person);
        }
        let [main, auth] = [SandboxBot::Main, SandboxBot::Auth].map(|bot| sandbox.token(bot));
        let folder = tempfile::tempdir().unwrap();
        let media = MediaFolder::new(folder.path());
        let client = telegram::client(&sandbox, &main, &auth).with_media(Arc::new(media.clone()));
        Self { sandbox, client, media, _folder: folder }
    }

    async fn store(&self, bytes: &[u8], file_name: &str, content_type: &str) -> OutgoingFile {
        let mut draft = self.media.begin().await.unwrap();
        draft.write(bytes).await.unwrap();
        let path = format!("ab/{file_name}");
        draft.keep(&path).await.unwrap();
        OutgoingFile::Upload(StoredFile {
            path,
            file_name: file_name.into(),
            content_type: content_type.into(),
            size_bytes: bytes.len() as u64,
        })
    }

    async fn deliver(&self, content: DeliveryContent) -> Result<Delivered, SendError> {
        let delivery = to_anna(content);
        self.client.deliver(BotKind::Main, &delivery).await
    }

    async fn send(&self, kind: MediaKind, file: OutgoingFile) -> Result<Delivered, SendError> {
        self.deliver(with_caption(kind, file, "<b>Новинка</b>")).await
    }

    fn shown(&self, delivered: &Delivered) -> Message {
        let id = i32::try_from(delivered.message.0).unwrap();
        self.sandbox.message(SandboxBot::Main, ANNA, id).unwrap()
    }
}

fn to_anna(content: DeliveryContent) -> OutgoingDelivery {
    OutgoingDelivery {
        chat: TelegramId(ANNA).into(),
        content,
        buttons: vec![
            vec![InlineButton::url("Каталог", "https://example.com/catalogue")],
            vec![unsubscribe_button()],
        ],
    }
}

fn with_caption(kind: MediaKind, file: OutgoingFile, caption: &str) -> DeliveryContent {
    DeliveryContent::Media { media: OutgoingMedia { kind, file }, caption: caption.into() }
}

fn text(html: &str) -> DeliveryContent {
    DeliveryContent::Text { html: html.into() }
}

fn copy_of(chat: i64, message: i64) -> DeliveryContent {
    DeliveryContent::Copy { from_chat: TelegramId(chat).into(), message: MessageId(message) }
}

fn file_in(message: &Message) -> &FileRef {
    match &message.attachment {
        Some(Attachment::Media(file)) => file,
        other => panic!("{other:?}"),
    }
}

fn labels(message: &Message) -> Vec<&str> {
    message.buttons().map(|button| button.text.as_str()).collect()
}

#[tokio::test]
async fn a_text_goes_out_with_its_buttons() {
    let scene = Scene::open().await;
    let delivered = scene.deliver(text("<i>Привет</i> &amp; добро")).await.unwrap();
    assert_eq!(delivered.file, None);
    let shown = scene.shown(&delivered);
    assert_eq!(shown.html(), "<i>Привет</i> &amp; добро");
    assert_eq!(labels(&shown), ["Каталог", "Не присылать рассылки"]);
    let stop = shown.button("Не присылать рассылки").unwrap();
    assert_eq!(stop.callback_data.as_deref(), Some("marketing:off"));
    let bare = OutgoingDelivery { buttons: Vec::new(), ..to_anna(text("без кнопок")) };
    let delivered = scene.client.deliver(BotKind::Main, &bare).await.unwrap();
    assert_eq!(scene.shown(&delivered).markup, None);
}

#[rstest]
#[case(MediaKind::Photo, JPEG, "торт «Прага».jpg", "image/jpeg")]
#[case(MediaKind::Video, MP4, "клип.mp4", "video/mp4")]
#[case(MediaKind::Document, b"%PDF-1.7", "Прайс май 2026.pdf", "application/pdf")]
#[case(MediaKind::Animation, GIF, "a.gif", "image/gif")]
#[tokio::test]
async fn bytes_go_out_once_and_then_their_id_and_so_does_an_address(
    #[case] kind: MediaKind,
    #[case] bytes: &[u8],
    #[case] file_name: &str,
    #[case] content_type: &str,
) {
    let scene = Scene::open().await;
    let upload = scene.store(bytes, file_name, content_type).await;
    let first = scene.send(kind, upload).await.unwrap();
    let shown = scene.shown(&first);
    let file = file_in(&shown);
    assert_eq!(file.kind.field(), kind.as_str());
    assert_eq!((file.size, file.name.as_deref()), (bytes.len(), Some(file_name)));
    assert_eq!(file.mime, content_type);
    assert_eq!(shown.html(), "<b>Новинка</b>");
    assert_eq!(labels(&shown), ["Каталог", "Не присылать рассылки"]);
    let sent = SentFile { kind, file_id: file.file_id.clone() };
    assert_eq!(first.file, Some(sent.clone()));

    let again = scene.send(kind, OutgoingFile::FileId(sent.file_id.clone())).await.unwrap();
    assert_eq!(file_in(&scene.shown(&again)).file_id, sent.file_id);
    assert_eq!(again.file, Some(sent));

    let url = "https://example.com/a.jpg";
    let by_url = scene.send(kind, OutgoingFile::Url(url.into())).await.unwrap();
    let shown = scene.shown(&by_url);
    assert_eq!(file_in(&shown).url.as_deref(), Some(url));
    assert_eq!(by_url.file.unwrap().file_id, file_in(&shown).file_id);
}

#[tokio::test]
async fn a_large_file_is_read_while_it_is_sent() {
    let scene = Scene::open().await;
    let mut bytes = MP4.to_vec();
    bytes.resize(20 << 20, 7);
    let upload = scene.store(&bytes, "a.mp4", "video/mp4").await;
    let delivered = scene.deliver(with_caption(MediaKind::Video, upload, "")).await.unwrap();
    let shown = scene.shown(&delivered);
    assert_eq!((file_in(&shown).size, shown.html().as_str()), (bytes.len(), ""));
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_about_the_message() {
    let scene = Scene::open().await;
    let id = |id: &str| OutgoingFile::FileId(id.into());
    let pdf = scene.store(b"%PDF-1.7", "a.pdf", "application/pdf").await;
    let sent = scene.send(MediaKind::Document, pdf.clone()).await.unwrap().file.unwrap();
    let lost = OutgoingFile::Upload(StoredFile {
        path: "no/such".into(),
        file_name: "a.pdf".into(),
        content_type: "application/pdf".into(),
        size_bytes: 1,
    });
    let missing = scene.send(MediaKind::Document, lost.clone()).await.unwrap_err();
    assert!(missing.to_string().contains("upload it again"), "{missing:?}");
    let caption = "ы".repeat(1025);
    for content in [
        with_caption(MediaKind::Document, lost, ""),
        with_caption(MediaKind::Document, pdf, &caption),
        with_caption(MediaKind::Photo, id("AgACunknown"), ""),
        with_caption(MediaKind::Photo, OutgoingFile::Url("https://[bad".into()), ""),
        with_caption(MediaKind::Video, id(&sent.file_id), ""),
        with_caption(MediaKind::Photo, scene.store(b"words", "a.jpg", "image/jpeg").await, ""),
    ] {
        let answer = scene.deliver(content.clone()).await;
        assert!(
            matches!(answer, Err(SendError::BodyRejected(_) | SendError::FileRejected(_))),
            "{content:?}: {answer:?}"
        );
    }
}

/// What is known of an upload is told as for any other call.
#[tokio::test]
async fn faults_of_an_upload_are_told_as_what_is_known() {
    type Expected = fn(&SendError) -> bool;
    let faults: [(Fault, Expected); 4] = [
        (Fault::retry_after(3), |error| matches!(error, SendError::RetryAfter(_))),
        (Fault::http(502), |error| matches!(error, SendError::NotSent(_))),
        (Fault::cut_after(), |error| matches!(error, SendError::Unknown(_))),
        (Fault::bad_request("Bad Request: failed to get HTTP URL content"), |error| {
            matches!(error, SendError::BodyRejected(_))
        }),
    ];
    let scene = Scene::open().await;
    for (fault, is_expected) in faults {
        scene.sandbox.fault(fault.clone().on(SandboxBot::Main).method("sendPhoto"));
        let upload = scene.store(JPEG, "a.jpg", "image/jpeg").await;
        let error = scene.send(MediaKind::Photo, upload).await.unwrap_err();
        assert!(is_expected(&error), "{fault:?}: {error:?}");
    }
    scene.sandbox.block(SandboxBot::Main, ANNA).unwrap();
    let upload = scene.store(JPEG, "a.jpg", "image/jpeg").await;
    let blocked = scene.send(MediaKind::Photo, upload).await;
    assert!(matches!(blocked, Err(SendError::Blocked(_))), "{blocked:?}");
}

#[tokio::test]
async fn a_message_is_copied_with_our_buttons() {
    let scene = Scene::open().await;
    let posted = scene.sandbox.send_text(SandboxBot::Main, ADMIN, "Скоро праздник").unwrap();
    let original = i64::from(posted.message_id);
    let delivered = scene.deliver(copy_of(ADMIN, original)).await.unwrap();
    assert_eq!(delivered.file, None);
    let shown = scene.shown(&delivered);
    assert_eq!(shown.text, "Скоро праздник");
    assert_eq!(labels(&shown), ["Каталог", "Не присылать рассылки"]);

    for nothing in [copy_of(ADMIN, 1_000_000), copy_of(999, original)] {
        let gone = scene.deliver(nothing).await;
        assert!(matches!(gone, Err(SendError::BodyRejected(_))), "{gone:?}");
    }
    let stranger =
        OutgoingDelivery { chat: TelegramId(999).into(), ..to_anna(copy_of(ADMIN, original)) };
    let unknown = scene.client.deliver(BotKind::Main, &stranger).await;
    assert!(matches!(unknown, Err(SendError::Blocked(_))), "{unknown:?}");
}

#[tokio::test]
async fn messages_are_taken_back_while_telegram_lets_them_go() {
    let scene = Scene::open().await;
    let delete = async |message: MessageId| {
        let chat = TelegramId(ANNA).into();
        scene.client.delete(BotKind::Main, chat, message).await
    };
    let fresh = scene.deliver(text("раз")).await.unwrap();
    assert_eq!(delete(fresh.message).await, Ok(Deleted::Done));
    assert!(scene.shown(&fresh).deleted);
    assert_eq!(delete(fresh.message).await, Ok(Deleted::NotFound));
    assert_eq!(delete(MessageId(1_000_000)).await, Ok(Deleted::NotFound));
    let old = scene.deliver(text("два")).await.unwrap();
    let shown = scene.shown(&old);
    let long_ago = shown.date - 49 * 3600;
    let (bot, id) = (SandboxBot::Main, shown.message_id);
    assert!(scene.sandbox.set_message_date(bot, ANNA, id, long_ago));
    assert_eq!(delete(old.message).await, Ok(Deleted::TooOld));
    scene.sandbox.block(SandboxBot::Main, ANNA).unwrap();
    let blocked = delete(old.message).await;
    assert!(matches!(blocked, Err(SendError::Blocked(_))), "{blocked:?}");
}
