//! Renders the message for one recipient.

use std::sync::{PoisonError, RwLock};

use crate::broadcasts::{
    BroadcastContent, MediaSource, display_name, first_name, unsubscribe_button,
};
use crate::delivery::{
    DeliveryContent, InlineButton, OutgoingDelivery, OutgoingFile, OutgoingMedia, SentFile,
};
use crate::discounts::DiscountFacts;
use crate::kernel::{Address, MediaId};
use crate::media::Media;
use crate::messages::texts;

/// Data of a recipient that the message needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub chat: Address,
    /// First name by Telegram.
    pub first_name: Option<String>,
    /// Set even when there is no first name.
    pub display_name: String,
    /// The recipient's own code, when the broadcast gives codes.
    pub discount: Option<DiscountFacts>,
}

/// A content with its file loaded, ready to be rendered for many recipients.
///
/// After the first message Telegram knows the file, and further messages refer to the file by id.
/// While [`Self::sends_bytes`] is true, send to one recipient at a time.
#[derive(Debug)]
pub struct PreparedContent {
    content: BroadcastContent,
    upload: Option<Media>,
    file: RwLock<KnownFile>,
}

/// What is known about Telegram's copy of the file.
#[derive(Debug, Default)]
struct KnownFile {
    /// The file id to send by.
    known: Option<SentFile>,
    /// The id that Telegram refused; it is not stored again.
    refused: Option<String>,
}

/// What to do after Telegram refused a file id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedId {
    /// The id was current: it is dropped, and the bytes are sent again.
    Forgotten,
    /// The id was already replaced: the sender used an old one.
    Outdated,
    /// Telegram also refuses the id of the new upload: another upload would not help.
    Again,
}

impl PreparedContent {
    /// Combines the content with its uploaded file. `None`: the content names a different upload,
    /// or the upload is missing.
    pub fn new(content: BroadcastContent, upload: Option<Media>) -> Option<Self> {
        if content.upload() != upload.as_ref().map(|media| media.id) {
            return None;
        }
        let known = upload.as_ref().and_then(|media| {
            Some(SentFile { kind: media.kind, file_id: media.telegram_file_id.clone()? })
        });
        Some(Self { content, upload, file: RwLock::new(KnownFile { known, refused: None }) })
    }

    pub fn content(&self) -> &BroadcastContent {
        &self.content
    }

    /// The uploaded file that the content sends.
    pub fn upload(&self) -> Option<MediaId> {
        self.content.upload()
    }

    /// Whether the file is uploaded by us or fetched from an address.
    pub fn has_bytes(&self) -> bool {
        let source = self.content.media().map(|media| &media.source);
        matches!(source, Some(MediaSource::Upload(_) | MediaSource::Url(_)))
    }

    /// Whether the next message carries the file itself: our bytes, or an address for Telegram to fetch.
    pub fn sends_bytes(&self) -> bool {
        self.has_bytes() && self.known().is_none()
    }

    /// Stores Telegram's id of the file, unless Telegram refused this id before.
    pub fn remember(&self, sent: SentFile) {
        let mut file = self.file.write().unwrap_or_else(PoisonError::into_inner);
        if file.refused.as_ref() != Some(&sent.file_id) {
            file.known = Some(sent);
        }
    }

    /// Reports that Telegram refused this file id. The first report drops the id, so that the bytes are sent again.
    pub fn refuse(&self, file_id: &str) -> RefusedId {
        let mut file = self.file.write().unwrap_or_else(PoisonError::into_inner);
        let is_known = file.known.as_ref().is_some_and(|known| known.file_id == file_id);
        if !is_known {
            return RefusedId::Outdated;
        }
        if file.refused.is_some() {
            return RefusedId::Again;
        }
        file.known = None;
        file.refused = Some(file_id.to_owned());
        RefusedId::Forgotten
    }

    /// Telegram's copy of the file, if known.
    pub fn known_file(&self) -> Option<SentFile> {
        self.known()
    }

    fn known(&self) -> Option<SentFile> {
        self.file.read().unwrap_or_else(PoisonError::into_inner).known.clone()
    }

