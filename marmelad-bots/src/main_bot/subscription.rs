//! «Проверить подписку».

use marmelad_core::discounts::ClaimOutcome;
use marmelad_core::messages::TextKey;

use super::context::{Context, first_name};
use super::{keyboards, start};
use crate::shared::HandlerResult;

pub(super) async fn check(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    let keyboard = keyboards::main();
    match ctx.app.discounts.claim_for_subscription(&user).await? {
        ClaimOutcome::Issued(discount) => {
            let note = ctx.app.discounts.note_of(&discount).await?;
            let more = [("note", note.as_str()), ("first_name", &*first_name(&user))];
            ctx.say_about(TextKey::CODE_ISSUED, &discount, &more, keyboard).await
        }
        ClaimOutcome::AlreadyHas(discount) => {
            ctx.say_about(TextKey::CODE_STILL_ACTIVE, &discount, &[], keyboard).await
        }
        ClaimOutcome::NotYet(Some(next_at)) => {
            let settings = ctx.app.settings().await?;
            let next_at = ctx.app.wording(&settings).starting_at(next_at);
            let values = [("next_at", next_at.as_str())];
            ctx.say(TextKey::NEXT_CODE_AT, &values, keyboard).await
        }
        ClaimOutcome::NotYet(None) => ctx.say(TextKey::NEXT_CODE_NEVER, &[], keyboard).await,
        ClaimOutcome::NotSubscribed { channel } => {
            let open = keyboards::channel(&channel);
            let name = if open.is_some() { channel.as_str() } else { "" };
            let values = [("channel", name)];
            let keyboard = open.unwrap_or(keyboard);
            ctx.say(TextKey::NOT_SUBSCRIBED, &values, keyboard).await
        }
        ClaimOutcome::NoTemplate => ctx.say(TextKey::NO_DISCOUNT_NOW, &[], keyboard).await,
        ClaimOutcome::CannotCheck => ctx.say(TextKey::CHECK_UNAVAILABLE, &[], keyboard).await,
        ClaimOutcome::ConsentNeeded => start::consent_needed(ctx, &user).await,
    }
}
