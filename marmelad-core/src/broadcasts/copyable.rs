//! Decides which messages can be copied to all recipients.

use serde_json::Value;

use crate::broadcasts::misplaced;
use crate::kernel::{MessageId, TelegramId};

/// A message that can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopySource {
    /// The chat that contains the message.
    pub chat: TelegramId,
    pub message: MessageId,
}

/// Why a message cannot be copied. `Display` explains the reason to the admin, in Russian.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCopyable {
    /// Part of an album: only this part would be copied.
    #[error(
        "Это часть альбома, а разослать можно только одно сообщение. Пришлите одно фото или видео."
    )]
    Album,
    /// A poll: each recipient would get a separate poll.
    #[error("Опросы и викторины не рассылаются. Пришлите текст, фото, видео или файл.")]
    Poll,
    /// A service message by Telegram: a member joined, a message was pinned, …
    #[error("Это служебное сообщение, его нельзя разослать. Пришлите текст, фото, видео или файл.")]
    Service,
    /// Invoices, games, giveaways and other kinds that Telegram does not copy.
    #[error("Такие сообщения Telegram не даёт рассылать. Пришлите текст, фото, видео или файл.")]
    Unsupported,
    /// The sender or chat forbids copying.
    #[error("Это сообщение защищено от копирования. Пришлите его от себя.")]
    Protected,
    /// The text contains a placeholder, which a copy would show unfilled.
    #[error(
        "В сообщении стоит {{{0}}}, а в пересылаемые сообщения имя и код не подставляются. Уберите его или создайте рассылку в панели."
    )]
    Placeholder(String),
}

/// Fields of the Bot API's `Message` whose content can be copied.
const COPIED: [&str; 13] = [
    "text",
    "photo",
    "video",
    "animation",
    "document",
    "audio",
    "voice",
    "video_note",
    "sticker",
    "location",
    "venue",
    "contact",
    "dice",
];

/// Fields of the Bot API's `Message` whose content cannot be copied.
const NOT_COPIED: [&str; 7] =
    ["invoice", "game", "giveaway", "giveaway_winners", "paid_media", "story", "checklist"];

/// Checks a message in the Bot API's JSON form (`update.message`, or teloxide's `Message` as JSON).
/// A message of unknown kind counts as a service message.
pub fn check_copyable(message: &Value) -> Result<CopySource, NotCopyable> {
    let has = |field: &str| message.get(field).is_some_and(|value| !value.is_null());
    let id_at = |pointer: &str| message.pointer(pointer).and_then(Value::as_i64);
    if has("media_group_id") {
        return Err(NotCopyable::Album);
    }
    if has("poll") {
        return Err(NotCopyable::Poll);
    }
    if NOT_COPIED.into_iter().any(has) {
        return Err(NotCopyable::Unsupported);
    }
    let (Some(chat), Some(id)) = (id_at("/chat/id"), id_at("/message_id")) else {
        return Err(NotCopyable::Service);
    };
    if !COPIED.into_iter().any(has) {
        return Err(NotCopyable::Service);
    }
    if message.get("has_protected_content") == Some(&Value::Bool(true)) {
        return Err(NotCopyable::Protected);
    }
    let mut words =
        ["text", "caption"].into_iter().filter_map(|field| message.get(field)?.as_str());
    match words.find_map(misplaced) {
        Some(name) => Err(NotCopyable::Placeholder(name.to_owned())),
        None => Ok(CopySource { chat: TelegramId(chat), message: MessageId(id) }),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn message(more: &Value) -> Value {
        let mut message =
            json!({ "message_id": 7, "date": 0, "chat": { "id": 100, "type": "private" } });
        let fields = message.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        message
    }

    #[rstest]
    #[case(json!({ "text": "Привет! {{first_name}} {любое} {x}" }))]
    #[case(json!({ "photo": [{ "file_id": "x" }], "caption": "Новинка" }))]
    #[case(json!({ "video": {} }))]
    #[case(json!({ "animation": {}, "document": {} }))]
    #[case(json!({ "document": {}, "media_group_id": null }))]
    #[case(json!({ "voice": {}, "has_protected_content": false }))]
    #[case(json!({ "video_note": {} }))]
    #[case(json!({ "sticker": {} }))]
    #[case(json!({ "location": {}, "venue": {} }))]
    fn copied(#[case] more: Value) {
        let source = CopySource { chat: TelegramId(100), message: MessageId(7) };
        assert_eq!(check_copyable(&message(&more)), Ok(source));
    }

    #[rstest]
    #[case(json!({ "photo": [], "media_group_id": "1" }), NotCopyable::Album)]
    #[case(json!({ "poll": { "type": "quiz" } }), NotCopyable::Poll)]
    #[case(json!({ "pinned_message": {} }), NotCopyable::Service)]
    #[case(json!({ "new_chat_members": [] }), NotCopyable::Service)]
    #[case(json!({ "something_of_2030": {} }), NotCopyable::Service)]
    #[case(json!({}), NotCopyable::Service)]
    #[case(json!({ "invoice": {} }), NotCopyable::Unsupported)]
    #[case(json!({ "giveaway": {} }), NotCopyable::Unsupported)]
    #[case(json!({ "text": "x", "has_protected_content": true }), NotCopyable::Protected)]
    #[case(json!({ "text": "Привет, {first_name}" }), NotCopyable::Placeholder("first_name".into()))]
    #[case(json!({ "video": {}, "caption": "Код {code}" }), NotCopyable::Placeholder("code".into()))]
    fn refused(#[case] more: Value, #[case] expected: NotCopyable) {
        assert_eq!(check_copyable(&message(&more)), Err(expected));
    }

    #[test]
    fn json_without_a_message_is_refused() {
        assert_eq!(check_copyable(&json!({ "text": "x" })), Err(NotCopyable::Service));
        assert_eq!(check_copyable(&json!([])), Err(NotCopyable::Service));
    }

    #[test]
    fn a_refusal_tells_the_admin_what_to_do() {
        let said = NotCopyable::Placeholder("code".into()).to_string();
        assert!(said.starts_with("В сообщении стоит {code},"), "{said}");
        assert!(NotCopyable::Album.to_string().contains("одно фото"));
    }
}
