//! `/health`: the process runs. `/ready`: the process can serve requests.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{IntoResponse, Response, handler};
use serde_json::json;

/// Longest wait for the database.
const PATIENCE: Duration = Duration::from_secs(3);

#[handler]
pub(crate) fn health() -> Response {
    Json(json!({ "status": "ok" })).into_response()
}

#[handler]
pub(crate) async fn ready(Data(app): Data<&App>) -> Response {
    let why = match tokio::time::timeout(PATIENCE, app.system.database_state()).await {
        Ok(Ok(state)) if state.pending == 0 => return degraded_or_ok(app).await,
        Ok(Ok(state)) => format!("{} migrations are missing", state.pending),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the database does not answer".to_owned(),
    };
    tracing::warn!(why, "not ready");
    Json(json!({ "status": "unavailable", "failing": ["database"] }))
        .with_status(StatusCode::SERVICE_UNAVAILABLE)
        .into_response()
}

/// Names the services that fail and that the process can do without; it is ready all the same.
async fn degraded_or_ok(app: &App) -> Response {
    let mut failing = Vec::new();
    for helper in app.system.helpers().await {
        if let Err(error) = helper.answer {
            tracing::warn!(helper = helper.name, why = describe(&error), "degraded");
            failing.push(helper.name);
        }
    }
    if failing.is_empty() {
        return Json(json!({ "status": "ok" })).into_response();
    }
    Json(json!({ "status": "degraded", "failing": failing })).into_response()
}
