//! «Проверить подписку».

use marmelad_core::discounts::ClaimOutcome;
use marmelad_core::messages::TextKey;

use super::visit::{Visit, first_name};
use super::{consent, keyboards};
use crate::shared::HandlerResult;

pub(super) async fn checked(visit: Visit) -> HandlerResult {
    let user = visit.client().await?;
    let keyboard = keyboards::main();
    match visit.app.discounts.claim_for_subscription(&user).await? {
        ClaimOutcome::Issued(discount) => {
            let note = visit.app.discounts.note_of(&discount).await?;
            let name = first_name(&user);
            let more = [("note", note.as_str()), ("first_name", &*name)];
            visit
                .say_about(TextKey::CODE_ISSUED, &discount, &more, keyboard)
                .await
        }
        ClaimOutcome::AlreadyHas(discount) => {
            visit
                .say_about(TextKey::CODE_STILL_ACTIVE, &discount, &[], keyboard)
                .await
        }
        ClaimOutcome::NotYet(Some(next_at)) => {
            let settings = visit.app.settings().await?;
            let next_at = visit.app.wording(&settings).starting_at(next_at);
            let values = [("next_at", next_at.as_str())];
            visit.say(TextKey::NEXT_CODE_AT, &values, keyboard).await
        }
        ClaimOutcome::NotYet(None) => visit.say(TextKey::NEXT_CODE_NEVER, &[], keyboard).await,
        ClaimOutcome::NotSubscribed { channel } => {
            let open = keyboards::channel(&channel);
            let name = if open.is_some() { channel.as_str() } else { "" };
            let keyboard = open.unwrap_or(keyboard);
            let values = [("channel", name)];
            visit.say(TextKey::NOT_SUBSCRIBED, &values, keyboard).await
        }
        ClaimOutcome::NoTemplate => visit.say(TextKey::NO_DISCOUNT_NOW, &[], keyboard).await,
        ClaimOutcome::CannotCheck => visit.say(TextKey::CHECK_UNAVAILABLE, &[], keyboard).await,
        ClaimOutcome::ConsentNeeded => consent::needed(&visit, &user).await,
    }
}
