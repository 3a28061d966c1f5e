//! How the waiting of a pressed button ends.

use marmelad_core::App;
use marmelad_core::messages::TextKey;

use super::say::say;
use crate::shared::{Chat, HandlerError};

/// The short text with which the waiting ends, if any.
pub(super) type Toast = Option<String>;

/// «Эта кнопка больше не действует».
pub(super) async fn stale_toast(app: &App) -> Result<Toast, HandlerError> {
    let settings = app.settings().await?;
    Ok(Some(
        app.wording(&settings).text(TextKey::BUTTON_STALE, &[]),
    ))
}

/// Somebody pressed what is not theirs to press.
pub(super) async fn not_allowed(app: &App, chat: &Chat) -> Result<Toast, HandlerError> {
    say(app, chat, TextKey::NOT_ALLOWED, &[]).await?;
    Ok(None)
}
