//! Marketing off and on again.

use marmelad_core::delivery::{ButtonAction, InlineButton, Keyboard};
use marmelad_core::messages::TextKey;
use teloxide::types::{CallbackQuery, InlineKeyboardButtonKind, MaybeInaccessibleMessage};

use super::context::Context;
use super::keyboards;
use crate::shared::{HandlerResult, message_of};

pub(super) async fn stop(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    ctx.app.clients.stop_marketing(user.id).await?;
    let resume = Keyboard::Inline(vec![vec![keyboards::resume_marketing()]]);
    ctx.say(TextKey::MARKETING_OFF, &[], resume).await
}

/// «Не присылать рассылки», under a broadcast or in the profile. The button turns into «Снова получать рассылки».
pub(super) async fn stop_by_button(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    stop(ctx).await?;
    swap_pressed_button(ctx, query, keyboards::resume_marketing()).await;
    Ok(())
}

/// «Снова получать рассылки». The button turns into «Не присылать рассылки».
pub(super) async fn resume(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    let user = ctx.client().await?;
    ctx.app.clients.resume_marketing(user.id).await?;
    ctx.say(TextKey::MARKETING_ON, &[], keyboards::main()).await?;
    swap_pressed_button(ctx, query, keyboards::stop_marketing()).await;
    Ok(())
}

async fn swap_pressed_button(ctx: &Context, query: &CallbackQuery, new: InlineButton) {
    if let Some(buttons) = with_pressed_button_swapped(query, &new) {
        ctx.chat.set_buttons(message_of(query), buttons).await;
    }
}

/// The other buttons stay. `None` when Telegram does not tell the buttons any more, or the pressed one is not among them.
fn with_pressed_button_swapped(
    query: &CallbackQuery,
    new: &InlineButton,
) -> Option<Vec<Vec<InlineButton>>> {
    let Some(MaybeInaccessibleMessage::Regular(message)) = &query.message else {
        return None;
    };
    let pressed = query.data.as_deref()?;
    let mut is_there = false;
    let rows = &message.reply_markup()?.inline_keyboard;
    let swapped = rows
        .iter()
        .map(|row| {
            row.iter()
                .filter_map(|button| {
                    let action = match &button.kind {
                        InlineKeyboardButtonKind::CallbackData(data) if data == pressed => {
                            is_there = true;
                            return Some(new.clone());
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
    is_there.then_some(swapped)
}
