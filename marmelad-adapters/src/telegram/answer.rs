//! Reads an answer of the Bot API and decides what a refusal means.

use std::time::Duration;

use marmelad_core::delivery::SendError;
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::transport::RawAnswer;

/// The envelope around every result.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Envelope<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

/// How long to wait when nobody says how long.
const DEFAULT_WAIT: Duration = Duration::from_secs(1);

/// The result, or what the refusal means. A body that is not the Bot API's tells nothing about what
/// became of the call.
pub(super) fn read<T: DeserializeOwned>(answer: &RawAnswer) -> Result<T, SendError> {
    match serde_json::from_slice::<Envelope<T>>(&answer.body) {
        Ok(Envelope { ok: true, result: Some(result), .. }) if answer.status.is_success() => {
            Ok(result)
        }
        Ok(Envelope { ok: false, error_code, description, parameters, .. }) => {
            let code = error_code.unwrap_or(answer.status.as_u16());
            let retry_after = parameters
                .and_then(|parameters| parameters.retry_after)
                .map(Duration::from_secs)
                .or(answer.retry_after);
            Err(refusal(code, description, retry_after))
        }
        _ => Err(foreign(answer)),
    }
}

/// What Telegram's own refusal means.
fn refusal(code: u16, description: String, retry_after: Option<Duration>) -> SendError {
    match code {
        429 => SendError::RetryAfter(retry_after.unwrap_or(DEFAULT_WAIT).max(DEFAULT_WAIT)),
        401 | 404 => SendError::Unauthorized,
        403 => SendError::Blocked(description),
        400 if says(&description, &GONE) => SendError::Blocked(description),
        400 if says(&description, &BAD_FILE) => SendError::FileRejected(description),
        400 if says(&description, &BAD_BODY) => SendError::BodyRejected(description),
        413 => SendError::BodyRejected(description),
        500.. => SendError::NotSent(format!("{code} {description}")),
        _ => SendError::Rejected(description),
    }
}

/// What an answer by somebody else (a proxy, a wrong server) means.
fn foreign(answer: &RawAnswer) -> SendError {
    match answer.status {
        StatusCode::TOO_MANY_REQUESTS => {
            SendError::RetryAfter(answer.retry_after.unwrap_or(DEFAULT_WAIT).max(DEFAULT_WAIT))
        }
        // A server that has no such address is no Bot API: as with a wrong token, no call can succeed.
        StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => SendError::Unauthorized,
        status => SendError::Unknown(format!("HTTP {status}, not an answer of the Bot API")),
    }
}

/// Whether a description has one of these in it, in any case.
pub(super) fn says(description: &str, phrases: &[&str]) -> bool {
    let description = description.to_lowercase();
    phrases.iter().any(|phrase| description.contains(phrase))
}

/// 400s that mean: this person cannot be reached.
const GONE: [&str; 3] = ["chat not found", "peer_id_invalid", "deactivated"];

/// 400s about the id of a file: another id of the same file may be taken.
const BAD_FILE: [&str; 9] = [
    "wrong file identifier",
    "wrong file_id",
    "file_id_invalid",
    "file_reference_",
    "can't use file of type",
    "type of file mismatch",
    "wrong remote file",
    "wrong type of file",
    "media_empty",
];

