//! `/start`, with or without a campaign's link, and the two consents that it asks for while a privacy policy is set.

use marmelad_core::clients::ConsentState;
use marmelad_core::delivery::Keyboard;
use marmelad_core::discounts::Discount;
use marmelad_core::messages::TextKey;
use marmelad_core::people::User;
use teloxide::types::CallbackQuery;

use super::context::{Context, first_name};
use super::keyboards;
use crate::shared::{HandlerResult, message_of};

pub(super) async fn start(ctx: &Context, payload: Option<&str>) -> HandlerResult {
    let started = ctx.app.onboarding.start(ctx.sender.clone(), payload).await?;
    let user = started.user;
    if started.consent == ConsentState::Needed {
        return ask_for_consent(ctx, &user).await;
    }
    welcome(ctx, &user, started.gift.as_slice()).await
}

/// The welcome, or the codes of the campaigns that brought the client; with the main keyboard.
async fn welcome(ctx: &Context, user: &User, gifts: &[Discount]) -> HandlerResult {
    let name = first_name(user);
    if gifts.is_empty() {
        let values = [("first_name", &*name)];
        return ctx.say(TextKey::WELCOME, &values, keyboards::main()).await;
    }
    for gift in gifts {
        let note = ctx.app.discounts.note_of(gift).await?;
        let more = [("note", note.as_str()), ("first_name", &*name)];
        ctx.say_about(TextKey::CAMPAIGN_GIFT, gift, &more, keyboards::main()).await?;
    }
    Ok(())
}

async fn ask_for_consent(ctx: &Context, user: &User) -> HandlerResult {
    let settings = ctx.app.settings().await?;
    let policy = settings.privacy_policy_url().unwrap_or_default();
    let values = [("policy_url", policy), ("first_name", &*first_name(user))];
    ctx.say(TextKey::CONSENT_ASK, &values, consents(user)).await
}

/// The client asked for something that needs consent first.
pub(super) async fn consent_needed(ctx: &Context, user: &User) -> HandlerResult {
    let settings = ctx.app.settings().await?;
    let policy = settings.privacy_policy_url().unwrap_or_default();
    let values = [("policy_url", policy)];
    ctx.say(TextKey::CONSENT_NEEDED, &values, consents(user)).await
}

fn consents(user: &User) -> Keyboard {
    Keyboard::Inline(keyboards::consents(user))
}

/// «Согласен на обработку данных».
pub(super) async fn consent(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    let gifts = ctx.app.onboarding.give_consent(&ctx.client().await?).await?;
    let user = ctx.client().await?;
    ctx.say(TextKey::CONSENT_SAVED, &[], keyboards::main()).await?;
    welcome(ctx, &user, &gifts).await?;
    let buttons = keyboards::consents(&user);
    ctx.chat.set_buttons(message_of(query), buttons).await;
    Ok(())
}

/// «Хочу получать предложения» under the question.
pub(super) async fn consent_to_marketing(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    let user = ctx.client().await?;
    let user = ctx.app.clients.give_marketing_consent(user.id).await?;
    ctx.say(TextKey::MARKETING_CONSENT_SAVED, &[], None).await?;
    if let Some(user) = user {
        let buttons = keyboards::consents(&user);
        ctx.chat.set_buttons(message_of(query), buttons).await;
    }
    Ok(())
}
