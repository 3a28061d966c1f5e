//! The rules for a broadcast's content.

use crate::broadcasts::{
    BroadcastContent, BroadcastMedia, ContentProblem, MediaSource, allowed_placeholders, buttons,
    may_be_empty, needs_template,
};
use crate::messages::{Surface, TextFault, TextRules, faults, html, render};

/// Longest text in UTF-16 units, after parsing the HTML, with every placeholder at its longest.
pub const TEXT_LIMIT: usize = 4096;
/// Longest caption, counted like a text.
pub const CAPTION_LIMIT: usize = 1024;
/// Longest address or file id, in characters: the width of the column.
const LONGEST_REF: usize = 1024;

impl BroadcastContent {
    /// Every rule that the content breaks; empty when it may be sent. `has_template`: every
    /// recipient gets a code.
    pub fn problems(&self, has_template: bool) -> Vec<ContentProblem> {
        let mut problems = match self {
            Self::Html { body, media, .. } => {
                let media = media.as_ref();
                let mut problems = body_problems(body, media.is_some(), has_template);
                problems.extend(media.and_then(media_problem));
                problems
            }
            Self::Copy { source_chat, source_message, .. } => {
                copy_problems(source_chat.0, source_message.0, has_template)
            }
        };
        problems.extend(buttons::problems(self.buttons()));
        problems
    }
}

fn body_problems(body: &str, has_media: bool, has_template: bool) -> Vec<ContentProblem> {
    let limit = if has_media { CAPTION_LIMIT } else { TEXT_LIMIT };
    let rules = TextRules {
        placeholders: allowed_placeholders(has_template),
        surface: Surface::Message,
        limit,
        may_be_empty,
    };
    let mut found: Vec<_> = faults(&rules, body)
        .into_iter()
        .filter(|fault| !(has_media && *fault == TextFault::Empty))
        .map(|fault| body_problem(&fault, has_media, has_template))
        .collect();
    if found.is_empty() && !has_media && can_be_blank(body, has_template) {
        found.push(body_problem(&TextFault::Empty, has_media, has_template));
    }
    found.dedup();
    found
}

/// Whether some recipient could get an empty text: tags around nothing, or only a placeholder whose
/// value is empty for some codes.
fn can_be_blank(body: &str, has_template: bool) -> bool {
    let values: Vec<_> = allowed_placeholders(has_template)
        .iter()
        .map(|known| (known.name, if may_be_empty(known) { "" } else { known.sample }))
        .collect();
    html::is_blank(&render(body, &values)).unwrap_or(false)
}

fn body_problem(fault: &TextFault, has_media: bool, has_template: bool) -> ContentProblem {
    let (code, message) = match fault {
        TextFault::Empty => {
            ("required", "there is nothing to read; write a text or add a picture".to_owned())
        }
        TextFault::StrayBrace(_) => ("stray-brace", fault.to_string()),
        TextFault::UnknownPlaceholder { name, .. } if !has_template && needs_template(name) => (
            "placeholder-needs-template",
            format!(
                "`{{{name}}}` is about the recipient's code; choose a discount template or take it out"
            ),
        ),
        TextFault::UnknownPlaceholder { .. } => ("unknown-placeholder", fault.to_string()),
        TextFault::Html(error) => ("bad-html", error.to_string()),
        TextFault::HtmlAcrossLines => ("html-across-lines", fault.to_string()),
        TextFault::TooLong { length, limit } if has_media => (
            "too-long",
            format!(
                "with its placeholders at their longest the caption has {length} characters; at most {limit} are \
                 allowed under a file, shorten it or send the text without the file"
            ),
        ),
        TextFault::TooLong { .. } => ("too-long", fault.to_string()),
        // A broadcast requires no placeholder.
        TextFault::MissingPlaceholder(_) => ("missing-placeholder", fault.to_string()),
    };
    ContentProblem::new("/body", code, message)
}

fn media_problem(media: &BroadcastMedia) -> Option<ContentProblem> {
    let given = match &media.source {
        MediaSource::Upload(_) => return None,
        MediaSource::Url(given) | MediaSource::FileId(given) => given,
    };
    let length = given.chars().count();
    if length > LONGEST_REF {
        let message = format!("{length} characters; at most {LONGEST_REF} are allowed");
        return Some(ContentProblem::new("/media_ref", "too-long", message));
    }
    match &media.source {
        MediaSource::Url(url) if !buttons::is_web_address(url) => Some(ContentProblem::new(
            "/media_ref",
            "bad-url",
            "expected an http or https address that Telegram can fetch, such as https://example.com/picture.jpg",
        )),
        MediaSource::FileId(id) if !is_file_id(id) => Some(ContentProblem::new(
            "/media_ref",
            "bad-file-id",
            "neither an http or https address nor a Telegram file id (letters, digits, `-` and `_`)",
        )),
        _ => None,
    }
}

fn is_file_id(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn copy_problems(chat: i64, message: i64, has_template: bool) -> Vec<ContentProblem> {
    let mut problems = Vec::new();
    if chat <= 0 {
        problems.push(ContentProblem::new(
            "/source_chat_id",
            "bad-source",
            "expected the private chat with the main bot in which the message stands: the sender's Telegram id",
        ));
    }
    if !(1..=i64::from(i32::MAX)).contains(&message) {
        problems.push(ContentProblem::new(
            "/source_message_id",
            "bad-source",
            "expected the id of a message in that chat",
        ));
    }
    if has_template {
        problems.push(ContentProblem::new(
            "/template_id",
            "copy-has-no-code",
            "a copied message cannot show a code; leave the discount template out or write the broadcast as `html`",
        ));
    }
    problems
}

#[cfg(test)]
mod tests;
