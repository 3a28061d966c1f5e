//! Entities back to HTML, for readers of the history and the chat page.

use super::Entity;

/// Renders text and entities as the HTML subset that bots send.
pub(crate) fn to_html(text: &str, entities: &[Entity]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<&Entity> = Vec::new();
    let mut waiting = entities.iter().filter(|e| tag(e).is_some()).peekable();
    let mut units = 0;
    for c in text.chars() {
        close_until(&mut out, &mut open, units);
        while let Some(entity) = waiting.next_if(|e| e.offset <= units) {
            out.push_str(&start_tag(entity));
            open.push(entity);
        }
        escape_into(&mut out, c);
        units += c.len_utf16();
    }
    close_until(&mut out, &mut open, usize::MAX);
    out
}

/// Closes what ends here, and reopens what was opened inside it.
fn close_until(out: &mut String, open: &mut Vec<&Entity>, units: usize) {
    let Some(first) = open.iter().position(|e| e.end() <= units) else {
        return;
    };
    let touched = open.split_off(first);
    for entity in touched.iter().rev() {
        out.push_str("</");
        out.push_str(tag(entity).unwrap_or_default());
        out.push('>');
    }
    for entity in touched.into_iter().filter(|e| e.end() > units) {
        out.push_str(&start_tag(entity));
        open.push(entity);
    }
}

fn tag(entity: &Entity) -> Option<&'static str> {
    Some(match entity.kind.as_str() {
        "bold" => "b",
        "italic" => "i",
        "underline" => "u",
        "strikethrough" => "s",
        "spoiler" => "tg-spoiler",
        "code" => "code",
        "pre" => "pre",
        "text_link" => "a",
        "blockquote" | "expandable_blockquote" => "blockquote",
        _ => return None,
    })
}

fn start_tag(entity: &Entity) -> String {
    match (&entity.url, tag(entity)) {
        (Some(url), Some("a")) => {
            let mut out = String::from("<a href=\"");
            url.chars().for_each(|c| escape_into(&mut out, c));
            out.push_str("\">");
            out
        }
        (_, name) => format!("<{}>", name.unwrap_or_default()),
    }
}

fn escape_into(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::parse_html;
    use super::*;

    #[test]
    fn html_survives_the_round_trip() {
        for source in [
            "<b>a <i>b</i></b> &lt;x&gt; 😀<code>ДЯА</code>",
            "<a href=\"https://t.me/x?a=1&amp;b=2\">go</a>",
            "plain",
        ] {
            let parsed = parse_html(source).unwrap();
            assert_eq!(to_html(&parsed.text, &parsed.entities), source);
        }
    }

    #[test]
    fn crossing_entities_stay_well_formed() {
        let entities = [Entity::new("bold", 0, 2), Entity::new("italic", 1, 2)];
        assert_eq!(to_html("abc", &entities), "<b>a<i>b</i></b><i>c</i>");
    }
}
