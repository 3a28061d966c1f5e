//! Faults, limits, raw updates.

use poem::http::StatusCode;
use poem::web::{Data, Json, Path};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;
use crate::world::faults::Fault;
use crate::world::limits::Limits;

#[handler]
pub(super) fn faults(Data(sandbox): Data<&Sandbox>) -> Response {
    let armed: Vec<Value> = sandbox
        .armed_faults()
        .into_iter()
        .map(|(id, left, fault)| json!({"id": id, "left": left, "fault": fault}))
        .collect();
    answer::ok(&armed)
}

#[handler]
pub(super) fn arm(Data(sandbox): Data<&Sandbox>, Json(fault): Json<Fault>) -> Response {
    answer::ok(&json!({"id": sandbox.fault(fault)}))
}

#[handler]
pub(super) fn disarm(Data(sandbox): Data<&Sandbox>, Path(id): Path<u64>) -> Response {
    if sandbox.disarm(id) {
        answer::ok(&())
    } else {
        answer::failed(StatusCode::NOT_FOUND, "no such fault, or it is used up")
    }
}

#[handler]
pub(super) fn clear(Data(sandbox): Data<&Sandbox>) -> Response {
    sandbox.clear_faults();
    answer::ok(&())
}

#[handler]
pub(super) fn limits(Data(sandbox): Data<&Sandbox>) -> Response {
    answer::ok(&sandbox.shared().read(|world| world.limits))
}

#[handler]
pub(super) fn set_limits(Data(sandbox): Data<&Sandbox>, Json(wanted): Json<Limits>) -> Response {
    sandbox.set_limits(wanted);
    answer::ok(&wanted)
}

#[handler]
pub(super) fn expire_presses(Data(sandbox): Data<&Sandbox>) -> Response {
    sandbox.expire_presses();
    answer::ok(&())
}

#[derive(Deserialize)]
struct Redelivery {
    update_id: u32,
}

#[handler]
pub(super) fn redeliver(
    Data(sandbox): Data<&Sandbox>,
    Path(bot): Path<BotKind>,
    Json(body): Json<Redelivery>,
) -> Response {
    answer::of(sandbox.redeliver(bot, body.update_id))
}

#[handler]
pub(super) fn inject(
    Data(sandbox): Data<&Sandbox>,
    Path(bot): Path<BotKind>,
    Json(update): Json<Value>,
) -> Response {
    let id = sandbox.inject_update(bot, update);
    answer::of(id.map(|id| json!({"update_id": id})))
}
