//! Text or caption of a message, from `parse_mode` or explicit entities.

use super::params::Params;
use crate::refusal::Refusal;
use crate::text::{Entity, Formatted, parse_html, utf16_len};

/// Longest text of a message, UTF-16 units after parsing.
const MAX_TEXT: usize = 4096;
/// Longest caption of a media, UTF-16 units after parsing.
const MAX_CAPTION: usize = 1024;

/// The `text` parameter; empty text is refused.
pub(crate) fn text(params: &Params) -> Result<Formatted, Refusal> {
    let text = formatted(params, "text", "entities")?;
    if text.text.is_empty() {
        return Err(Refusal::bad_request("message text is empty"));
    }
    if utf16_len(&text.text) > MAX_TEXT {
        return Err(Refusal::bad_request("message is too long"));
    }
    Ok(text)
}

/// The `caption` parameter, possibly absent.
pub(crate) fn caption(params: &Params) -> Result<Formatted, Refusal> {
    let caption = formatted(params, "caption", "caption_entities")?;
    if utf16_len(&caption.text) > MAX_CAPTION {
        return Err(Refusal::bad_request("message caption is too long"));
    }
    Ok(caption)
}

fn formatted(params: &Params, key: &str, entities_key: &str) -> Result<Formatted, Refusal> {
    let source = params.text(key).unwrap_or_default();
    let parsed = match params.text("parse_mode") {
        None => Formatted {
            text: source.to_owned(),
            entities: params
                .json::<Vec<Entity>>(entities_key, "MessageEntity")?
                .unwrap_or_default(),
        },
        Some(mode) if mode.eq_ignore_ascii_case("html") => parse_html(source)
            .map_err(|reason| Refusal::bad_request(format!("can't parse entities: {reason}")))?,
        Some(_) => return Err(Refusal::bad_request("unsupported parse_mode")),
    };
    Ok(parsed.finish())
}
