//! People and groups.

use poem::http::StatusCode;
use poem::web::{Data, Json, Path};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::Value;

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;
use crate::world::people::{Group, Person, put};

#[handler]
pub(super) fn list(Data(sandbox): Data<&Sandbox>) -> Response {
    answer::ok(&sandbox.people())
}

/// Without an id they get a free one.
#[handler]
pub(super) fn add(Data(sandbox): Data<&Sandbox>, Json(mut person): Json<Value>) -> Response {
    if person.get("id").is_none() {
        put(&mut person, "id", Some(sandbox.free_id()));
    }
    match serde_json::from_value::<Person>(person) {
        Ok(person) => {
            sandbox.add_person(person.clone());
            answer::ok(&person)
        }
        Err(error) => answer::failed(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

#[derive(Deserialize)]
struct Flag {
    value: bool,
}

#[handler]
pub(super) fn set_deactivated(
    Data(sandbox): Data<&Sandbox>,
    Path(person): Path<i64>,
    Json(flag): Json<Flag>,
) -> Response {
    answer::of(sandbox.set_deactivated(person, flag.value))
}

#[handler]
pub(super) fn add_group(Data(sandbox): Data<&Sandbox>, Json(group): Json<Group>) -> Response {
    sandbox.add_group(group.clone());
    answer::ok(&group)
}

#[derive(Deserialize)]
struct GroupText {
    bot: BotKind,
    person: i64,
    text: String,
}

#[handler]
pub(super) fn group_text(
    Data(sandbox): Data<&Sandbox>,
    Path(group): Path<i64>,
    Json(body): Json<GroupText>,
) -> Response {
    answer::of(sandbox.send_group_text(body.bot, group, body.person, body.text))
}
