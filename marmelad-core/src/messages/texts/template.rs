//! Template syntax of texts: `{name}` is a placeholder, `{{` and `}}` are literal braces.

use std::borrow::Cow;

use crate::messages::escape;

/// A piece of one line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Literal text, doubled braces reduced to one.
    Plain(&'a str),
    /// The name inside `{name}`.
    Placeholder(&'a str),
    /// A brace that is neither doubled nor part of a placeholder.
    Stray(&'a str),
}

/// Renders a text with HTML-escaped values; see [`crate::messages::TextKey::render`] for empty values.
///
/// A placeholder without an entry in `values` stays as written.
pub fn render(template: &str, values: &[(&str, &str)]) -> String {
    render_with(template, |name| {
        values.iter().find(|(given, _)| *given == name).map(|(_, value)| escape(value))
    })
}

/// Replaces placeholders by what `value` returns, without escaping; `None` keeps the placeholder as written.
pub(super) fn render_with<'v>(
    template: &str,
    value: impl Fn(&str) -> Option<Cow<'v, str>>,
) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut left_out = false;
    for line in template.split('\n') {
        let rendered = render_line(line, &value);
        let is_gap =
            line.trim().is_empty() && lines.last().is_none_or(|last| last.trim().is_empty());
        match rendered {
            Some(text) if !(left_out && is_gap) => lines.push(text),
            Some(_) => {}
            None => left_out = true,
        }
    }
    while left_out && lines.last().is_some_and(|last| last.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

/// Renders one line; `None` when the line has placeholders and all of them are empty.
fn render_line<'v>(line: &str, value: &impl Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    let mut text = String::with_capacity(line.len());
    let (mut filled, mut empty) = (false, false);
    for (_, piece) in pieces(line) {
        match piece {
            Piece::Plain(plain) | Piece::Stray(plain) => text.push_str(plain),
            Piece::Placeholder(name) => {
                if let Some(value) = value(name) {
                    let is_empty = value.is_empty();
                    (filled, empty) = (filled || !is_empty, empty || is_empty);
                    text.push_str(&value);
                } else {
                    filled = true;
                    text.extend(["{", name, "}"]);
                }
            }
        }
    }
    (filled || !empty).then_some(text)
}

/// Splits a text into pieces with their byte offsets.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (usize, Piece<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let (length, piece) = match rest.find(['{', '}']) {
            None if rest.is_empty() => return None,
            None => (rest.len(), Piece::Plain(rest)),
            Some(0) => brace(rest),
            Some(brace) => (brace, Piece::Plain(&rest[..brace])),
        };
        let start = at;
        at += length;
        Some((start, piece))
    })
}

/// Reads the piece that starts with the brace at the start of `rest`; returns it with its length in bytes.
fn brace(rest: &str) -> (usize, Piece<'_>) {
    if rest.starts_with("{{") || rest.starts_with("}}") {
        return (2, Piece::Plain(&rest[..1]));
    }
    let name =
        rest.strip_prefix('{').and_then(|inner| inner.split_once('}')).map_or("", |(name, _)| name);
    if !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    {
        (name.len() + 2, Piece::Placeholder(name))
    } else {
        (1, Piece::Stray(&rest[..1]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("Просто текст", "Просто текст")]
    #[case::value("Код {code}!", "Код ДЯА4589!")]
    #[case::escaped("{name}", "Анна &lt;3 &amp; Ко")]
    #[case::braces("{{code}} {code}", "{code} ДЯА4589")]
    #[case::braces_around("{{{code}}}", "{ДЯА4589}")]
    #[case::unknown("{nobody} {code}", "{nobody} ДЯА4589")]
    #[case::stray("a { b } {Code} { code } }", "a { b } {Code} { code } }")]
    #[case::value_with_braces("{braces}", "{code}")]
    #[case::empty_among_others("{code}{none}", "ДЯА4589")]
    #[case::line_left_out("раз\nСумма: {none} ₽\nдва", "раз\nдва")]
    #[case::gap_left_out("раз\n\nСумма: {none}\n\nдва", "раз\n\nдва")]
    #[case::first_left_out("{none}!\n\nдва", "два")]
    #[case::last_left_out("раз\n\n{none}", "раз")]
    #[case::own_gaps_stay("раз\n\n\nдва\n", "раз\n\n\nдва\n")]
    #[case::all_left_out("{none}\n{none}", "")]
    fn renders(#[case] template: &str, #[case] expected: &str) {
        let values =
            [("code", "ДЯА4589"), ("name", "Анна <3 & Ко"), ("braces", "{code}"), ("none", "")];
        assert_eq!(render(template, &values), expected);
    }

    proptest! {
        #[test]
        fn any_template_renders(template in "[{}a-c_\nА ]{0,30}", value in any::<String>()) {
            render(&template, &[("a", &value), ("b", "")]);
        }

        #[test]
        fn doubled_braces_give_the_text_back(text in "[{}а-яa-z ]{0,30}") {
            let template = text.replace('{', "{{").replace('}', "}}");
            prop_assert_eq!(render(&template, &[]), text);
        }
    }
}
