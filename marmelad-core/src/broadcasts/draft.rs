//! A broadcast's content as flat fields, as in rows, requests and commands.

use crate::broadcasts::{
    BroadcastContent, BroadcastKind, BroadcastMedia, ContentProblem, MediaSource, UrlButton,
};
use crate::kernel::{MediaId, MessageId, TelegramId};
use crate::media::MediaKind;

/// The content fields of a broadcast, named like the columns of `broadcasts`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentDraft {
    /// `html` or `copy`; `None` when not given.
    pub kind: Option<BroadcastKind>,
    /// HTML with placeholders; only for `html`.
    pub body: Option<String>,
    /// Kind of the file; `None` = no file.
    pub media_type: Option<MediaKind>,
    pub media_id: Option<MediaId>,
    /// An http or https address, or a file id of the main bot.
    pub media_ref: Option<String>,
    pub buttons: Vec<Vec<UrlButton>>,
    /// Whether the button «Не присылать рассылки» is added; `None` = yes.
    pub unsubscribe_button: Option<bool>,
    /// Set only for the kind `copy`.
    pub source_chat_id: Option<i64>,
    /// Set only for the kind `copy`.
    pub source_message_id: Option<i64>,
}

impl ContentDraft {
    /// The content, if it passes every rule; otherwise all problems.
    pub fn check(self, has_template: bool) -> Result<BroadcastContent, Vec<ContentProblem>> {
        let (content, mut problems) = self.read();
        if let Some(content) = &content {
            problems.extend(content.problems(has_template));
        }
        match content {
            Some(content) if problems.is_empty() => Ok(content),
            _ => Err(problems),
        }
    }

    /// The content without checking its rules: for rows, which were checked when they were written.
    pub fn into_content(self) -> Result<BroadcastContent, Vec<ContentProblem>> {
        match self.read() {
            (Some(content), problems) if problems.is_empty() => Ok(content),
            (_, problems) => Err(problems),
        }
    }

    /// The content as far as the fields define one, and the problems of fields that do not belong together.
    fn read(self) -> (Option<BroadcastContent>, Vec<ContentProblem>) {
        match self.kind {
            Some(BroadcastKind::Html) => self.read_html(),
            Some(BroadcastKind::Copy) => self.read_copy(),
            None => (None, vec![required("/kind", "`html` or `copy` is needed")]),
        }
    }

    fn read_html(self) -> (Option<BroadcastContent>, Vec<ContentProblem>) {
        let mut problems = unwanted(
            &[
                ("/source_chat_id", self.source_chat_id.is_some()),
                ("/source_message_id", self.source_message_id.is_some()),
            ],
            "html",
        );
        let media = match media(self.media_type, self.media_id, self.media_ref) {
            Ok(media) => media,
            Err(problem) => {
                // The kind of the file is known, so the text is still checked as a caption.
                problems.push(problem);
                self.media_type
                    .map(|kind| BroadcastMedia { kind, source: MediaSource::Upload(MediaId(0)) })
            }
        };
        let content = BroadcastContent::Html {
            body: self.body.unwrap_or_default(),
            media,
            buttons: self.buttons,
            unsubscribe_button: self.unsubscribe_button.unwrap_or(true),
        };
        (Some(content), problems)
    }

    fn read_copy(self) -> (Option<BroadcastContent>, Vec<ContentProblem>) {
        let mut problems = unwanted(
            &[
                ("/body", self.body.is_some_and(|body| !body.is_empty())),
                ("/media_type", self.media_type.is_some()),
                ("/media_id", self.media_id.is_some()),
                ("/media_ref", self.media_ref.is_some()),
            ],
            "copy",
        );
        if self.source_chat_id.is_none() {
            problems.push(required("/source_chat_id", "`copy` needs the chat of the message"));
        }
        if self.source_message_id.is_none() {
            problems.push(required("/source_message_id", "`copy` needs the message"));
        }
        let content = BroadcastContent::Copy {
            // A missing id is already reported; 1 avoids a second problem for the same field.
            source_chat: TelegramId(self.source_chat_id.unwrap_or(1)),
            source_message: MessageId(self.source_message_id.unwrap_or(1)),
            buttons: self.buttons,
            unsubscribe_button: self.unsubscribe_button.unwrap_or(true),
        };
        (Some(content), problems)
    }
}

fn media(
    kind: Option<MediaKind>,
    id: Option<MediaId>,
    reference: Option<String>,
) -> Result<Option<BroadcastMedia>, ContentProblem> {
    let source = match (id, reference) {
        (Some(_), Some(_)) => {
            let message = "either `media_id` or `media_ref`, not both";
            return Err(ContentProblem::new("/media_ref", "ambiguous", message));
        }
        (Some(id), None) => Some(MediaSource::Upload(id)),
        (None, Some(reference)) => Some(source_of(reference)),
        (None, None) => None,
    };
    match (kind, source) {
        (None, None) => Ok(None),
        (Some(kind), Some(source)) => Ok(Some(BroadcastMedia { kind, source })),
        (Some(_), None) => Err(required(
            "/media_id",
            "a file is needed: `media_id` of an upload, or `media_ref` with an address or a file id",
        )),
        (None, Some(_)) => Err(required(
            "/media_type",
            "what the file is sent as is needed: photo, video, document or animation",
        )),
    }
}

