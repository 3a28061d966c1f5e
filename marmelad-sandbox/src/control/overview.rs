//! What the chat page shows.

use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::{Sandbox, shown_keyboard};
use crate::world::World;
use crate::world::message::Message;
use crate::world::people::put;

/// Messages of a chat that the page shows.
const SHOWN: usize = 200;
/// People that the page lists at once.
const LISTED: usize = 100;

/// Addresses, bots and channel.
#[handler]
pub(super) fn state(Data(sandbox): Data<&Sandbox>) -> Response {
    let base_url = sandbox.base_url();
    let state = sandbox.shared().read(|world| {
        let bots: Vec<Value> = world
            .bots
            .iter()
            .map(|bot| {
                json!({
                    "bot": bot.kind,
                    "id": bot.id,
                    "username": bot.username,
                    "name": bot.profile.name,
                    "token": bot.token,
                    "commands": bot.profile.commands,
                    "webhook": bot.webhook.as_ref().map(|hook| &hook.url),
                    "pending_updates": bot.queue.len(),
                })
            })
            .collect();
        json!({
            "base_url": base_url,
            "bots": bots,
            "channel": {
                "id": world.channel.id,
                "username": world.channel.username,
                "title": world.channel.title,
            },
        })
    });
    answer::ok(&state)
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

/// People with their unread messages; those with a note first.
#[handler]
pub(super) fn overview(Data(sandbox): Data<&Sandbox>, Query(search): Query<Search>) -> Response {
    let wanted = search.q.trim().to_lowercase();
    let people: Vec<Value> = sandbox.shared().read(|world| {
        let mut found: Vec<_> = world
            .people
            .values()
            .filter(|person| {
                wanted.is_empty()
                    || person.full_name().to_lowercase().contains(&wanted)
                    || person.id.to_string().contains(&wanted)
                    || person
                        .username
                        .as_ref()
                        .is_some_and(|name| name.to_lowercase().contains(&wanted))
            })
            .collect();
        found.sort_by_key(|person| (person.note.is_none(), person.id));
        found
            .into_iter()
            .take(LISTED)
            .map(|person| {
                let unread = |bot| {
                    world
                        .dialog(bot, person.id)
                        .map_or(0, crate::world::dialog::Dialog::unread)
                };
                json!({
                    "id": person.id,
                    "name": person.full_name(),
                    "username": person.username,
                    "note": person.note,
                    "deactivated": person.deactivated,
                    "unread": {"main": unread(BotKind::Main), "auth": unread(BotKind::Auth)},
                })
            })
            .collect()
    });
    let total = sandbox.shared().read(|world| world.people.len());
    answer::ok(&json!({"people": people, "total": total}))
}

/// Both chats of a person.
#[handler]
pub(super) fn view(Data(sandbox): Data<&Sandbox>, Path(person): Path<i64>) -> Response {
    let view = sandbox.shared().read(|world| {
        let known = world.person(person)?;
        Some(json!({
            "id": person,
            "name": known.full_name(),
            "phone": known.phone_number(),
            "status": world.channel.status_of(person),
            "subscribed": world.channel.status_of(person).is_inside(),
            "chats": {
                "main": chat_json(world, BotKind::Main, person),
                "auth": chat_json(world, BotKind::Auth, person),
            },
        }))
    });
    match view {
        Some(view) => answer::ok(&view),
        None => answer::failed(StatusCode::NOT_FOUND, "no such person"),
    }
}

fn chat_json(world: &World, bot: BotKind, person: i64) -> Value {
    let Some(dialog) = world.dialog(bot, person) else {
        return json!({"started": false, "blocked": false, "unread": 0, "messages": []});
    };
    let skip = dialog.messages.len().saturating_sub(SHOWN);
    let messages: Vec<Value> = dialog
        .messages
        .values()
        .skip(skip)
        .filter(|message| !message.deleted)
        .map(message_json)
        .collect();
    json!({
        "started": dialog.started,
        "blocked": dialog.blocked,
        "unread": dialog.unread(),
        "messages": messages,
        "keyboard": shown_keyboard(world, bot, person),
    })
}

/// A message with its text as HTML beside the plain one.
pub(super) fn message_json(message: &Message) -> Value {
    let mut out = json!(message);
    put(&mut out, "html", Some(message.html()));
    out
}

/// Content of an uploaded file, for pictures in the chat.
#[handler]
pub(super) fn file(Data(sandbox): Data<&Sandbox>, Path(file_id): Path<String>) -> Response {
    let found = sandbox.shared().read(|world| world.files.content(&file_id));
    let Some((file, content)) = found else {
        return answer::failed(StatusCode::NOT_FOUND, "no such file");
    };
    // Only pictures are shown in place; anything else is downloaded, so that
    // an uploaded page never runs here.
    let mime = if file.mime.starts_with("image/") && file.mime != "image/svg+xml" {
        file.mime
    } else {
        "application/octet-stream".to_owned()
    };
    Response::builder()
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(content.as_ref().clone())
}
