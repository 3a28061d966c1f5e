//! `/start`, with or without a campaign's link.

use marmelad_core::clients::ConsentState;
use marmelad_core::discounts::Discount;
use marmelad_core::messages::TextKey;
use marmelad_core::people::User;

use super::visit::{Visit, first_name};
use super::{consent, keyboards};
use crate::shared::HandlerResult;

pub(super) async fn start(visit: Visit, payload: Option<String>) -> HandlerResult {
    let profile = visit.profile.clone();
    let started = visit
        .app
        .onboarding
        .start(profile, payload.as_deref())
        .await?;
    if started.consent == ConsentState::Needed {
        return consent::ask(&visit, &started.user).await;
    }
    welcome(&visit, &started.user, started.gift.as_slice()).await
}

/// The welcome, or the codes of the campaigns that brought the client; with the keyboard either way.
pub(super) async fn welcome(visit: &Visit, user: &User, gifts: &[Discount]) -> HandlerResult {
    let name = first_name(user);
    if gifts.is_empty() {
        let values = [("first_name", &*name)];
        return visit
            .say(TextKey::WELCOME, &values, keyboards::main())
            .await;
    }
    for gift in gifts {
        let note = visit.app.discounts.note_of(gift).await?;
        let more = [("note", note.as_str()), ("first_name", &*name)];
        visit
            .say_about(TextKey::CAMPAIGN_GIFT, gift, &more, keyboards::main())
            .await?;
    }
    Ok(())
}