/// 400s about the message itself, which would be refused for everybody.
const BAD_BODY: [&str; 30] = [
    "can't parse",
    "can't find end of",
    "unsupported start tag",
    "unsupported parse_mode",
    "too long",
    "too_long",
    "too big",
    "text is empty",
    "text must be non-empty",
    "entity_",
    "object expected as reply markup",
    "reply_markup_",
    "inline keyboard",
    "button_",
    "keyboard button",
    "wrong http url",
    "wrong type of the web page",
    "failed to get http url content",
    "webpage_",
    "media_",
    "there is no media",
    "photo_",
    "video_",
    "document_invalid",
    "external_url_invalid",
    "wrong port number",
    "image_process_failed",
    "file must be non-empty",
    "message to copy not found",
    "message can't be copied",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rstest::rstest;
    use serde_json::Value;

    use super::*;

    fn answer(status: u16, body: &str) -> RawAnswer {
        let status = StatusCode::from_u16(status).unwrap();
        RawAnswer { status, retry_after: None, body: body.into() }
    }

    #[rstest]
    #[case(403, "Forbidden: bot was blocked by the user", "blocked")]
    #[case(403, "Forbidden: user is deactivated", "blocked")]
    #[case(400, "Bad Request: chat not found", "blocked")]
    #[case(400, "Bad Request: PEER_ID_INVALID", "blocked")]
    #[case(400, "Bad Request: INPUT_USER_DEACTIVATED", "blocked")]
    #[case(
        400,
        "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0",
        "body"
    )]
    #[case(400, "Bad Request: message is too long", "body")]
    #[case(400, "Bad Request: MESSAGE_TOO_LONG", "body")]
    #[case(400, "Bad Request: message caption is too long", "body")]
    #[case(400, "Bad Request: message text is empty", "body")]
    #[case(400, "Bad Request: wrong file identifier/HTTP URL specified", "file")]
    #[case(400, "Bad Request: wrong remote file identifier specified: Wrong padding", "file")]
    #[case(400, "Bad Request: MEDIA_EMPTY", "file")]
    #[case(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "body")]
    #[case(400, "Bad Request: message to copy not found", "body")]
    #[case(400, "Bad Request: message can't be copied", "body")]
    #[case(400, "Bad Request: wrong file_id or the file is temporarily unavailable", "file")]
    #[case(400, "Bad Request: FILE_REFERENCE_EXPIRED", "file")]
    #[case(400, "Bad Request: can't use file of type Animation as Video", "file")]
    #[case(400, "Bad Request: failed to get HTTP URL content", "body")]
    #[case(400, "Bad Request: VIDEO_CONTENT_TYPE_INVALID", "body")]
    #[case(
        400,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        "body"
    )]
    #[case(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", "rejected")]
    #[case(400, "Bad Request: BUTTON_DATA_INVALID", "body")]
    #[case(400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL", "body")]
    #[case(413, "Request Entity Too Large", "body")]
    #[case(400, "Bad Request: not enough rights to send text messages to the chat", "rejected")]
    #[case(400, "Bad Request: message to edit not found", "rejected")]
    #[case(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
        "rejected"
    )]
    #[case(409, "Conflict: terminated by other getUpdates request", "rejected")]
    #[case(401, "Unauthorized", "unauthorized")]
    #[case(404, "Not Found", "unauthorized")]
    #[case(500, "Internal Server Error", "not sent")]
    #[case(502, "Bad Gateway", "not sent")]
    fn refusals(#[case] code: u16, #[case] description: &str, #[case] meaning: &str) {
        let body =
            serde_json::json!({ "ok": false, "error_code": code, "description": description });
        let error = read::<Value>(&answer(code, &body.to_string())).unwrap_err();
        let found = match &error {
            SendError::Blocked(_) => "blocked",
            SendError::BodyRejected(_) => "body",
            SendError::FileRejected(_) => "file",
            SendError::Rejected(_) => "rejected",
            SendError::Unauthorized => "unauthorized",
            SendError::NotSent(_) => "not sent",
            SendError::RetryAfter(_) | SendError::Unknown(_) => "another",
        };
        assert_eq!(found, meaning, "{error}");
    }

    #[rstest]
    #[case(r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#, 7)]
    #[case(r#"{"ok":false,"error_code":429,"description":"Too Many Requests"}"#, 1)]
    #[case("<html>slow down</html>", 1)]
    fn waits(#[case] body: &str, #[case] seconds: u64) {
        let error = read::<Value>(&answer(429, body)).unwrap_err();
        assert_eq!(error, SendError::RetryAfter(Duration::from_secs(seconds)));
    }

    #[rstest]
    #[case(200, "")]
    #[case(200, "<html>Welcome to our Wi-Fi</html>")]
    #[case(200, r#"{"ok":true}"#)]
    #[case(200, r#"{"ok":true,"result":"#)]
    #[case(200, r#"{"ok":true,"result":{"no":"id"}}"#)]
    #[case(302, "")]
    #[case(400, "<html>Bad Request</html>")]
    #[case(403, "<html>Forbidden by a firewall</html>")]
    #[case(500, "")]
    #[case(502, "<html>Bad Gateway</html>")]
    #[case(502, r#"{"message":"upstream"}"#)]
    fn whatever_else_comes_leaves_the_fate_unknown(#[case] status: u16, #[case] body: &str) {
        #[derive(Debug, Deserialize)]
        struct Sent {
            #[expect(dead_code, reason = "only its absence matters here")]
            message_id: i64,
        }
        let error = read::<Sent>(&answer(status, body)).unwrap_err();
        assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    }

    #[test]
    fn an_address_that_is_no_bot_api_accepts_no_token() {
        assert_eq!(read::<Value>(&answer(404, "<html>")).unwrap_err(), SendError::Unauthorized);
    }
}
