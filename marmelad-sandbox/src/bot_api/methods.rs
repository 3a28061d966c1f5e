//! Every method by name.

use serde_json::Value;

use super::params::Params;
use super::{callback, chat, commands, copy, edit, file, me, media, send, updates, webhook};
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::files::MediaKind;

/// A good answer: `result`, and rarely a `description` beside it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) result: Value,
    pub(crate) description: Option<&'static str>,
}

impl From<Value> for Reply {
    fn from(result: Value) -> Self {
        Self { result, description: None }
    }
}

impl From<bool> for Reply {
    fn from(result: bool) -> Self {
        Value::Bool(result).into()
    }
}

pub(crate) type Outcome = Result<Reply, Refusal>;
type Method = fn(&mut World, BotKind, &mut Params) -> Outcome;

/// Methods in Telegram's spelling; callers may use any case.
const METHODS: [(&str, Method); 32] = [
    ("answerCallbackQuery", callback::answer_callback_query),
    ("copyMessage", copy::copy_message),
    ("deleteMessage", edit::delete_message),
    ("deleteMessages", edit::delete_messages),
    ("deleteMyCommands", commands::delete_my_commands),
    ("deleteWebhook", webhook::delete_webhook),
    ("editMessageCaption", edit::edit_message_caption),
    ("editMessageReplyMarkup", edit::edit_message_reply_markup),
    ("editMessageText", edit::edit_message_text),
    ("getChat", chat::get_chat),
    ("getChatAdministrators", chat::get_chat_administrators),
    ("getChatMember", chat::get_chat_member),
    ("getChatMemberCount", chat::get_chat_member_count),
    ("getFile", file::get_file),
    ("getMe", me::get_me),
    ("getMyCommands", commands::get_my_commands),
    ("getMyDescription", me::get_my_description),
    ("getMyName", me::get_my_name),
    ("getMyShortDescription", me::get_my_short_description),
    ("getUpdates", updates::get_updates_now),
    ("getWebhookInfo", webhook::get_webhook_info),
    ("sendAnimation", |w, b, p| media::send_media(w, b, p, MediaKind::Animation)),
    ("sendChatAction", send::send_chat_action),
    ("sendDocument", |w, b, p| media::send_media(w, b, p, MediaKind::Document)),
    ("sendMessage", send::send_message),
    ("sendPhoto", |w, b, p| media::send_media(w, b, p, MediaKind::Photo)),
    ("sendVideo", |w, b, p| media::send_media(w, b, p, MediaKind::Video)),
    ("setMyCommands", commands::set_my_commands),
    ("setMyDescription", me::set_my_description),
    ("setMyName", me::set_my_name),
    ("setMyShortDescription", me::set_my_short_description),
    ("setWebhook", webhook::set_webhook),
];

/// The method under Telegram's spelling.
pub(crate) fn find(name: &str) -> Option<(&'static str, Method)> {
    METHODS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
}
