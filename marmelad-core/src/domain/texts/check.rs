//! Checking a text that somebody wrote, before it is saved.

use std::fmt;

use super::template::{Piece, pieces, render_with};
use super::{Placeholder, Surface, TextKey, TextSpec};
use crate::domain::html::{HtmlError, check_html, visible_len_utf16};

/// Why a text cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("text `{name}`: {fault}")]
pub struct TextError {
    /// Which text, without `text_`.
    pub name: &'static str,
    /// What is wrong.
    pub fault: TextFault,
}

/// One thing wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing to send.
    Empty,
    /// A brace that is no part of a placeholder, after so many characters.
    StrayBrace(usize),
    /// A placeholder that this text does not have.
    UnknownPlaceholder {
        /// What stands in the braces.
        name: String,
        /// What may stand there.
        allowed: Vec<&'static str>,
    },
    /// A placeholder that must be in it is not.
    MissingPlaceholder(&'static str),
    /// HTML that Telegram would refuse.
    Html(HtmlError),
    /// HTML that breaks when a line with nothing to show is left out.
    HtmlAcrossLines,
    /// Longer than Telegram shows, with every placeholder at its longest.
    TooLong {
        /// How long it can get, in UTF-16 units.
        length: usize,
        /// The most allowed.
        limit: usize,
    },
}

/// Refuses unknown and missing placeholders, stray braces, bad HTML and what can get too long.
pub fn check_text(key: TextKey, text: &str) -> Result<(), TextError> {
    check(key.spec(), text).map_err(|fault| TextError {
        name: key.name(),
        fault,
    })
}

fn check(spec: &TextSpec, text: &str) -> Result<(), TextFault> {
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    check_placeholders(spec, text)?;
    let with = |value: fn(&Placeholder) -> String| {
        render_with(text, |name| {
            spec.placeholders
                .iter()
                .find(|known| known.name == name)
                .map(|known| value(known).into())
        })
    };
    if spec.surface == Surface::Message {
        check_html(&with(|known| known.sample.to_owned())).map_err(TextFault::Html)?;
        let without_optional = with(|known| {
            if known.is_required {
                known.sample.to_owned()
            } else {
                String::new()
            }
        });
        check_html(&without_optional).map_err(|_| TextFault::HtmlAcrossLines)?;
    }
    let longest = with(|known| {
        format!(
            "{}{}",
            known.sample,
            "x".repeat(known.max_len.saturating_sub(visible_len(known.sample)))
        )
    });
    let length = match spec.surface {
        Surface::Message => visible_len(&longest),
        Surface::Toast => longest.encode_utf16().count(),
    };
    let limit = spec.surface.limit();
    if length > limit {
        Err(TextFault::TooLong { length, limit })
    } else {
        Ok(())
    }
}

fn visible_len(html: &str) -> usize {
    visible_len_utf16(html).unwrap_or_else(|_| html.encode_utf16().count())
}

fn check_placeholders(spec: &TextSpec, text: &str) -> Result<(), TextFault> {
    let mut seen = Vec::new();
    for (at, piece) in pieces(text) {
        match piece {
            Piece::Plain(_) => {}
            Piece::Stray(_) => return Err(TextFault::StrayBrace(text[..at].chars().count())),
            Piece::Placeholder(name)
                if spec.placeholders.iter().any(|known| known.name == name) =>
            {
                seen.push(name);
            }
            Piece::Placeholder(name) => {
                let allowed = spec.placeholders.iter().map(|known| known.name).collect();
                return Err(TextFault::UnknownPlaceholder {
                    name: name.to_owned(),
                    allowed,
                });
            }
        }
    }
    let missing = spec
        .placeholders
        .iter()
        .find(|known| known.is_required && !seen.contains(&known.name));
    missing.map_or(Ok(()), |known| {
        Err(TextFault::MissingPlaceholder(known.name))
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
                write!(
                    f,
                    "`{{{name}}}` is not known; this text has no placeholders"
                )
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
