//! Actions of a person in a chat with a bot, and the chat's messages.

use std::time::Duration;

use poem::http::StatusCode;
use poem::web::{Data, Json, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::answer;
use super::overview::message_json;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;
use crate::world::files::MediaKind;

type Chat = Path<(BotKind, i64)>;

#[handler]
pub(super) fn list(Data(sandbox): Data<&Sandbox>, Path(bot): Path<BotKind>) -> Response {
    answer::ok(&sandbox.chats(bot))
}

#[derive(Deserialize)]
struct Since {
    /// Only messages after this one.
    #[serde(default)]
    after: i32,
    /// Seconds to wait for a message of the bot, at most 60.
    #[serde(default)]
    wait: u64,
}

#[handler]
pub(super) async fn messages(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, chat)): Chat,
    Query(since): Query<Since>,
) -> Response {
    if since.wait > 0 {
        // A timeout yields an empty list, not an error.
        let wait = Duration::from_secs(since.wait.min(60));
        let next = sandbox.next_bot_message(bot, chat, since.after);
        drop(tokio::time::timeout(wait, next).await);
    }
    let messages = sandbox.messages(bot, chat);
    let new = messages.iter().filter(|m| m.message_id > since.after);
    answer::ok(&new.map(message_json).collect::<Vec<Value>>())
}

#[handler]
pub(super) fn open(Data(sandbox): Data<&Sandbox>, Path((bot, person)): Chat) -> Response {
    sandbox.open_chat(bot, person);
    answer::ok(&())
}

#[handler]
pub(super) fn read(Data(sandbox): Data<&Sandbox>, Path((bot, person)): Chat) -> Response {
    sandbox.mark_read(bot, person);
    answer::ok(&())
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

#[handler]
pub(super) fn text(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Text>,
) -> Response {
    answer::of(sandbox.send_text(bot, person, body.text))
}

#[derive(Deserialize)]
struct Payload {
    payload: String,
}

/// Follows `t.me/<bot>?start=<payload>`.
#[handler]
pub(super) fn start(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Payload>,
) -> Response {
    answer::of(sandbox.send_text(bot, person, format!("/start {}", body.payload)))
}

#[derive(Deserialize)]
struct Contact {
    /// Whose card; the person's own when absent.
    whose: Option<i64>,
    /// A number that belongs to no Telegram user.
    phone_number: Option<String>,
    first_name: Option<String>,
}

#[handler]
pub(super) fn contact(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Contact>,
) -> Response {
    answer::of(match (body.phone_number, body.whose) {
        (Some(number), _) => {
            let name = body.first_name.unwrap_or_else(|| "Без имени".to_owned());
            sandbox.send_foreign_contact(bot, person, number, name)
        }
        (None, Some(whose)) => sandbox.send_contact_of(bot, person, whose),
        (None, None) => sandbox.send_contact(bot, person),
    })
}

#[derive(Deserialize)]
struct Sticker {
    emoji: String,
}

#[handler]
pub(super) fn sticker(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Sticker>,
) -> Response {
    answer::of(sandbox.send_sticker(bot, person, body.emoji))
}

#[derive(Deserialize)]
struct FileInfo {
    kind: Option<MediaKind>,
    name: Option<String>,
    #[serde(default)]
    caption: String,
}

/// The body is the file.
#[handler]
pub(super) fn file(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Query(info): Query<FileInfo>,
    content: Vec<u8>,
) -> Response {
    let file = (info.kind.unwrap_or(MediaKind::Photo), info.name.as_deref());
    answer::of(sandbox.send_file(bot, person, file, content, info.caption))
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    text: String,
    fields: Map<String, Value>,
}

#[handler]
pub(super) fn raw(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Raw>,
) -> Response {
    answer::of(sandbox.send_raw(bot, person, body.text, body.fields))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Press {
    Data { message_id: i32, data: String },
    Label { label: String },
}

#[handler]
pub(super) fn press(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Press>,
) -> Response {
    answer::of(match body {
        Press::Data { message_id, data } => sandbox.press(bot, person, message_id, &data),
        Press::Label { label } => sandbox.press_label(bot, person, &label),
    })
}

#[handler]
pub(super) async fn press_answer(
    Data(sandbox): Data<&Sandbox>,
    Path(id): Path<String>,
    Query(since): Query<Since>,
) -> Response {
    let wait = Duration::from_secs(since.wait.min(60));
    match tokio::time::timeout(wait, sandbox.callback_answer(&id)).await {
        Ok(answer) => answer::of_wait(answer),
        Err(_) => answer::failed(StatusCode::REQUEST_TIMEOUT, "not answered yet"),
    }
}

#[derive(Deserialize)]
struct Label {
    label: String,
}

#[handler]
pub(super) fn tap(
    Data(sandbox): Data<&Sandbox>,
    Path((bot, person)): Chat,
    Json(body): Json<Label>,
) -> Response {
    answer::of(sandbox.tap(bot, person, &body.label))
}

#[handler]
pub(super) fn block(Data(sandbox): Data<&Sandbox>, Path((bot, person)): Chat) -> Response {
    answer::of(sandbox.block(bot, person))
}

#[handler]
pub(super) fn unblock(Data(sandbox): Data<&Sandbox>, Path((bot, person)): Chat) -> Response {
    answer::of(sandbox.unblock(bot, person))
}
