//! Marketing off and on again.

use marmelad_core::domain::message::Keyboard;
use marmelad_core::domain::texts::TextKey;

use super::keyboards;
use super::visit::Visit;
use crate::shared::HandlerResult;

/// `/stop`.
pub(super) async fn stopped(visit: Visit) -> HandlerResult {
    stop(&visit).await
}

/// «Не присылать рассылки».
pub(super) async fn stop(visit: &Visit) -> HandlerResult {
    let user = visit.client().await?;
    visit.app.stop_marketing(user.id).await?;
    let resume = Keyboard::Inline(vec![vec![keyboards::resume_marketing()]]);
    visit.say(TextKey::MARKETING_OFF, &[], resume).await
}

/// «Снова получать рассылки».
pub(super) async fn resume(visit: &Visit) -> HandlerResult {
    let user = visit.client().await?;
    visit.app.resume_marketing(user.id).await?;
    visit
        .say(TextKey::MARKETING_ON, &[], keyboards::main())
        .await
}
