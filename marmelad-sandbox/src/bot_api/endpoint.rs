//! The HTTP side of the Bot API, faults included.

use std::time::{Duration, Instant};

use poem::http::{StatusCode, header};
use poem::web::{Data, Path, RemoteAddr};
use poem::{Body, Request, Response, handler};
use serde_json::json;

use super::methods::{self, Outcome};
use super::params::Params;
use super::updates;
use crate::bot::{BotKind, token_id};
use crate::connection::Connections;
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::world::calls::Entry;
use crate::world::faults::{Fault, FaultKind};
use crate::world::people::put;

/// Longest answer kept in the log of calls, bytes.
const LONGEST_KEPT: usize = 16 * 1024;

/// An answer over HTTP.
enum Answer {
    /// The status, the body, and the `description` of a refusal.
    Json(StatusCode, String, Option<String>),
    Html(StatusCode),
    Garbage,
    Cut,
}

/// Handles `/bot<token>/<method>`.
#[handler]
pub(crate) async fn serve(
    Path((bot, method)): Path<(String, String)>,
    Data(shared): Data<&Shared>,
    Data(connections): Data<&Connections>,
    remote: &RemoteAddr,
    request: &Request,
    body: Body,
) -> Response {
    let answer = match identify(shared, &bot) {
        Ok(bot) => match methods::find(&method) {
            Some((method, _)) => match Params::read(request, body).await {
                Ok(params) => call(shared, bot, method, params).await,
                Err(refusal) => refused(&refusal),
            },
            None => refused(&Refusal::new(404, "Not Found: method not found")),
        },
        Err(refusal) => refused(&refusal),
    };
    match answer {
        Answer::Json(status, body, _) => Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body),
        Answer::Html(status) => Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "text/html")
            .body(format!(
                "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"
            )),
        Answer::Garbage => Response::builder()
            .header(header::CONTENT_TYPE, "application/json")
            .body("\u{1F4A5}{\"ok\":tru"),
        Answer::Cut => {
            connections.cut(remote);
            Response::builder().body(Body::empty())
        }
    }
}

/// `/file/bot<token>/<path>`: the content of a file.
#[handler]
pub(crate) fn download(
    Path((bot, path)): Path<(String, String)>,
    Data(shared): Data<&Shared>,
) -> Response {
    let found = identify(shared, &bot).ok().and_then(|bot| {
        let file_id = path.rsplit('/').next().unwrap_or_default();
        shared.read(|world| {
            world.files.find(bot, file_id)?;
            world.files.content(file_id)
        })
    });
    let Some((_, content)) = found else {
        return Response::builder()
            .status(StatusCode::NOT_FOUND)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Refusal::new(404, "Not Found").body().to_string());
    };
    Response::builder()
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(content.as_ref().clone())
}

/// Calls the method named in the answer of a webhook; its result is dropped.
pub(crate) async fn call_from_webhook(shared: &Shared, bot: BotKind, body: &[u8]) {
    let Ok(params) = Params::from_json(body) else {
        return;
    };
    let named = params.text("method").and_then(methods::find);
    if let Some((method, _)) = named {
        let _: Answer = call(shared, bot, method, params).await;
    }
}

/// The bot behind `bot<token>`.
fn identify(shared: &Shared, segment: &str) -> Result<BotKind, Refusal> {
    let token = segment
        .strip_prefix("bot")
        .filter(|token| {
            token
                .split_once(':')
                .is_some_and(|(id, secret)| id.parse::<i64>().is_ok() && !secret.is_empty())
        })
        .ok_or_else(|| Refusal::new(404, "Not Found"))?;
    token_id(token)
        .and_then(|_| {
            shared
                .read(|world| world.bots.iter().find(|bot| bot.token == token).map(|bot| bot.kind))
        })
        .ok_or_else(|| Refusal::new(401, "Unauthorized"))
}

async fn call(shared: &Shared, bot: BotKind, method: &'static str, mut params: Params) -> Answer {
    let begun = Instant::now();
    let chat_id = params.integer("chat_id");
    let fault = shared.take_fault(bot, method, chat_id);
    let logged = shared.logs_calls().then(|| params.log());
    let answer = match &fault {
        None => answer_of(&run(shared, bot, method, &mut params).await),
        Some(fault) => misbehave(shared, bot, method, &mut params, fault).await,
    };
    let (status, description) = match &answer {
        Answer::Json(status, _, description) => (Some(status.as_u16()), description.clone()),
        Answer::Html(status) => (Some(status.as_u16()), None),
        Answer::Garbage => (Some(200), None),
        Answer::Cut => (None, None),
    };
    let kept = match &answer {
        Answer::Json(_, body, _) if shared.logs_calls() && method != "getUpdates" => {
            Some(body.clone()).filter(|body| body.len() <= LONGEST_KEPT)
        }
        _ => None,
    };
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    shared.change(|world| {
        let at_ms = world.clock.now_ms();
        world.calls.add(Entry {
            bot,
            method,
            params: logged.unwrap_or_default(),
            status,
            description,
            at_ms,
            took_ms,
            answer: kept,
            faulted: fault.is_some(),
        });
    });
    answer
}

async fn run(shared: &Shared, bot: BotKind, method: &'static str, params: &mut Params) -> Outcome {
    if method == "getUpdates" {
        return updates::get_updates(shared, bot, params).await;
    }
    match methods::find(method) {
        Some((_, run)) => shared.change(|world| run(world, bot, params)),
        None => Err(Refusal::new(404, "Not Found: method not found")),
    }
}

async fn misbehave(
    shared: &Shared,
    bot: BotKind,
    method: &'static str,
    params: &mut Params,
    fault: &Fault,
) -> Answer {
    if let FaultKind::Hang { millis } = fault.what {
        let until = Instant::now() + Duration::from_millis(millis);
        if !fault.after_effect {
            tokio::time::sleep_until(until.into()).await;
        }
        let answer = answer_of(&run(shared, bot, method, params).await);
        tokio::time::sleep_until(until.into()).await;
        return answer;
    }
    if fault.after_effect {
        // The client learns nothing of the outcome, whatever it was.
        let _: Outcome = run(shared, bot, method, params).await;
    }
    match &fault.what {
        FaultKind::Http { status, json: true } => {
            let status = status_of(*status);
            let reason = status.canonical_reason().unwrap_or("Internal Server Error");
            refused(&Refusal::new(status.as_u16(), reason))
        }
        FaultKind::Http { status, .. } => Answer::Html(status_of(*status)),
        FaultKind::Garbage => Answer::Garbage,
        FaultKind::RetryAfter { seconds } => refused(&Refusal::too_many(*seconds)),
        FaultKind::Refuse { code, description } => {
            refused(&Refusal::new(*code, description.clone()))
        }
        FaultKind::Cut | FaultKind::Hang { .. } => Answer::Cut,
    }
}

fn answer_of(outcome: &Outcome) -> Answer {
    match outcome {
        Ok(reply) => {
            let mut body = json!({"ok": true, "result": reply.result});
            put(&mut body, "description", reply.description);
            let description = reply.description.map(str::to_owned);
            Answer::Json(StatusCode::OK, body.to_string(), description)
        }
        Err(refusal) => refused(refusal),
    }
}

fn refused(refusal: &Refusal) -> Answer {
    let description = Some(refusal.description.clone());
    Answer::Json(status_of(refusal.code), refusal.body().to_string(), description)
}

fn status_of(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
