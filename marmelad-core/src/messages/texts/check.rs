//! Checks of an edited text before it is saved.

use std::fmt;

use crate::messages::texts::template::{Piece, pieces, render_with};
use crate::messages::{
    HtmlError, Placeholder, Surface, TextKey, TextSpec, check_html, visible_len_utf16,
};

/// Why a text cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("text `{name}`: {fault}")]
pub struct TextError {
    /// Name of the text, without `text_`.
    pub name: &'static str,
    pub fault: TextFault,
}

/// One thing wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    Empty,
    /// A brace outside a placeholder, with the number of characters before it.
    StrayBrace(usize),
    /// A placeholder that this text may not use.
    UnknownPlaceholder {
        /// The name in the braces.
        name: String,
        /// The names that the text may use.
        allowed: Vec<&'static str>,
    },
    /// A required placeholder is missing.
    MissingPlaceholder(&'static str),
    /// HTML that Telegram would refuse.
    Html(HtmlError),
    /// A tag spans a line that is left out when its placeholders are empty, which would break the HTML.
    HtmlAcrossLines,
    /// Longer than Telegram shows, with every placeholder at its longest.
    TooLong {
        /// The longest possible length, in UTF-16 units.
        length: usize,
        limit: usize,
    },
}

/// Checks an edited text for unknown and missing placeholders, stray braces, invalid HTML and excessive length.
pub fn check_text(key: TextKey, text: &str) -> Result<(), TextError> {
    check(key.spec(), text).map_err(|fault| TextError { name: key.name(), fault })
}

fn check(spec: &TextSpec, text: &str) -> Result<(), TextFault> {
    let rules = TextRules {
        placeholders: spec.placeholders,
        surface: spec.surface,
        limit: spec.surface.limit(),
        may_be_empty: |known| !known.is_required,
    };
    let first = faults(&rules, text).into_iter().next();
    first.map_or_else(|| check_required(spec, text), Err)
}

/// The rules for a text.
pub(crate) struct TextRules<'a> {
    /// The placeholders that the text may use.
    pub(crate) placeholders: &'a [Placeholder],
    /// How Telegram shows it.
    pub(crate) surface: Surface,
    /// The longest text that Telegram shows, in UTF-16 units.
    pub(crate) limit: usize,
    /// Whether a placeholder may be empty, so that its line is left out.
    pub(crate) may_be_empty: fn(&Placeholder) -> bool,
}

/// Lists the faults of a text, except missing required placeholders.
pub(crate) fn faults(rules: &TextRules<'_>, text: &str) -> Vec<TextFault> {
    if text.trim().is_empty() {
        return vec![TextFault::Empty];
    }
    let mut faults = placeholder_faults(rules.placeholders, text);
    let html = match rules.surface {
        Surface::Message => html_fault(rules, text),
        Surface::Toast => None,
    };
    // The length of invalid HTML is undefined, so it is not checked.
    match html {
        Some(fault) => faults.push(fault),
        None => faults.extend(length_fault(rules, text)),
    }
    faults
}

/// Renders the text with these values; unknown placeholders stay as written.
fn with(rules: &TextRules<'_>, text: &str, value: impl Fn(&Placeholder) -> String) -> String {
    render_with(text, |name| {
        let known = rules.placeholders.iter().find(|known| known.name == name);
        known.map(|known| value(known).into())
    })
}

fn html_fault(rules: &TextRules<'_>, text: &str) -> Option<TextFault> {
    let full = with(rules, text, |known| known.sample.to_owned());
    if let Err(error) = check_html(&full) {
        return Some(TextFault::Html(error));
    }
    let shortest = with(rules, text, |known| {
        if (rules.may_be_empty)(known) { String::new() } else { known.sample.to_owned() }
    });
    check_html(&shortest).err().map(|_| TextFault::HtmlAcrossLines)
}

fn length_fault(rules: &TextRules<'_>, text: &str) -> Option<TextFault> {
    let longest = with(rules, text, |known| {
        let rest = known.max_len.saturating_sub(visible_len(known.sample));
        format!("{}{}", known.sample, "x".repeat(rest))
    });
    let length = match rules.surface {
        Surface::Message => visible_len(&longest),
        Surface::Toast => longest.encode_utf16().count(),
    };
    let limit = rules.limit;
    (length > limit).then_some(TextFault::TooLong { length, limit })
}

fn visible_len(html: &str) -> usize {
    visible_len_utf16(html).unwrap_or_else(|_| html.encode_utf16().count())
}

fn placeholder_faults(placeholders: &[Placeholder], text: &str) -> Vec<TextFault> {
    let mut faults = Vec::new();
    for (at, piece) in pieces(text) {
        match piece {
            Piece::Stray(_) => faults.push(TextFault::StrayBrace(text[..at].chars().count())),
            Piece::Placeholder(name) if placeholders.iter().all(|known| known.name != name) => {
                faults.push(TextFault::UnknownPlaceholder {
                    name: name.to_owned(),
                    allowed: placeholders.iter().map(|known| known.name).collect(),
                });
            }
            Piece::Plain(_) | Piece::Placeholder(_) => {}
        }
    }
    faults
}

fn check_required(spec: &TextSpec, text: &str) -> Result<(), TextFault> {
    let mut required = spec.placeholders.iter().filter(|known| known.is_required);
    match required.find(|known| !names_in(text).any(|name| name == known.name)) {
        Some(known) => Err(TextFault::MissingPlaceholder(known.name)),
        None => Ok(()),
    }
}

/// Names of all placeholders in a text, known or not, with repetitions.
pub fn names_in(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|(_, piece)| match piece {
        Piece::Placeholder(name) => Some(name),
        Piece::Plain(_) | Piece::Stray(_) => None,
    })
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "it is empty"),
            Self::StrayBrace(position) => {
                write!(
                    f,
                    "a single brace at character {}; a brace that is meant to be shown is written twice",
                    position + 1
                )
            }
            Self::UnknownPlaceholder { name, allowed } if allowed.is_empty() => {
                write!(f, "`{{{name}}}` is not known; this text has no placeholders")
            }
            Self::UnknownPlaceholder { name, allowed } => {
                write!(
                    f,
                    "`{{{name}}}` is not known; this text may have {{{}}}",
                    allowed.join("}, {")
                )
            }
            Self::MissingPlaceholder(name) => write!(f, "`{{{name}}}` must stand in it"),
            Self::Html(error) => write!(f, "{error}"),
            Self::HtmlAcrossLines => {
                write!(
                    f,
                    "a tag opens on a line with placeholders and closes on another; that line may be left out, so keep tags within it"
                )
            }
            Self::TooLong { length, limit } => {
                write!(
                    f,
                    "with its placeholders at their longest it has {length} characters; at most {limit} are allowed"
                )
            }
        }
    }
}
