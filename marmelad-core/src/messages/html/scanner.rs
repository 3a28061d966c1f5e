//! A one-pass scanner of Telegram's HTML that stops at the first fault.

use crate::messages::{HtmlError, HtmlFault, is_link};

pub(super) const TAGS: [&str; 14] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "a",
    "tg-spoiler",
    "blockquote",
];

/// The visible part of a text.
pub(super) struct Seen {
    /// Its length in UTF-16 units.
    pub(super) units: usize,
    /// Whether the visible text is empty or white space only.
    pub(super) is_blank: bool,
}

/// Scans the whole text.
pub(super) fn scan(html: &str) -> Result<Seen, HtmlError> {
    let mut scanner = Scanner { html, at: 0, open: Vec::new() };
    let mut seen = Seen { units: 0, is_blank: true };
    while let Some(sign) = scanner.peek() {
        let shown = match sign {
            '<' => {
                scanner.tag()?;
                continue;
            }
            '&' => scanner.entity()?,
            other => {
                scanner.at += other.len_utf8();
                other
            }
        };
        seen.units += shown.len_utf16();
        seen.is_blank &= shown.is_whitespace();
    }
    match scanner.open.last() {
        Some(&(tag, at)) => Err(scanner.fault_at(at, HtmlFault::Unclosed(tag))),
        None => Ok(seen),
    }
}

struct Scanner<'a> {
    html: &'a str,
    /// Byte offset of the next character to read.
    at: usize,
    /// The open tags with the byte offset of each, outermost first.
    open: Vec<(&'static str, usize)>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, sign: char) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|sign| !wanted(sign)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn fault_at(&self, byte: usize, fault: HtmlFault) -> HtmlError {
        HtmlError { position: self.html[..byte].chars().count(), fault }
    }

    /// Reads a tag from its `<` to its `>`.
    fn tag(&mut self) -> Result<(), HtmlError> {
        let start = self.at;
        self.eat('<');
        let closing = self.eat('/');
        let name = self
            .take_while(|sign| sign.is_ascii_alphanumeric() || sign == '-')
            .to_ascii_lowercase();
        if !name.starts_with(|sign: char| sign.is_ascii_lowercase()) {
            return Err(self.fault_at(start, HtmlFault::StrayLess));
        }
        let known = TAGS.into_iter().find(|tag| *tag == name);
        if closing {
            self.close(start, name)
        } else {
            let Some(tag) = known else {
                return Err(self.fault_at(start, HtmlFault::UnknownTag(name)));
            };
            self.nest(start, tag)?;
            self.attributes(start, tag)?;
            self.open.push((tag, start));
            Ok(())
        }
    }

    fn close(&mut self, start: usize, closing: String) -> Result<(), HtmlError> {
        self.take_while(char::is_whitespace);
        if !self.eat('>') {
            return Err(self.fault_at(start, HtmlFault::UnfinishedTag));
        }
        match self.open.pop() {
            Some((open, _)) if open == closing => Ok(()),
            open => Err(self.fault_at(
                start,
                HtmlFault::WrongClosing { open: open.map(|(tag, _)| tag), closing },
            )),
        }
    }

    /// Refuses nesting that Telegram silently drops: anything in `code` and `pre` (except `code` in `pre`), `a` in
    /// `a`, a quotation in a quotation.
    fn nest(&self, start: usize, inner: &'static str) -> Result<(), HtmlError> {
        let refuses = |outer: &str| match outer {
            "pre" => inner != "code",
            "code" => true,
            "a" | "blockquote" => inner == outer,
            _ => false,
        };
        match self.open.iter().find(|(outer, _)| refuses(outer)) {
            Some(&(outer, _)) => Err(self.fault_at(start, HtmlFault::BadNesting { inner, outer })),
            None => Ok(()),
        }
    }

    /// Reads the attributes of an opening tag up to and including its `>`.
    fn attributes(&mut self, start: usize, tag: &'static str) -> Result<(), HtmlError> {
        let mut seen = false;
        loop {
            self.take_while(char::is_whitespace);
            if self.eat('>') {
                break;
            }
            let at = self.at;
            let name = self
                .take_while(|sign| {
                    !sign.is_whitespace() && !matches!(sign, '=' | '>' | '<' | '"' | '\'')
                })
                .to_ascii_lowercase();
            if name.is_empty() {
                return Err(self.fault_at(start, HtmlFault::UnfinishedTag));
            }
            let allowed =
                matches!((tag, name.as_str()), ("a", "href") | ("code", "class")) && !seen;
            if !allowed {
                return Err(self.fault_at(at, HtmlFault::UnknownAttribute { tag, name }));
            }
            seen = true;
            let value = self.value()?;
            let fault = match tag {
                "a" if !is_link(&value) => HtmlFault::BadLink(value),
                "code" if !is_language(&value) => HtmlFault::BadClass(value),
                _ => continue,
            };
            return Err(self.fault_at(at, fault));
        }
        if tag == "a" && !seen { Err(self.fault_at(start, HtmlFault::MissingHref)) } else { Ok(()) }
    }

    /// Reads `= "value"` and decodes its entities.
    fn value(&mut self) -> Result<String, HtmlError> {
        let at = self.at;
        self.take_while(char::is_whitespace);
        let quote = if self.eat('=') {
            self.take_while(char::is_whitespace);
            self.peek().filter(|sign| matches!(sign, '"' | '\''))
        } else {
            None
        };
        let Some(quote) = quote else {
            return Err(self.fault_at(at, HtmlFault::UnquotedValue));
        };
        self.eat(quote);
        let mut value = String::new();
        while !self.eat(quote) {
            match self.peek() {
                Some('&') => value.push(self.entity()?),
                Some(sign) => {
                    value.push(sign);
                    self.at += sign.len_utf8();
                }
                None => return Err(self.fault_at(at, HtmlFault::UnquotedValue)),
            }
        }
        Ok(value)
    }

    /// Decodes the entity at `&`, or returns a bare `&`, which Telegram shows unchanged.
    fn entity(&mut self) -> Result<char, HtmlError> {
        let start = self.at;
        self.eat('&');
        let decoded = if self.eat('#') {
            let radix = if self.eat('x') || self.eat('X') { 16 } else { 10 };
            let digits = self.take_while(|sign| sign.is_digit(radix));
            u32::from_str_radix(digits, radix)
                .ok()
                .and_then(char::from_u32)
                .filter(|sign| *sign != '\0')
        } else {
            match self.take_while(|sign| sign.is_ascii_alphabetic()) {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                _ => None,
            }
        };
        let ended = self.eat(';');
        match decoded {
            Some(sign) => Ok(sign),
            None if ended && self.at > start + 2 => Err(self
                .fault_at(start, HtmlFault::UnknownEntity(self.html[start..self.at].to_owned()))),
            None => {
                self.at = start + 1;
                Ok('&')
            }
        }
    }
}

/// Whether a `class` names a language (`language-rust`), the only class that Telegram accepts.
fn is_language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| {
        !name.is_empty()
            && name.chars().all(|sign| {
                sign.is_ascii_alphanumeric() || matches!(sign, '-' | '+' | '#' | '.' | '_')
            })
    })
}
