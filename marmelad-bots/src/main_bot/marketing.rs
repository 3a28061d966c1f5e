//! Marketing off and on again.

use marmelad_core::callbacks::MainButton;
use marmelad_core::delivery::{ButtonAction, InlineButton, Keyboard};
use marmelad_core::messages::TextKey;
use teloxide::types::{CallbackQuery, InlineKeyboardButtonKind, MaybeInaccessibleMessage};

use super::keyboards;
use super::visit::Visit;
use crate::shared::{HandlerResult, Press};

/// `/stop`.
pub(super) async fn stopped(visit: Visit) -> HandlerResult {
    stop(&visit).await
}

/// «Не присылать рассылки», under a broadcast or in the profile: the button turns into the way back.
pub(super) async fn stop_pressed(
    visit: &Visit,
    query: &CallbackQuery,
    press: &Press,
) -> HandlerResult {
    stop(visit).await?;
    turn(visit, query, press, keyboards::resume_marketing()).await;
    Ok(())
}

async fn stop(visit: &Visit) -> HandlerResult {
    let user = visit.client().await?;
    visit.app.clients.stop_marketing(user.id).await?;
    let resume = Keyboard::Inline(vec![vec![keyboards::resume_marketing()]]);
    visit.say(TextKey::MARKETING_OFF, &[], resume).await
}

/// «Снова получать рассылки»: the button turns into the way out.
pub(super) async fn resume_pressed(
    visit: &Visit,
    query: &CallbackQuery,
    press: &Press,
) -> HandlerResult {
    let user = visit.client().await?;
    visit.app.clients.resume_marketing(user.id).await?;
    visit
        .say(TextKey::MARKETING_ON, &[], keyboards::main())
        .await?;
    turn(visit, query, press, keyboards::stop_marketing()).await;
    Ok(())
}

/// Puts another button in the place of the pressed one; those around it stay.
async fn turn(visit: &Visit, query: &CallbackQuery, press: &Press, into: InlineButton) {
    if let Some(buttons) = turned(query, &into) {
        visit.rebutton(press, buttons).await;
    }
}

/// `None` when Telegram does not tell the buttons any more, or the pressed one is not among them.
fn turned(query: &CallbackQuery, into: &InlineButton) -> Option<Vec<Vec<InlineButton>>> {
    let Some(MaybeInaccessibleMessage::Regular(message)) = &query.message else {
        return None;
    };
    let pressed = query.data.as_deref()?;
    let mut is_there = false;
    let rows = &message.reply_markup()?.inline_keyboard;
    let turned = rows
        .iter()
        .map(|row| {
            row.iter()
                .filter_map(|button| {
                    let action = match &button.kind {
                        InlineKeyboardButtonKind::CallbackData(data) if data == pressed => {
                            is_there = true;
                            return Some(into.clone());
                        }
                        InlineKeyboardButtonKind::CallbackData(data) => {
                            ButtonAction::Callback(data.clone())
                        }
                        InlineKeyboardButtonKind::Url(url) => ButtonAction::Url(url.to_string()),
                        // The bots have no others.
                        _ => return None,
                    };
                    let label = button.text.clone();
                    Some(InlineButton { label, action })
                })
                .collect()
        })
        .collect();
    is_there.then_some(turned)
}

/// What the press itself is answered with, if it is about marketing.
pub(super) fn toast(button: MainButton) -> Option<TextKey> {
    match button {
        MainButton::StopMarketing => Some(TextKey::MARKETING_OFF_TOAST),
        MainButton::ResumeMarketing => Some(TextKey::MARKETING_ON_TOAST),
        _ => None,
    }
}
