//! `parse_mode=HTML`, with the texts of Telegram's refusals.

use super::{Entity, Formatted};

const TAGS: &str = "b strong i em u ins s strike del code pre a tg-spoiler span blockquote";

/// Parses the text; the error is what follows «can't parse entities: ».
pub(crate) fn parse_html(source: &str) -> Result<Formatted, String> {
    let mut parser = Parser {
        source,
        at: 0,
        text: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while let Some(next) = parser.peek() {
        match next {
            '<' if parser.rest().starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => parser.reference(),
            other => {
                parser.at += other.len_utf8();
                parser.push(other);
            }
        }
    }
    if let Some(tag) = parser.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
    }
    let mut entities = parser.entities;
    entities.sort_by_key(|e| (e.offset, usize::MAX - e.length));
    Ok(Formatted { text: parser.text, entities })
}

struct OpenTag {
    name: String,
    argument: Option<String>,
    expandable: bool,
    units: usize,
    bytes: usize,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<OpenTag>,
    entities: Vec<Entity>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, c: char) {
        self.units += c.len_utf16();
        self.text.push(c);
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let end = self.rest().find(|c: char| !keep(c)).unwrap_or(self.rest().len());
        let taken = self.rest()[..end].to_owned();
        self.at += end;
        taken
    }

    fn reference(&mut self) {
        let (c, length) = decode_reference(self.rest()).unwrap_or(('&', 1));
        self.at += length;
        self.push(c);
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let name = self.take_while(|c| !c.is_whitespace() && c != '>').to_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.split(' ').any(|tag| tag == name) {
            return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
        }
        let mut tag = OpenTag {
            name,
            argument: None,
            expandable: false,
            units: self.units,
            bytes: self.text.len(),
        };
        loop {
            self.skip_spaces();
            match self.peek() {
                None => {
                    return Err(format!(
                        "Unclosed start tag \"{}\" at byte offset {begin}",
                        tag.name
                    ));
                }
                Some('>') => {
                    self.at += 1;
                    break;
                }
                Some(_) => self.attribute(&mut tag, begin)?,
            }
        }
        if tag.name == "span" && tag.argument.as_deref() != Some("spoiler") {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(tag);
        Ok(())
    }

    fn attribute(&mut self, tag: &mut OpenTag, begin: usize) -> Result<(), String> {
        let name = self
            .take_while(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/' | '"' | '\''))
            .to_lowercase();
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{}\" at byte offset {begin}",
                tag.name
            ));
        }
        self.skip_spaces();
        let value = if self.peek() == Some('=') {
            self.at += 1;
            self.skip_spaces();
            self.attribute_value(begin)?
        } else {
            String::new()
        };
        match (tag.name.as_str(), name.as_str()) {
            ("a", "href") => tag.argument = Some(value),
            ("code", "class") => {
                tag.argument = value.strip_prefix("language-").map(str::to_owned);
            }
            ("span", "class") => tag.argument = value.strip_prefix("tg-").map(str::to_owned),
            ("blockquote", "expandable") => tag.expandable = true,
            _ => {}
        }
        Ok(())
    }

    fn attribute_value(&mut self, begin: usize) -> Result<String, String> {
        let Some(quote @ ('"' | '\'')) = self.peek() else {
            let token_at = self.at;
            let token = self
                .take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
                .to_lowercase();
            return match self.peek() {
                Some(c) if c.is_whitespace() || c == '>' => Ok(token),
                _ => Err(format!("Unexpected end of name token at byte offset {token_at}")),
            };
        };
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek() {
            if c == quote {
                self.at += 1;
                return Ok(value);
            }
            let (decoded, length) = decode_reference(self.rest()).unwrap_or((c, c.len_utf8()));
            value.push(decoded);
            self.at += length;
        }
        Err(format!("Unclosed start tag at byte offset {begin}"))
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(tag) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        let name = self.take_while(|c| !c.is_whitespace() && c != '>').to_lowercase();
        self.skip_spaces();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != tag.name {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                tag.name
            ));
        }
        if self.units > tag.units {
            self.close(tag);
        }
        Ok(())
    }

    fn close(&mut self, tag: OpenTag) {
        let kind = match tag.name.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "u" | "ins" => "underline",
            "s" | "strike" | "del" => "strikethrough",
            "tg-spoiler" | "span" => "spoiler",
            "blockquote" if tag.expandable => "expandable_blockquote",
            "a" => "text_link",
            other => other,
        };
        let mut entity = Entity::new(kind, tag.units, self.units - tag.units);
        match kind {
            "text_link" => {
                let target = tag
                    .argument
                    .filter(|href| !href.is_empty())
                    .unwrap_or_else(|| self.text[tag.bytes..].to_owned());
                match link_address(&target) {
                    Some(address) => entity.url = Some(address),
                    None => return,
                }
            }
            // `<pre><code class="language-…">` is one block, not two.
            "pre" => {
                let inner = self
                    .entities
                    .iter()
                    .position(|e| {
                        e.kind == "code" && e.offset == entity.offset && e.length == entity.length
                    })
                    .map(|at| self.entities.remove(at));
                entity.language = inner.and_then(|code| code.language);
            }
            "code" => entity.language = tag.argument,
            _ => {}
        }
        self.entities.push(entity);
    }
}

