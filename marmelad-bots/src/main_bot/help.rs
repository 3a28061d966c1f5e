//! `/help`, `/cancel`, and what nobody understands.

use marmelad_core::messages::TextKey;

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

/// What may be an answer to a question cannot be taken while it is not known whether one was asked.
pub(super) async fn not_now(visit: Visit) -> HandlerResult {
    answer(&visit, TextKey::TEMPORARY_FAILURE).await
}

async fn answer(visit: &Visit, key: TextKey) -> HandlerResult {
    visit.client().await?;
    visit.say(key, &[], keyboards::main()).await
}