    /// The message for one recipient. Values are HTML-escaped and cut with … at their longest.
    pub fn render(&self, recipient: &Recipient) -> OutgoingDelivery {
        let content = match &self.content {
            BroadcastContent::Copy { source_chat, source_message, .. } => {
                DeliveryContent::Copy { from_chat: (*source_chat).into(), message: *source_message }
            }
            BroadcastContent::Html { body, .. } => {
                let html = body_for(body, recipient);
                match self.file() {
                    None => DeliveryContent::Text { html },
                    Some(media) => DeliveryContent::Media { media, caption: html },
                }
            }
        };
        OutgoingDelivery { chat: recipient.chat, content, buttons: self.buttons() }
    }

    fn file(&self) -> Option<OutgoingMedia> {
        let media = self.content.media()?;
        if self.has_bytes()
            && let Some(SentFile { kind, file_id }) = self.known()
        {
            let file = OutgoingFile::FileId(file_id);
            return Some(OutgoingMedia { kind, file });
        }
        let file = match &media.source {
            MediaSource::Upload(_) => OutgoingFile::Upload(self.upload.as_ref()?.file.clone()),
            MediaSource::Url(url) => OutgoingFile::Url(url.clone()),
            MediaSource::FileId(id) => OutgoingFile::FileId(id.clone()),
        };
        Some(OutgoingMedia { kind: media.kind, file })
    }

    fn buttons(&self) -> Vec<Vec<InlineButton>> {
        let rows = self.content.buttons().iter();
        let mut rows: Vec<Vec<_>> =
            rows.map(|row| row.iter().map(InlineButton::from).collect()).collect();
        if self.content.has_unsubscribe_button() {
            rows.push(vec![unsubscribe_button()]);
        }
        rows
    }
}

