//! «Одобрить» and «Отклонить» under a request; the first press wins.

use marmelad_core::App;
use marmelad_core::kernel::{CashierId, MessageId};
use marmelad_core::messages::TextKey;
use marmelad_core::messages::texts::words;
use marmelad_core::settings::Wording;
use marmelad_core::staff::{
    Cashier, CashierDecision, CashierStatus, DecisionOutcome, PressedDecision,
};

use super::toast::{Toast, not_allowed, stale_toast};
use crate::shared::{Chat, HandlerError};

/// Decides, and says under the request who did. The messages of other admins change by themselves.
pub(super) async fn pressed(
    app: &App,
    chat: &Chat,
    message: MessageId,
    cashier: CashierId,
    decision: CashierDecision,
) -> Result<Toast, HandlerError> {
    let pressed = app.staff.press_decision(chat.id, cashier, decision).await?;
    let settings = app.settings().await?;
    let wording = app.wording(&settings);
    let (html, toast) = match pressed {
        PressedDecision::NotAllowed => return not_allowed(app, chat).await,
        PressedDecision::Outcome { outcome, admin } => match outcome {
            DecisionOutcome::NotFound => return stale_toast(app).await,
            DecisionOutcome::Decided(cashier) => {
                (decided(&wording, &cashier, &admin.display_name), None)
            }
            DecisionOutcome::NotAllowed {
                cashier,
                decided_by,
            } => {
                let by = decided_by.unwrap_or_else(|| words::ANOTHER_ADMIN.to_owned());
                let toast = wording.text(TextKey::REQUEST_ALREADY_DECIDED, &[("admin", &by)]);
                (decided(&wording, &cashier, &by), Some(toast))
            }
        },
    };
    chat.replace(message, html, Vec::new()).await?;
    Ok(toast)
}

fn decided(wording: &Wording<'_>, cashier: &Cashier, by: &str) -> String {
    let key = match cashier.status {
        CashierStatus::Active | CashierStatus::Inactive => TextKey::REQUEST_APPROVED_BY,
        CashierStatus::Rejected | CashierStatus::Pending => TextKey::REQUEST_REJECTED_BY,
    };
    let values = [
        ("display_name", cashier.display_name.as_str()),
        ("admin", by),
    ];
    wording.text(key, &values)
}
