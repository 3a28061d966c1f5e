//! Saying a text of the registry as it stands.

use marmelad_core::App;
use marmelad_core::messages::TextKey;

use crate::shared::{Chat, HandlerResult};

/// A message of its own, without buttons.
pub(super) async fn say(
    app: &App,
    chat: &Chat,
    key: TextKey,
    values: &[(&str, &str)],
) -> HandlerResult {
    let settings = app.settings().await?;
    let html = app.wording(&settings).text(key, values);
    chat.say(html, None).await?;
    Ok(())
}
