//! «Удалить мои данные».

use marmelad_core::delivery::Keyboard;
use marmelad_core::messages::TextKey;

use super::keyboards;
use super::visit::Visit;
use crate::shared::{HandlerResult, Press};

pub(super) async fn asked(visit: &Visit) -> HandlerResult {
    visit.say(TextKey::ERASE_ASK, &[], keyboards::erase()).await
}

/// The client goes, and the keyboard with them: a tap on it would make a new client of them.
pub(super) async fn confirmed(visit: &Visit, press: &Press) -> HandlerResult {
    visit
        .app
        .clients
        .erase_own_data(visit.telegram_id())
        .await?;
    visit
        .say(TextKey::ERASE_DONE, &[], Keyboard::Remove)
        .await?;
    visit.rebutton(press, Vec::new()).await;
    Ok(())
}
