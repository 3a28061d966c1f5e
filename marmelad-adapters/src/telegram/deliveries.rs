//! Deliveries: texts, files and copies, and taking them back.
//!
//! A file that Telegram has goes by its id in an ordinary call. Bytes go as multipart/form-data, read from the media
//! folder while they are sent; the arguments beside them are those of teloxide's payload.

use futures::stream;
use marmelad_core::delivery::{
    Delivered, OutgoingDelivery, OutgoingFile, OutgoingMedia, SendError, SentFile,
};
use marmelad_core::kernel::{Address, BotKind, MessageId};
use marmelad_core::media::{MediaKind, StoredFile};
use reqwest::Body as HttpBody;
use reqwest::multipart::{Form, Part};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::payloads::{
    CopyMessage, CopyMessageSetters, GetChat, SendAnimation, SendAnimationSetters, SendDocument,
    SendDocumentSetters, SendMessage, SendMessageSetters, SendPhoto, SendPhotoSetters, SendVideo,
    SendVideoSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{ChatId, FileId, InputFile, ParseMode};
use url::Url;

use super::answer::says;
use super::messenger::{NO_PREVIEW, Sent, narrow};
use super::transport::Body;
use super::{CALL_TIMEOUT, FILE_TIMEOUT, TelegramClient, keyboards};

/// The form's field with the bytes, as the payload refers to it.
const FIELD: &str = "file";
const ATTACHED: &str = "attach://file";

impl TelegramClient {
    pub(super) async fn send_text(
        &self,
        bot: BotKind,
        delivery: &OutgoingDelivery,
        html: &str,
    ) -> Result<Delivered, SendError> {
        let mut payload = SendMessage::new(ChatId(delivery.chat.telegram_id().0), html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW);
        if !delivery.buttons.is_empty() {
            payload = payload.reply_markup(keyboards::inline(&delivery.buttons)?);
        }
        let sent = self.call(bot, &payload).await?;
        Ok(without_file(&sent))
    }

    pub(super) async fn copy(
        &self,
        bot: BotKind,
        delivery: &OutgoingDelivery,
        from_chat: Address,
        message: MessageId,
    ) -> Result<Delivered, SendError> {
        let source = teloxide::types::MessageId(narrow(message.0)?);
        let mut payload = CopyMessage::new(
            ChatId(delivery.chat.telegram_id().0),
            ChatId(from_chat.telegram_id().0),
            source,
        );
        if !delivery.buttons.is_empty() {
            payload = payload.reply_markup(keyboards::inline(&delivery.buttons)?);
        }
        match self.call(bot, &payload).await {
            Ok(sent) => Ok(without_file(&sent)),
            // Telegram says the same of both chats. Were it that of the original, every recipient would be marked as
            // one who cannot be reached.
            Err(SendError::Blocked(said)) if says(&said, &["chat not found"]) => {
                let original: Result<IgnoredAny, _> =
                    self.call(bot, &GetChat::new(ChatId(from_chat.telegram_id().0))).await;
                Err(match original {
                    Err(SendError::Blocked(said)) => {
                        SendError::BodyRejected(format!("the chat of the message to copy: {said}"))
                    }
                    _ => SendError::Blocked(said),
                })
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn send_media(
        &self,
        bot: BotKind,
        delivery: &OutgoingDelivery,
        media: &OutgoingMedia,
        caption: &str,
    ) -> Result<Delivered, SendError> {
        let (chat, file) = (ChatId(delivery.chat.telegram_id().0), input_file(&media.file)?);
        // What all four kinds have in common, and teloxide has four times.
        macro_rules! send {
            ($payload:expr) => {{
                let mut payload = $payload;
                if !caption.is_empty() {
                    payload = payload.caption(caption).parse_mode(ParseMode::Html);
                }
                if !delivery.buttons.is_empty() {
                    payload = payload.reply_markup(keyboards::inline(&delivery.buttons)?);
                }
                self.send_file(bot, &payload, &media.file).await?
            }};
        }
        let sent: SentMedia = match media.kind {
            MediaKind::Photo => send!(SendPhoto::new(chat, file)),
            MediaKind::Video => send!(SendVideo::new(chat, file).supports_streaming(true)),
            MediaKind::Document => send!(SendDocument::new(chat, file)),
            MediaKind::Animation => send!(SendAnimation::new(chat, file)),
        };
        Ok(Delivered { message: MessageId(sent.message_id), file: sent.into_file(media.kind) })
    }

    async fn send_file<P>(
        &self,
        bot: BotKind,
        payload: &P,
        file: &OutgoingFile,
    ) -> Result<SentMedia, SendError>
    where
        P: Payload + Serialize + Sync,
    {
        match file {
            OutgoingFile::FileId(_) => self.call_within(bot, payload, CALL_TIMEOUT).await,
            OutgoingFile::Url(_) => self.call_within(bot, payload, FILE_TIMEOUT).await,
            OutgoingFile::Upload(stored) => {
                let form = form(payload)?.part(FIELD, self.part(stored).await?);
                self.post(bot, P::NAME, Body::Form(form), FILE_TIMEOUT).await
            }
        }
    }

    /// The bytes of a stored file, read while they are sent. Without them the message goes to nobody, so that they
    /// cannot be read is about the message, not about its recipient.
    async fn part(&self, stored: &StoredFile) -> Result<Part, SendError> {
        let refused = |why: String| {
            SendError::BodyRejected(format!("the uploaded file {}: {why}", stored.path))
        };
        let Some(media) = &self.media else {
            return Err(refused("this process has no media folder".into()));
        };
        let opened = match media.open(&stored.path).await {
            Ok(Some(opened)) => opened,
            Ok(None) => return Err(refused("not in MEDIA_DIR; upload it again".into())),
            Err(error) => return Err(refused(crate::telemetry::describe(&error))),
        };
        let pieces = stream::unfold(opened.bytes, |mut bytes| async move {
            let piece = bytes.next().await.transpose()?;
            Some((piece, bytes))
        });
        Part::stream_with_length(HttpBody::wrap_stream(pieces), opened.size)
            .file_name(stored.file_name.clone())
            .mime_str(&stored.content_type)
            .map_err(|error| refused(error.to_string()))
    }
}

fn without_file(sent: &Sent) -> Delivered {
    Delivered { message: MessageId(sent.message_id), file: None }
}

fn input_file(file: &OutgoingFile) -> Result<InputFile, SendError> {
    Ok(match file {
        OutgoingFile::Upload(_) => InputFile::file_id(FileId(ATTACHED.to_owned())),
        OutgoingFile::FileId(id) => InputFile::file_id(FileId(id.clone())),
        OutgoingFile::Url(address) => InputFile::url(Url::parse(address).map_err(|error| {
            SendError::BodyRejected(format!("file address `{address}`: {error}"))
        })?),
    })
}

/// The arguments as fields of a form: words as they are, everything else as JSON. Names go out as they are written:
/// Telegram does not read the percent signs of other encodings.
fn form(payload: &impl Serialize) -> Result<Form, SendError> {
    let arguments = serde_json::to_value(payload)
        .map_err(|error| SendError::BodyRejected(format!("not expressible as a form: {error}")))?;
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let form = Form::new().percent_encode_noop();
    Ok(arguments.into_iter().fold(form, |form, (name, value)| match value {
        Value::Null => form,
        Value::String(text) => form.text(name, text),
        other => form.text(name, other.to_string()),
    }))
}

/// The part of a sent message that tells of its file, read leniently.
#[derive(Deserialize)]
struct SentMedia {
    message_id: i64,
    #[serde(default)]
    photo: Vec<TelegramFile>,
    video: Option<TelegramFile>,
    document: Option<TelegramFile>,
    animation: Option<TelegramFile>,
}

#[derive(Deserialize)]
struct TelegramFile {
    file_id: String,
}

impl SentMedia {
    /// What Telegram made of the file: what was wanted, if that is among it, else what the others send again.
    fn into_file(mut self, wanted: MediaKind) -> Option<SentFile> {
        use MediaKind::{Animation, Document, Photo, Video};
        [wanted, Animation, Video, Photo, Document].into_iter().find_map(|kind| {
            let file = match kind {
                // The last one is the largest.
                Photo => self.photo.pop(),
                Video => self.video.take(),
                Document => self.document.take(),
                Animation => self.animation.take(),
            };
            let file_id = file?.file_id;
            Some(SentFile { kind, file_id })
        })
    }
}
