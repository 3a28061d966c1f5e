//! Telegram tells that the client blocked the bot, or came back.

use marmelad_core::App;
use teloxide::types::ChatMemberUpdated;

use crate::shared::{Chat, HandlerResult};

pub(super) async fn changed(app: App, chat: Chat, member: ChatMemberUpdated) -> HandlerResult {
    let reachable = member.new_chat_member.is_present();
    app.clients.set_reachable(chat.id, reachable).await?;
    Ok(())
}
