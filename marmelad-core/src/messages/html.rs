//! Telegram's HTML: escaping, checking, and the length as Telegram counts it.

use std::borrow::Cow;
use std::fmt;

mod scanner;

/// Escapes a text for HTML, also inside a quoted attribute.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Checks HTML and refuses what Telegram would refuse or silently drop; [`HtmlFault`] lists the rules.
pub fn check_html(html: &str) -> Result<(), HtmlError> {
    visible_len_utf16(html).map(|_| ())
}

/// The visible length in UTF-16 units, by which Telegram applies its limits: tags do not count, an entity counts as
/// the character it stands for.
pub fn visible_len_utf16(html: &str) -> Result<usize, HtmlError> {
    scanner::scan(html).map(|seen| seen.units)
}

/// Whether nothing of the text is visible; Telegram refuses such a message as empty.
pub fn is_blank(html: &str) -> Result<bool, HtmlError> {
    scanner::scan(html).map(|seen| seen.is_blank)
}

/// Cuts a text to at most `max` (≥ 1) UTF-16 units; a cut text ends in `…`.
pub fn truncate_utf16(text: &str, max: usize) -> Cow<'_, str> {
    let mut units = 0;
    let mut cut_at = 0;
    for (start, sign) in text.char_indices() {
        units += sign.len_utf16();
        if units > max {
            return Cow::Owned(format!("{}…", text[..cut_at].trim_end()));
        }
        if units < max {
            cut_at = start + sign.len_utf8();
        }
    }
    Cow::Borrowed(text)
}

/// Whether a message or a button may open this address: `http` or `https` with a host, or `tg`.
pub fn is_link(address: &str) -> bool {
    if address.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
        return false;
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return false;
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.starts_with(|sign: char| sign.is_alphanumeric() || sign == '[')
        }
        "tg" => !rest.is_empty(),
        _ => false,
    }
}

/// What is wrong with a piece of HTML, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (at character {})", .position + 1)]
pub struct HtmlError {
    /// Number of characters before the fault.
    pub position: usize,
    pub fault: HtmlFault,
}

/// A violation of Telegram's HTML rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HtmlFault {
    /// `<` that begins no tag.
    StrayLess,
    /// A tag without its `>`.
    UnfinishedTag,
    /// A tag outside the allowed ones.
    UnknownTag(String),
    /// An attribute that its tag may not have, or a second one.
    UnknownAttribute { tag: &'static str, name: String },
    /// An attribute value without its opening or closing quote.
    UnquotedValue,
    /// `a` without an address.
    MissingHref,
    /// An address that is not http, https or tg.
    BadLink(String),
    /// A `class` of `code` that names no language.
    BadClass(String),
    /// A closing tag that does not match the last opened tag.
    WrongClosing {
        /// The last opened tag, if any is open.
        open: Option<&'static str>,
        /// Name of the closing tag.
        closing: String,
    },
    /// A tag that is never closed.
    Unclosed(&'static str),
    /// A tag inside one that cannot contain it.
    BadNesting { inner: &'static str, outer: &'static str },
    /// An entity that Telegram does not know.
    UnknownEntity(String),
}

impl fmt::Display for HtmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StrayLess => write!(f, "a bare `<` begins no tag; write it as `&lt;`"),
            Self::UnfinishedTag => write!(f, "the tag is not finished with `>`"),
            Self::UnknownTag(tag) => write!(
                f,
                "the tag `{tag}` is not allowed; allowed are {}",
                scanner::TAGS.join(", ")
            ),
            Self::UnknownAttribute { tag, name } => {
                write!(
                    f,
                    "`{tag}` cannot have `{name}` here; allowed are `href` in `a` and one `class` in `code`"
                )
            }
            Self::UnquotedValue => write!(f, "the value of an attribute must stand in quotes"),
            Self::MissingHref => write!(f, "`a` needs `href` with an address"),
            Self::BadLink(address) => write!(f, "`{address}` is no http, https or tg address"),
            Self::BadClass(class) => {
                write!(f, "`{class}` is no class for `code`; expected `language-…`")
            }
            Self::WrongClosing { open: Some(open), closing } => {
                write!(f, "`</{closing}>` stands where `</{open}>` is needed")
            }
            Self::WrongClosing { open: None, closing } => {
                write!(f, "`</{closing}>` closes nothing")
            }
            Self::Unclosed(tag) => write!(f, "`<{tag}>` is never closed"),
            Self::BadNesting { inner, outer } => {
                write!(f, "`{inner}` cannot stand inside `{outer}`")
            }
            Self::UnknownEntity(entity) => {
                write!(
                    f,
                    "`{entity}` is not known to Telegram; it knows &lt; &gt; &amp; &quot; and numbers such as &#8381;"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests;
