//! The gender.

use marmelad_core::messages::TextKey;
use marmelad_core::people::Gender;

use super::visit::Visit;
use super::{keyboards, profile};
use crate::shared::{HandlerResult, Press};

pub(super) async fn asked(visit: &Visit) -> HandlerResult {
    visit.client().await?;
    visit
        .say(TextKey::GENDER_ASK, &[], keyboards::genders())
        .await
}

pub(super) async fn chosen(visit: &Visit, press: &Press, gender: Gender) -> HandlerResult {
    let user = visit.client().await?;
    visit.app.clients.set_gender(user.id, gender).await?;
    let values = [("gender", profile::gender(gender))];
    visit.replace(press, TextKey::GENDER_SAVED, &values).await
}
