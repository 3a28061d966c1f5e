//! Buttons, from the domain's words to the Bot API's.

use marmelad_core::delivery::{ButtonAction, InlineButton, Keyboard, ReplyButton, SendError};
use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup,
    KeyboardRemove, ReplyMarkup,
};
use url::Url;

pub(super) fn reply_markup(keyboard: &Keyboard) -> Result<ReplyMarkup, SendError> {
    Ok(match keyboard {
        Keyboard::Inline(rows) => ReplyMarkup::InlineKeyboard(inline(rows)?),
        Keyboard::Reply(rows) => ReplyMarkup::Keyboard(reply(rows)),
        Keyboard::Remove => ReplyMarkup::KeyboardRemove(KeyboardRemove::new()),
    })
}

/// Buttons under a message; none take those away that are there.
pub(super) fn inline(rows: &[Vec<InlineButton>]) -> Result<InlineKeyboardMarkup, SendError> {
    let rows: Vec<Vec<InlineKeyboardButton>> =
        rows.iter().map(|row| row.iter().map(button).collect()).collect::<Result<_, _>>()?;
    Ok(InlineKeyboardMarkup::new(rows))
}

fn button(
    InlineButton { label, action }: &InlineButton,
) -> Result<InlineKeyboardButton, SendError> {
    match action {
        ButtonAction::Callback(data) => Ok(InlineKeyboardButton::callback(label, data)),
        ButtonAction::Url(address) => {
            Url::parse(address).map(|url| InlineKeyboardButton::url(label, url)).map_err(|error| {
                SendError::BodyRejected(format!("button address `{address}`: {error}"))
            })
        }
    }
}

/// Stays in view between messages, no taller than its rows.
fn reply(rows: &[Vec<ReplyButton>]) -> KeyboardMarkup {
    let rows = rows.iter().map(|row| {
        row.iter().map(|button| match button {
            ReplyButton::Text(label) => KeyboardButton::new(label),
            ReplyButton::Contact(label) => {
                KeyboardButton::new(label).request(ButtonRequest::Contact)
            }
        })
    });
    KeyboardMarkup::new(rows).resize_keyboard().persistent()
}
