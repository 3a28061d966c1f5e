//! `/help`, `/cancel`, and what nobody understands.

use marmelad_core::domain::texts::TextKey;

use super::keyboards;
use super::visit::Visit;
use crate::shared::HandlerResult;

pub(super) async fn help(visit: Visit) -> HandlerResult {
    answer(&visit, TextKey::HELP).await
}

pub(super) async fn cancelled(visit: Visit) -> HandlerResult {
    answer(&visit, TextKey::CANCELLED).await
}

pub(super) async fn not_understood(visit: Visit) -> HandlerResult {
    answer(&visit, TextKey::UNKNOWN_INPUT).await
}

async fn answer(visit: &Visit, key: TextKey) -> HandlerResult {
    visit.client().await?;
    visit.say(key, &[], keyboards::main()).await
}
