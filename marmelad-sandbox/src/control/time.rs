//! Reading and moving the clock.

use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{Response, handler};
use serde_json::{Value, json};

use super::answer;
use crate::clock::{self, Jump, JumpError};
use crate::sandbox::Sandbox;
use crate::world::World;

/// What time it is.
#[handler]
pub(super) fn time(Data(sandbox): Data<&Sandbox>) -> Response {
    answer::ok(&sandbox.shared().read(time_json))
}

/// Moves the clock on, where it can be moved; answers as `time` does.
#[handler]
pub(super) async fn jump(Data(sandbox): Data<&Sandbox>, Json(jump): Json<Jump>) -> Response {
    match sandbox.jump(jump).await {
        None => answer::failed(
            StatusCode::CONFLICT,
            "Эта песочница живёт по часам машины, их не переводят",
        ),
        Some(Ok(_)) => answer::ok(&sandbox.shared().read(time_json)),
        Some(Err(error @ JumpError::Failed(_))) => {
            answer::failed(StatusCode::SERVICE_UNAVAILABLE, &error.to_string())
        }
        Some(Err(error)) => answer::failed(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// `zone` is null without time control: every reader then shows its own local time.
pub(super) fn time_json(world: &World) -> Value {
    let now_ms = world.clock.now_ms();
    let control = world.clock.control();
    json!({
        "now_ms": now_ms,
        "controlled": control.is_some(),
        "zone": control.map(|control| control.zone()),
        "ahead_ms": now_ms.saturating_sub(clock::machine_ms()),
        "jumps": world.jumps,
    })
}
