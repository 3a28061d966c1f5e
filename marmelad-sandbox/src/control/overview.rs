//! What the chat page shows.

use std::borrow::Cow;

use poem::http::StatusCode;
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use super::time::time_json;
use crate::bot::BotKind;
use crate::sandbox::{Sandbox, shown_keyboard};
use crate::world::World;
use crate::world::dialog::Dialog;
use crate::world::message::{Attachment, Message};
use crate::world::people::{Person, put};

/// Messages of a chat that the page shows.
const SHOWN: usize = 200;
/// People that the page lists at once.
const LISTED: usize = 100;
/// Characters of a message in the list of chats.
const GLIMPSE: usize = 120;

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
                    "description": bot.profile.description,
                    "token": bot.token,
                    "commands": bot.profile.commands,
                    "webhook": bot.webhook.as_ref().map(|hook| &hook.url),
                    "pending_updates": bot.queue.len(),
                })
            })
            .collect();
        json!({
            "base_url": base_url,
            "time": time_json(world),
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

/// People with their chats: the last message and what is unread; those with a
/// note first. In an open world anybody is found by their id.
#[handler]
pub(super) fn overview(Data(sandbox): Data<&Sandbox>, Query(search): Query<Search>) -> Response {
    let wanted = search.q.trim().to_lowercase();
    let found = sandbox.shared().read(|world| {
        let mut found: Vec<Cow<'_, Person>> = world
            .people
            .values()
            .filter(|person| is_wanted(person, &wanted))
            .map(Cow::Borrowed)
            .collect();
        found.sort_by_key(|person| (person.note.is_none(), person.id));
        found.truncate(LISTED);
        if found.is_empty()
            && let Some(stranger) = wanted.parse().ok().and_then(|id| world.person(id))
        {
            found.push(stranger);
        }
        let people: Vec<Value> = found.iter().map(|person| person_json(world, person)).collect();
        json!({"people": people, "total": world.people.len()})
    });
    answer::ok(&found)
}

fn is_wanted(person: &Person, wanted: &str) -> bool {
    let name = wanted.trim_start_matches('@');
    let has = |text: &str| text.to_lowercase().contains(name);
    has(&person.full_name())
        || has(&person.id.to_string())
        || person.username.as_deref().is_some_and(has)
        || person.note.as_deref().is_some_and(has)
}

fn person_json(world: &World, person: &Person) -> Value {
    let dialog = |bot| world.dialog(bot, person.id);
    let unread = |bot| dialog(bot).map_or(0, Dialog::unread);
    let chat = |bot| {
        let last = dialog(bot).and_then(|dialog| {
            let mut messages = dialog.messages.values().rev();
            messages.find(|message| !message.deleted)
        });
        json!({
            "blocked": dialog(bot).is_some_and(|dialog| dialog.blocked),
            "unread": unread(bot),
            "last": last.map(glimpse),
        })
    };
    json!({
        "id": person.id,
        "name": person.full_name(),
        "username": person.username,
        "note": person.note,
        "deactivated": person.deactivated,
        "unread": {"main": unread(BotKind::Main), "auth": unread(BotKind::Auth)},
        "chats": {"main": chat(BotKind::Main), "auth": chat(BotKind::Auth)},
    })
}

/// A message in a line of the list.
fn glimpse(message: &Message) -> Value {
    let text: String = message.text.chars().take(GLIMPSE).collect();
    let attachment = message.attachment.as_ref().map(|attachment| match attachment {
        Attachment::Media(file) => file.kind.field(),
        Attachment::Sticker { .. } => "sticker",
        Attachment::Contact { .. } => "contact",
        Attachment::Raw { .. } => "other",
    });
    json!({
        "message_id": message.message_id,
        "date": message.date,
        "direction": message.direction,
        "text": text,
        "attachment": attachment,
    })
}

/// Both chats of a person.
#[handler]
pub(super) fn view(Data(sandbox): Data<&Sandbox>, Path(person): Path<i64>) -> Response {
    let view = sandbox.shared().read(|world| {
        let known = world.person(person)?;
        Some(json!({
            "id": person,
            "name": known.full_name(),
            "username": known.username,
            "note": known.note,
            "deactivated": known.deactivated,
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
