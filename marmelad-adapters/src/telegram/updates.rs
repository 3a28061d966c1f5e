//! The port `UpdateSource`, and the few things read from an update before it is stored.

use std::time::Duration;

use async_trait::async_trait;
use marmelad_core::delivery::SendError;
use marmelad_core::intake::{IncomingUpdate, UpdateSource};
use marmelad_core::kernel::BotKind;
use serde_json::Value;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};
use teloxide::types::AllowedUpdate;

use super::{CALL_TIMEOUT, TelegramClient};

/// What the bots are told of.
pub(super) const ALLOWED: [AllowedUpdate; 3] =
    [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];

#[async_trait]
impl UpdateSource for TelegramClient {
    async fn poll(
        &self,
        bot: BotKind,
        offset: Option<i64>,
        timeout: Duration,
    ) -> Result<Vec<IncomingUpdate>, SendError> {
        let seconds = u32::try_from(timeout.as_secs()).unwrap_or(u32::MAX);
        let mut payload = GetUpdates::new().timeout(seconds).allowed_updates(ALLOWED);
        if let Some(offset) = offset {
            let offset = offset
                .try_into()
                .map_err(|_| SendError::Rejected(format!("{offset} is not the id of an update")))?;
            payload = payload.offset(offset);
        }
        let updates: Vec<Value> = self.call_within(bot, &payload, timeout + CALL_TIMEOUT).await?;
        updates
            .into_iter()
            .map(|update| {
                incoming_update(update)
                    .ok_or_else(|| SendError::Unknown("an update without an update_id".into()))
            })
            .collect()
    }
}

/// Takes an update as Telegram gives it, by polling or by webhook. `None` when it has no `update_id`
/// and so is no update.
pub fn incoming_update(payload: Value) -> Option<IncomingUpdate> {
    let update_id = payload.get("update_id")?.as_i64()?;
    let chat_id = chat_of(&payload);
    Some(IncomingUpdate { update_id, chat_id, payload })
}

/// The chat whose updates keep their order. A press under a message that Telegram no longer shows the
/// bot belongs to the private chat with the person who pressed.
fn chat_of(update: &Value) -> Option<i64> {
    [
        "/message/chat/id",
        "/callback_query/message/chat/id",
        "/callback_query/from/id",
        "/my_chat_member/chat/id",
    ]
    .into_iter()
    .find_map(|path| update.pointer(path)?.as_i64())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({ "update_id": 1, "message": { "chat": { "id": 7 }, "from": { "id": 8 } } }), Some(7))]
    #[case(json!({ "update_id": 1, "callback_query": { "from": { "id": 8 }, "message": { "chat": { "id": 7 } } } }), Some(7))]
    #[case(json!({ "update_id": 1, "callback_query": { "from": { "id": 8 } } }), Some(8))]
    #[case(json!({ "update_id": 1, "my_chat_member": { "chat": { "id": -1007 } } }), Some(-1007))]
    #[case(json!({ "update_id": 1, "poll": { "id": "5" } }), None)]
    fn updates_belong_to_chats(#[case] payload: Value, #[case] chat_id: Option<i64>) {
        let update = incoming_update(payload.clone()).unwrap();
        assert_eq!(update, IncomingUpdate { update_id: 1, chat_id, payload });
    }

    #[test]
    fn what_has_no_id_is_no_update() {
        assert_eq!(incoming_update(json!({ "message": {} })), None);
        assert_eq!(incoming_update(json!([])), None);
    }
}