/// The address of a link; a link without a usable address is shown as plain text, not refused.
fn link_address(target: &str) -> Option<String> {
    let with_scheme =
        if target.contains(':') { target.to_owned() } else { format!("http://{target}") };
    let url = url::Url::parse(&with_scheme).ok()?;
    match url.scheme() {
        "tg" | "ton" => Some(url.into()),
        "http" | "https" if url.host_str().is_some_and(|host| host.contains('.')) => {
            Some(url.into())
        }
        _ => None,
    }
}

/// The character behind `&lt; &gt; &amp; &quot; &#…;` and its source length.
fn decode_reference(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
        let value = u32::from_str_radix(&digits[..length], radix).ok()?;
        let c = char::from_u32(value).filter(|c| *c != '\0')?;
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((c, prefix + length + semicolon));
    }
    for (name, c) in [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')] {
        if let Some(after) = body.strip_prefix(name) {
            if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            return Some((c, 1 + name.len() + usize::from(after.starts_with(';'))));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::utf16_len;
    use super::*;

    #[test]
    fn offsets_count_utf16_units() {
        let parsed = parse_html("😀 <b>Код</b> <code>ДЯА4589</code>").unwrap();
        assert_eq!(parsed.text, "😀 Код ДЯА4589");
        assert_eq!(parsed.entities, vec![Entity::new("bold", 3, 3), Entity::new("code", 7, 7)]);
        assert_eq!(utf16_len(&parsed.text), 14);
    }

    #[test]
    fn references_are_decoded_and_unknown_ones_stay() {
        let parsed = parse_html("&lt;b&gt; &amp;&quot; &#1046;&#x416; &nbsp; & x").unwrap();
        assert_eq!(parsed.text, "<b> &\" ЖЖ &nbsp; & x");
    }

    #[test]
    fn links_spoilers_and_code_blocks() {
        let parsed = parse_html(
            "<a href=\"https://t.me/x?start=1&amp;b\">go</a><span class='tg-spoiler'>s</span>\
             <pre><code class=\"language-rust\">fn</code></pre>",
        )
        .unwrap();
        assert_eq!(parsed.entities.len(), 3);
        assert_eq!(parsed.entities[0].url.as_deref(), Some("https://t.me/x?start=1&b"));
        assert_eq!(parsed.entities[1].kind, "spoiler");
        assert_eq!(parsed.entities[2].language.as_deref(), Some("rust"));
    }

    #[test]
    fn refusals_are_telegrams() {
        for (source, message) in [
            ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("<h1>x</h1>", "Unsupported start tag \"h1\" at byte offset 0"),
            ("a < b", "Unsupported start tag \"\" at byte offset 2"),
            ("<b", "Unclosed start tag at byte offset 0"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            (
                "<span class=\"big\">x</span>",
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            ),
        ] {
            assert_eq!(parse_html(source).unwrap_err(), message, "{source}");
        }
    }
}
