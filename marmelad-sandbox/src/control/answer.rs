//! Answers of the control API.

use poem::Response;
use poem::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use crate::sandbox::WaitError;
use crate::world::ActError;

/// A JSON answer, or `{"error": "…"}` with a fitting status.
pub(super) fn of<T: Serialize>(result: Result<T, ActError>) -> Response {
    match result {
        Ok(value) => ok(&value),
        Err(error) => failed(status_of(&error), &error.to_string()),
    }
}

/// The same for what was waited for; 408 when it did not come.
pub(super) fn of_wait<T: Serialize>(result: Result<T, WaitError>) -> Response {
    match result {
        Ok(value) => ok(&value),
        Err(WaitError::Act(error)) => of::<()>(Err(error)),
        Err(error @ WaitError::TimedOut { .. }) => {
            failed(StatusCode::REQUEST_TIMEOUT, &error.to_string())
        }
    }
}

/// 200 with this JSON.
pub(super) fn ok<T: Serialize>(value: &T) -> Response {
    match serde_json::to_value(value) {
        Ok(Value::Null) => json_response(StatusCode::OK, &json!({})),
        Ok(body) => json_response(StatusCode::OK, &body),
        Err(error) => failed(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

pub(super) fn failed(status: StatusCode, error: &str) -> Response {
    json_response(status, &json!({"error": error}))
}

/// Requests that poem refused: wrong path, body or method.
pub(super) async fn from_error(error: poem::Error) -> Response {
    let text = error.to_string();
    failed(error.into_response().status(), &text)
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

fn status_of(error: &ActError) -> StatusCode {
    match error {
        ActError::UnknownPerson(_)
        | ActError::UnknownGroup(_)
        | ActError::UnknownMessage(_)
        | ActError::NoButton(_)
        | ActError::UnknownUpdate(_) => StatusCode::NOT_FOUND,
        ActError::BotBlocked => StatusCode::CONFLICT,
        ActError::NotACallback(_) | ActError::NotAnUpdate => StatusCode::BAD_REQUEST,
    }
}
