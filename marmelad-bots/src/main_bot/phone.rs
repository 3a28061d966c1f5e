//! The phone number: the client's own contact, shared by the button.

use marmelad_core::clients::{SetPhone, SharedContact};
use marmelad_core::kernel::TelegramId;
use marmelad_core::messages::TextKey;
use teloxide::types::Contact;

use super::context::{Context, State};
use super::{keyboards, start};
use crate::shared::HandlerResult;

pub(super) async fn ask(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    if ctx.app.clients.needs_consent(&user).await? {
        return start::consent_needed(ctx, &user).await;
    }
    ask_with(ctx, TextKey::PHONE_ASK).await
}

/// A contact came, asked for or not.
pub(super) async fn receive(ctx: &Context, contact: &Contact) -> HandlerResult {
    let user = ctx.client().await?;
    let owner = contact.user_id.and_then(|id| i64::try_from(id.0).ok());
    let contact =
        SharedContact { owner: owner.map(TelegramId), phone: contact.phone_number.clone() };
    match ctx.app.clients.set_phone(&user, &contact).await? {
        SetPhone::Saved(phone) => {
            let values = [("phone", phone.as_str())];
            ctx.say(TextKey::PHONE_SAVED, &values, keyboards::main()).await?;
        }
        SetPhone::NotOwn => return ask_with(ctx, TextKey::PHONE_NOT_OWN).await,
        SetPhone::ConsentNeeded => start::consent_needed(ctx, &user).await?,
    }
    ctx.exit().await;
    Ok(())
}

/// Something else came in place of the contact.
pub(super) async fn insist(ctx: &Context) -> HandlerResult {
    ctx.client().await?;
    ask_with(ctx, TextKey::PHONE_NOT_OWN).await
}

async fn ask_with(ctx: &Context, key: TextKey) -> HandlerResult {
    ctx.enter(State::WaitingForPhone).await?;
    ctx.say(key, &[], keyboards::share_phone()).await
}
