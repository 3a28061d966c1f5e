//! `reply_markup`, with Telegram's checks of the buttons.

use serde_json::Value;

use super::params::Params;
use crate::refusal::Refusal;
use crate::world::keyboard::{InlineButton, KeyboardButton, Markup, ReplyKeyboard};

/// Actions of an inline button besides `url` and `callback_data`.
const OTHER_ACTIONS: [&str; 8] = [
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];
const MAX_BUTTONS: usize = 100;

/// The keyboard of a new message.
pub(crate) fn read(params: &Params) -> Result<Option<Markup>, Refusal> {
    let Some(value) = params.json::<Value>("reply_markup", "reply keyboard markup JSON object")?
    else {
        return Ok(None);
    };
    let Value::Object(fields) = &value else {
        return Err(Refusal::bad_request("object expected as reply markup"));
    };
    if let Some(rows) = fields.get("inline_keyboard") {
        let inline_keyboard = inline(rows)?;
        return Ok((!inline_keyboard.is_empty()).then_some(Markup::Inline { inline_keyboard }));
    }
    if let Some(rows) = fields.get("keyboard") {
        return Ok(Some(Markup::Keyboard(ReplyKeyboard {
            keyboard: keyboard(rows)?,
            one_time_keyboard: truthy(fields.get("one_time_keyboard")),
            input_field_placeholder: fields
                .get("input_field_placeholder")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })));
    }
    if truthy(fields.get("remove_keyboard")) {
        return Ok(Some(Markup::Remove { remove_keyboard: true }));
    }
    if truthy(fields.get("force_reply")) {
        return Ok(Some(Markup::ForceReply { force_reply: true }));
    }
    Ok(None)
}

/// The keyboard of an edited message: inline or none.
pub(crate) fn read_inline(params: &Params) -> Result<Option<Markup>, Refusal> {
    match read(params)? {
        Some(markup) if markup.inline().is_none() => {
            Err(Refusal::bad_request("inline keyboard expected"))
        }
        markup => Ok(markup),
    }
}

fn truthy(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}

fn rows<'a>(value: &'a Value, field: &str) -> Result<Vec<&'a Vec<Value>>, Refusal> {
    let wrong = || {
        Refusal::bad_request(format!(
            "field \"{field}\" of the ReplyMarkup must be an Array of Arrays"
        ))
    };
    value.as_array().ok_or_else(wrong)?.iter().map(|row| row.as_array().ok_or_else(wrong)).collect()
}

fn inline(value: &Value) -> Result<Vec<Vec<InlineButton>>, Refusal> {
    let mut out = Vec::new();
    for row in rows(value, "inline_keyboard")? {
        let buttons: Vec<InlineButton> = row.iter().map(inline_button).collect::<Result<_, _>>()?;
        if !buttons.is_empty() {
            out.push(buttons);
        }
    }
    if out.iter().map(Vec::len).sum::<usize>() > MAX_BUTTONS {
        return Err(Refusal::bad_request("REPLY_MARKUP_TOO_LONG"));
    }
    Ok(out)
}

fn inline_button(value: &Value) -> Result<InlineButton, Refusal> {
    let wrong =
        |reason| Refusal::bad_request(format!("can't parse inline keyboard button: {reason}"));
    let button: InlineButton = serde_json::from_value(value.clone())
        .map_err(|_| wrong("Field \"text\" must be of type String"))?;
    if button.text.trim().is_empty() {
        return Err(Refusal::bad_request("text buttons must be non-empty"));
    }
    if let Some(url) = &button.url {
        if !is_button_url(url) {
            return Err(Refusal::bad_request("BUTTON_URL_INVALID"));
        }
    } else if let Some(data) = &button.callback_data {
        if data.is_empty() || data.len() > 64 {
            return Err(Refusal::bad_request("BUTTON_DATA_INVALID"));
        }
    } else if !OTHER_ACTIONS.iter().any(|action| button.other.contains_key(*action)) {
        return Err(wrong("Text buttons are unallowed in the inline keyboard"));
    }
    Ok(button)
}

/// Telegram takes web addresses with a dot in the host, and `tg:` links.
fn is_button_url(text: &str) -> bool {
    let text = text.trim();
    let with_scheme = if text.contains("://") || text.starts_with("tg:") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    url::Url::parse(&with_scheme).is_ok_and(|url| match url.scheme() {
        "tg" => true,
        "http" | "https" => {
            url.host_str().is_some_and(|host| host.contains('.') || host.starts_with('['))
        }
        _ => false,
    })
}

fn keyboard(value: &Value) -> Result<Vec<Vec<KeyboardButton>>, Refusal> {
    rows(value, "keyboard")?
        .into_iter()
        .map(|row| row.iter().map(keyboard_button).collect())
        .collect()
}

fn keyboard_button(value: &Value) -> Result<KeyboardButton, Refusal> {
    let button = match value {
        Value::String(text) => Some(KeyboardButton { text: text.clone(), request_contact: false }),
        other => serde_json::from_value(other.clone()).ok(),
    };
    button.filter(|button| !button.text.is_empty()).ok_or_else(|| {
        Refusal::bad_request("can't parse keyboard button: Field \"text\" must be of type String")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn callback_data_has_1_to_64_bytes() {
        let button = |data: &str| inline_button(&json!({"text": "x", "callback_data": data}));
        button(&"я".repeat(32)).unwrap();
        for data in ["", &"я".repeat(33)] {
            assert_eq!(button(data).unwrap_err().description, "Bad Request: BUTTON_DATA_INVALID");
        }
    }

    #[test]
    fn button_addresses() {
        for good in ["https://t.me/x", "tg://user?id=1", "example.com/a", "http://127.0.0.1:8000/"]
        {
            assert!(is_button_url(good), "{good}");
        }
        for bad in ["http://localhost:8000/login", "javascript:alert(1)", "ftp://a.b", " "] {
            assert!(!is_button_url(bad), "{bad}");
        }
    }
}