fn source_of(reference: String) -> MediaSource {
    if reference.contains("://") {
        MediaSource::Url(reference)
    } else {
        MediaSource::FileId(reference)
    }
}

fn required(path: &str, message: &str) -> ContentProblem {
    ContentProblem::new(path, "required", message)
}

fn unwanted(fields: &[(&str, bool)], kind: &str) -> Vec<ContentProblem> {
    let given = fields.iter().filter(|(_, is_given)| *is_given);
    given
        .map(|(path, _)| {
            let message = format!("a `{kind}` broadcast has none; leave it out");
            ContentProblem::new(path, "not-allowed", message)
        })
        .collect()
}

impl From<&BroadcastContent> for ContentDraft {
    fn from(content: &BroadcastContent) -> Self {
        let mut draft = Self {
            kind: Some(content.kind()),
            buttons: content.buttons().to_vec(),
            unsubscribe_button: Some(content.has_unsubscribe_button()),
            ..Self::default()
        };
        match content {
            BroadcastContent::Html { body, media, .. } => {
                draft.body = Some(body.clone());
                if let Some(media) = media {
                    draft.media_type = Some(media.kind);
                    match &media.source {
                        MediaSource::Upload(id) => draft.media_id = Some(*id),
                        MediaSource::Url(reference) | MediaSource::FileId(reference) => {
                            draft.media_ref = Some(reference.clone());
                        }
                    }
                }
            }
            BroadcastContent::Copy { source_chat, source_message, .. } => {
                draft.source_chat_id = Some(source_chat.0);
                draft.source_message_id = Some(source_message.0);
            }
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn html(body: &str) -> ContentDraft {
        ContentDraft {
            kind: Some(BroadcastKind::Html),
            body: Some(body.into()),
            ..ContentDraft::default()
        }
    }

    fn copy() -> ContentDraft {
        ContentDraft {
            kind: Some(BroadcastKind::Copy),
            source_chat_id: Some(100),
            source_message_id: Some(7),
            ..ContentDraft::default()
        }
    }

    fn with_media(id: Option<i64>, reference: Option<&str>) -> ContentDraft {
        ContentDraft {
            media_type: Some(MediaKind::Photo),
            media_id: id.map(MediaId),
            media_ref: reference.map(str::to_owned),
            ..html("x")
        }
    }

    #[rstest]
    #[case(html("Привет"))]
    #[case(copy())]
    #[case(with_media(Some(3), None))]
    #[case(with_media(None, Some("https://example.com/a.jpg")))]
    #[case(with_media(None, Some("AgACAgI")))]
    #[case(ContentDraft { unsubscribe_button: Some(false), ..copy() })]
    fn every_content_is_read_back_unchanged(#[case] draft: ContentDraft) {
        let content = draft.clone().check(false).unwrap();
        let unsubscribe_button = draft.unsubscribe_button.or(Some(true));
        let back = ContentDraft::from(&content);
        assert_eq!(back, ContentDraft { unsubscribe_button, ..draft });
        assert_eq!(back.into_content(), Ok(content));
    }

    #[rstest]
    #[case(ContentDraft::default(), &["/kind required"])]
    #[case(html(""), &["/body required"])]
    #[case(ContentDraft { body: None, ..html("") }, &["/body required"])]
    #[case(ContentDraft { kind: Some(BroadcastKind::Copy), ..ContentDraft::default() },
        &["/source_chat_id required", "/source_message_id required"])]
    #[case(ContentDraft { body: Some("Привет, {first_name}".into()), ..copy() }, &["/body not-allowed"])]
    #[case(ContentDraft { media_type: Some(MediaKind::Photo), media_id: Some(MediaId(1)), ..copy() },
        &["/media_type not-allowed", "/media_id not-allowed"])]
    #[case(ContentDraft { source_chat_id: Some(1), ..html("x") }, &["/source_chat_id not-allowed"])]
    #[case(with_media(Some(1), Some("AgAC")), &["/media_ref ambiguous"])]
    #[case(with_media(None, None), &["/media_id required"])]
    #[case(ContentDraft { media_type: None, ..with_media(Some(1), None) }, &["/media_type required"])]
    #[case(ContentDraft { body: Some("ы".repeat(1025)), ..with_media(None, None) }, &["/media_id required", "/body too-long"])]
    #[case(with_media(None, Some("ftp://example.com/x")), &["/media_ref bad-url"])]
    fn fields_that_do_not_belong_together_are_reported(
        #[case] draft: ContentDraft,
        #[case] expected: &[&str],
    ) {
        let problems = draft.check(false).unwrap_err();
        let found: Vec<_> =
            problems.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect();
        assert_eq!(found, expected, "{problems:?}");
    }
}
