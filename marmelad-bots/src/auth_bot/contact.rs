//! Those without access, and asking for it.

use marmelad_core::App;
use marmelad_core::messages::TextKey;
use marmelad_core::people::TelegramProfile;
use marmelad_core::settings::Wording;
use marmelad_core::staff::{AccessAnswer, AccessRequest, Cashier};

use crate::shared::{Chat, HandlerResult};

/// «Я кассир»: somebody asks for access in so many words.
pub(super) async fn ask_for_access(
    app: &App,
    chat: &Chat,
    profile: TelegramProfile,
) -> HandlerResult {
    let request = app.staff.request_access(profile).await?;
    let settings = app.settings().await?;
    chat.say(status(&app.wording(&settings), &request), None)
        .await?;
    Ok(())
}

/// How somebody's request stands.
pub(super) fn status(wording: &Wording<'_>, request: &AccessRequest) -> String {
    match request.answer {
        AccessAnswer::File => wording.text(TextKey::REQUEST_SENT, &[]),
        AccessAnswer::Pending => wording.text(TextKey::REQUEST_PENDING, &[]),
        AccessAnswer::Rejected { may_ask_at } => wording.text(
            TextKey::REQUEST_REJECTED,
            &[("retry_at", &wording.moment(may_ask_at))],
        ),
        AccessAnswer::Inactive => wording.text(TextKey::ACCESS_DISABLED, &[]),
        AccessAnswer::Active => welcome(wording, &request.cashier),
    }
}

/// The greeting of those who may redeem.
pub(super) fn welcome(wording: &Wording<'_>, cashier: &Cashier) -> String {
    wording.text(
        TextKey::CASHIER_WELCOME,
        &[
            ("display_name", &cashier.display_name),
            ("shop", cashier.shop.as_deref().unwrap_or_default()),
        ],
    )
}
