//! Telegram tells that the client blocked the bot, or came back.

use teloxide::types::ChatMemberUpdated;
use marmelad_core::App;

use crate::shared::{Chat, HandlerResult};

pub(super) async fn changed(app: App, chat: Chat, member: ChatMemberUpdated) -> HandlerResult {
    let reachable = member.new_chat_member.is_present();
    app.set_reachable(chat.id, reachable).await?;
    Ok(())
}