fn body_for(body: &str, recipient: &Recipient) -> String {
    let first = first_name(recipient.first_name.as_deref(), &recipient.display_name);
    let full = display_name(&recipient.display_name);
    let mut values = vec![("first_name", first.as_str()), ("display_name", &full)];
    if let Some(discount) = &recipient.discount {
        values.extend(discount.values());
    }
    texts::render(body, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broadcasts::{BroadcastMedia, UrlButton};
    use crate::kernel::{MessageId, TelegramId};
    use crate::media::MediaKind;
    use crate::messages::visible_len_utf16;
    use crate::testing::{recipient, uploaded_video};

    fn content(body: &str, media: Option<MediaSource>) -> BroadcastContent {
        BroadcastContent::Html {
            body: body.into(),
            media: media.map(|source| BroadcastMedia { kind: MediaKind::Video, source }),
            buttons: Vec::new(),
            unsubscribe_button: false,
        }
    }

    fn html(body: &str, recipient: &Recipient) -> String {
        let prepared = PreparedContent::new(content(body, None), None).unwrap();
        match prepared.render(recipient).content {
            DeliveryContent::Text { html } => html,
            other => panic!("{other:?}"),
        }
    }

    fn file(delivery: OutgoingDelivery) -> OutgoingMedia {
        match delivery.content {
            DeliveryContent::Media { media, .. } => media,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_are_escaped_and_cut() {
        assert_eq!(html("{first_name}, {{да}}", &recipient()), "Анна, {да}");
        let evil = Recipient { first_name: Some("<b>{code}&".into()), ..recipient() };
        assert_eq!(html("<i>{first_name}</i>", &evil), "<i>&lt;b&gt;{code}&amp;</i>");
        let long = Recipient {
            first_name: Some("🍬".repeat(40)),
            display_name: "ы".repeat(128) + "ы",
            ..recipient()
        };
        let shown = html("{first_name}", &long);
        assert_eq!(visible_len_utf16(&shown), Ok(63), "an emoji is not cut in two");
        assert!(shown.ends_with('…'));
        assert_eq!(visible_len_utf16(&html("{display_name}", &long)), Ok(128));
    }

    #[test]
    fn without_a_first_name_the_display_name_is_used() {
        for first_name in [None, Some("  ".to_owned())] {
            let nameless = Recipient { first_name, ..recipient() };
            assert_eq!(
                html("Здравствуйте, {first_name}!", &nameless),
                "Здравствуйте, Анна Иванова!"
            );
        }
    }

    #[test]
    fn a_code_comes_with_its_terms_and_lines_without_a_value_are_removed() {
        let discount = DiscountFacts {
            code: "ДЯА4589".into(),
            value: "10 %".into(),
            last_day: "5 марта".into(),
            min_order: String::new(),
            uses_left: String::new(),
        };
        let lucky = Recipient { discount: Some(discount), ..recipient() };
        let body = "Код {code}: {value} до {last_day}\nот {min_order}\nЖдём!";
        assert_eq!(html(body, &lucky), "Код ДЯА4589: 10 % до 5 марта\nЖдём!");
    }

    #[test]
    fn buttons_and_the_unsubscribe_button_are_added() {
        let button = UrlButton { text: "Каталог".into(), url: "https://example.com".into() };
        let copy = BroadcastContent::Copy {
            source_chat: TelegramId(1),
            source_message: MessageId(2),
            buttons: vec![vec![button]],
            unsubscribe_button: true,
        };
        let delivery = PreparedContent::new(copy, None).unwrap().render(&recipient());
        let expected = OutgoingDelivery {
            chat: TelegramId(100).into(),
            content: DeliveryContent::Copy {
                from_chat: TelegramId(1).into(),
                message: MessageId(2),
            },
            buttons: vec![
                vec![InlineButton::url("Каталог", "https://example.com")],
                vec![InlineButton::callback("Не присылать рассылки", "marketing:off")],
            ],
        };
        assert_eq!(delivery, expected);
    }

    #[test]
    fn bytes_are_sent_until_telegram_has_the_file() {
        let wanted = || content("", Some(MediaSource::Upload(MediaId(3))));
        assert!(PreparedContent::new(wanted(), None).is_none(), "the file is missing");
        assert!(PreparedContent::new(content("x", None), Some(uploaded_video(None))).is_none());

        let fresh = PreparedContent::new(wanted(), Some(uploaded_video(None))).unwrap();
        assert!(fresh.sends_bytes());
        let expected = OutgoingFile::Upload(uploaded_video(None).file);
        assert_eq!(file(fresh.render(&recipient())).file, expected);
        let sent = SentFile { kind: MediaKind::Animation, file_id: "CgAC".into() };
        fresh.remember(sent);
        assert!(!fresh.sends_bytes());
        let by_id = file(fresh.render(&recipient()));
        assert_eq!(
            (by_id.kind, by_id.file),
            (MediaKind::Animation, OutgoingFile::FileId("CgAC".into()))
        );
        assert_eq!(fresh.refuse("another"), RefusedId::Outdated);
        let known = fresh.known_file().unwrap();
        assert_eq!(fresh.refuse(&known.file_id), RefusedId::Forgotten);
        assert!(fresh.sends_bytes());
        assert_eq!(file(fresh.render(&recipient())).file, expected);

        let known = PreparedContent::new(wanted(), Some(uploaded_video(Some("BAAC")))).unwrap();
        assert!(!known.sends_bytes());
        assert_eq!(file(known.render(&recipient())).file, OutgoingFile::FileId("BAAC".into()));
    }

    #[test]
    fn telegram_fetches_an_address_once() {
        let url = "https://example.com/a.mp4";
        let prepared =
            PreparedContent::new(content("", Some(MediaSource::Url(url.into()))), None).unwrap();
        assert!(prepared.sends_bytes());
        assert_eq!(file(prepared.render(&recipient())).file, OutgoingFile::Url(url.into()));
        prepared.remember(SentFile { kind: MediaKind::Video, file_id: "BAAC".into() });
        assert_eq!(file(prepared.render(&recipient())).file, OutgoingFile::FileId("BAAC".into()));

        let given = content("", Some(MediaSource::FileId("AgAC".into())));
        assert!(!PreparedContent::new(given, None).unwrap().sends_bytes());
    }
}
