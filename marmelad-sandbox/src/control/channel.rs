//! The channel.

use poem::web::{Data, Json, Path};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::json;

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;
use crate::world::members::MemberStatus;

#[handler]
pub(super) fn channel(Data(sandbox): Data<&Sandbox>) -> Response {
    let shown = sandbox.shared().read(|world| {
        let channel = &world.channel;
        json!({
            "id": channel.id,
            "username": channel.username,
            "title": channel.title,
            "members": channel.members,
            "everyone_else": channel.everyone_else,
            "admins": channel.admin_bots,
        })
    });
    answer::ok(&shown)
}

#[handler]
pub(super) fn member(Data(sandbox): Data<&Sandbox>, Path(person): Path<i64>) -> Response {
    answer::ok(&json!({"status": sandbox.member_status(person)}))
}

#[derive(Deserialize)]
struct Status {
    status: MemberStatus,
}

#[handler]
pub(super) fn set_member(
    Data(sandbox): Data<&Sandbox>,
    Path(person): Path<i64>,
    Json(body): Json<Status>,
) -> Response {
    answer::of(sandbox.set_member(person, body.status))
}

#[derive(Deserialize)]
struct Admin {
    is_admin: bool,
}

#[handler]
pub(super) fn set_admin(
    Data(sandbox): Data<&Sandbox>,
    Path(bot): Path<BotKind>,
    Json(body): Json<Admin>,
) -> Response {
    sandbox.set_channel_admin(bot, body.is_admin);
    answer::ok(&())
}
