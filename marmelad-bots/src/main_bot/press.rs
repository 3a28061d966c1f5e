//! Pressed inline buttons.

use marmelad_core::callbacks::MainButton;
use marmelad_core::messages::TextKey;
use teloxide::types::{CallbackQuery, InlineKeyboardButtonKind, MaybeInaccessibleMessage};

use super::broadcast::Choice;
use super::state::MainDialogue;
use super::visit::Visit;
use super::{birthday, consent, erase, gender, marketing, phone};
use crate::shared::{HandlerResult, Press};

/// Which button it is, if one of this version.
pub(super) fn button(press: &Press) -> Option<MainButton> {
    press.data.parse().ok()
}

/// What it decides about an admin's message for everybody, if anything.
pub(super) fn choice(button: MainButton) -> Option<Choice> {
    match button {
        MainButton::SendBroadcast(draft) => Some(Choice::Send(draft)),
        MainButton::CancelBroadcast(draft) => Some(Choice::Cancel(draft)),
        _ => None,
    }
}

/// Whether the button does nothing any more. What cannot be undone is not done by one that was taken
/// away before it was pressed.
pub(super) fn is_stale(query: &CallbackQuery, press: &Press) -> bool {
    button(press).is_none_or(|button| button == MainButton::EraseConfirm && !is_there(query))
}

/// Does what the button says, and ends its waiting meanwhile.
pub(super) async fn handle(
    visit: Visit,
    dialogue: MainDialogue,
    query: CallbackQuery,
    press: Press,
    button: MainButton,
) -> HandlerResult {
    let toast = match marketing::toast(button) {
        Some(key) => Some(visit.text(key, &[]).await?),
        None => None,
    };
    let acknowledged = visit.chat.acknowledge(&press, toast);
    let handled = act(&visit, &dialogue, &query, &press, button);
    futures::join!(acknowledged, handled).1
}

async fn act(
    visit: &Visit,
    dialogue: &MainDialogue,
    query: &CallbackQuery,
    press: &Press,
    button: MainButton,
) -> HandlerResult {
    match button {
        MainButton::Consent => consent::given(visit, press).await,
        MainButton::MarketingConsent => consent::marketing_given(visit, press).await,
        MainButton::Birthday => birthday::asked(visit.clone(), dialogue.clone()).await,
        MainButton::Phone => phone::asked(visit, dialogue).await,
        MainButton::AskGender => gender::asked(visit).await,
        MainButton::Gender(gender) => gender::chosen(visit, press, gender).await,
        MainButton::StopMarketing => marketing::stop_pressed(visit, query, press).await,
        MainButton::ResumeMarketing => marketing::resume_pressed(visit, query, press).await,
        MainButton::Erase => erase::asked(visit).await,
        MainButton::EraseConfirm => erase::confirmed(visit, press).await,
        // These have a branch of their own.
        MainButton::SendBroadcast(_) | MainButton::CancelBroadcast(_) => Ok(()),
        MainButton::Cancel => visit.replace(press, TextKey::CANCELLED, &[]).await,
    }
}

/// A button of an older version, or of nobody's.
pub(super) async fn stale(visit: Visit, press: Press) -> HandlerResult {
    let settings = visit.app.settings().await?;
    let text = visit
        .app
        .wording(&settings)
        .text(TextKey::BUTTON_STALE, &[]);
    visit.chat.acknowledge(&press, Some(text)).await;
    Ok(())
}

/// Whether the message still had the button when it was pressed. Telegram does not tell of messages
/// that are old or gone.
fn is_there(query: &CallbackQuery) -> bool {
    let Some(MaybeInaccessibleMessage::Regular(message)) = &query.message else {
        return false;
    };
    message.reply_markup().is_some_and(|markup| {
        markup.inline_keyboard.iter().flatten().any(|button| {
            matches!(&button.kind, InlineKeyboardButtonKind::CallbackData(data) if Some(data) == query.data.as_ref())
        })
    })
}
