//! Access to the till: how a request for it stands, «Я кассир», «Одобрить» and «Отклонить».

use marmelad_core::kernel::{CashierId, MessageId};
use marmelad_core::messages::TextKey;
use marmelad_core::messages::texts::words;
use marmelad_core::settings::Wording;
use marmelad_core::staff::{
    AccessAnswer, AccessRequest, Cashier, CashierDecision, CashierStatus, ChatDecision,
    DecisionOutcome,
};

use super::context::Context;
use crate::shared::{HandlerError, HandlerResult, Toast};

/// «Я кассир», typed or pressed.
pub(super) async fn request(ctx: &Context) -> HandlerResult {
    let request = ctx.app.staff.request_access(ctx.sender.clone()).await?;
    say_status(ctx, &request).await
}

/// Says how somebody's request stands.
pub(super) async fn say_status(ctx: &Context, request: &AccessRequest) -> HandlerResult {
    let settings = ctx.app.settings().await?;
    let html = status(&ctx.app.wording(&settings), request);
    ctx.chat.send(html, None).await?;
    Ok(())
}

fn status(wording: &Wording<'_>, request: &AccessRequest) -> String {
    match request.answer {
        AccessAnswer::File => wording.text(TextKey::REQUEST_SENT, &[]),
        AccessAnswer::Pending => wording.text(TextKey::REQUEST_PENDING, &[]),
        AccessAnswer::Rejected { may_ask_at } => {
            wording.text(TextKey::REQUEST_REJECTED, &[("retry_at", &wording.moment(may_ask_at))])
        }
        AccessAnswer::Inactive => wording.text(TextKey::ACCESS_DISABLED, &[]),
        AccessAnswer::Active => welcome(wording, &request.cashier),
    }
}

/// The greeting of an active cashier.
pub(super) fn welcome(wording: &Wording<'_>, cashier: &Cashier) -> String {
    wording.text(
        TextKey::CASHIER_WELCOME,
        &[
            ("display_name", &cashier.display_name),
            ("shop", cashier.shop.as_deref().unwrap_or_default()),
        ],
    )
}

/// «Одобрить» and «Отклонить»; the first press wins. Writes under the request who decided. Notifications change the
/// messages of the other admins.
pub(super) async fn decide(
    ctx: &Context,
    message: MessageId,
    cashier: CashierId,
    decision: CashierDecision,
) -> Result<Toast, HandlerError> {
    let pressed = ctx.app.staff.decide_in_chat(ctx.chat.id, cashier, decision).await?;
    let ChatDecision::Outcome { outcome, admin } = pressed else {
        return ctx.refuse().await;
    };
    let settings = ctx.app.settings().await?;
    let wording = ctx.app.wording(&settings);
    let (html, toast) = match outcome {
        DecisionOutcome::NotFound => return ctx.stale_toast().await,
        DecisionOutcome::Decided(cashier) => {
            (decided(&wording, &cashier, &admin.display_name), None)
        }
        DecisionOutcome::NotAllowed { cashier, decided_by } => {
            let by = decided_by.unwrap_or_else(|| words::ANOTHER_ADMIN.to_owned());
            let toast = wording.text(TextKey::REQUEST_ALREADY_DECIDED, &[("admin", &by)]);
            (decided(&wording, &cashier, &by), Some(toast))
        }
    };
    ctx.chat.replace(Some(message), html, Vec::new()).await?;
    Ok(toast)
}

fn decided(wording: &Wording<'_>, cashier: &Cashier, by: &str) -> String {
    let key = match cashier.status {
        CashierStatus::Active | CashierStatus::Inactive => TextKey::REQUEST_APPROVED_BY,
        CashierStatus::Rejected | CashierStatus::Pending => TextKey::REQUEST_REJECTED_BY,
    };
    let values = [("display_name", cashier.display_name.as_str()), ("admin", by)];
    wording.text(key, &values)
}
