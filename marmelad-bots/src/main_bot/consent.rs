//! The two consents, asked for while a privacy policy is set.

use marmelad_core::delivery::Keyboard;
use marmelad_core::messages::TextKey;
use marmelad_core::people::User;

use super::visit::{Visit, first_name};
use super::{keyboards, start};
use crate::shared::{HandlerResult, Press};

/// The first `/start`.
pub(super) async fn ask(visit: &Visit, user: &User) -> HandlerResult {
    let settings = visit.app.settings().await?;
    let name = first_name(user);
    let policy = settings.privacy_policy_url().unwrap_or_default();
    let values = [("policy_url", policy), ("first_name", &*name)];
    visit
        .say(TextKey::CONSENT_ASK, &values, buttons(user))
        .await
}

/// Something was asked for that needs consent first.
pub(super) async fn needed(visit: &Visit, user: &User) -> HandlerResult {
    let settings = visit.app.settings().await?;
    let values = [(
        "policy_url",
        settings.privacy_policy_url().unwrap_or_default(),
    )];
    visit
        .say(TextKey::CONSENT_NEEDED, &values, buttons(user))
        .await
}

fn buttons(user: &User) -> Keyboard {
    Keyboard::Inline(keyboards::consents(user))
}

/// «Согласен на обработку данных».
pub(super) async fn given(visit: &Visit, press: &Press) -> HandlerResult {
    let gifts = visit
        .app
        .onboarding
        .give_consent(&visit.client().await?)
        .await?;
    let user = visit.client().await?;
    visit
        .say(TextKey::CONSENT_SAVED, &[], keyboards::main())
        .await?;
    start::welcome(visit, &user, &gifts).await?;
    visit.rebutton(press, keyboards::consents(&user)).await;
    Ok(())
}

/// «Хочу получать предложения».
pub(super) async fn marketing_given(visit: &Visit, press: &Press) -> HandlerResult {
    let user = visit.client().await?;
    let user = visit.app.clients.give_marketing_consent(user.id).await?;
    visit
        .say(TextKey::MARKETING_CONSENT_SAVED, &[], None)
        .await?;
    if let Some(user) = user {
        visit.rebutton(press, keyboards::consents(&user)).await;
    }
    Ok(())
}
