//! `broadcast …`; subcommands with more than one service call have their own files.

mod card;
mod create;
mod media;
mod start;
mod watch;

use std::collections::BTreeSet;

use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    Broadcast, BroadcastFilter, BroadcastSortKey, BroadcastStatus, ChangeBroadcastOutcome,
    ContentProblem, Excluded, MAX_TESTERS, MovedBroadcast, PreflightOutcome, RecipientFilter,
    RecipientStatus, RetryBroadcastOutcome, TestOutcome, Testers,
};
use marmelad_core::kernel::{BroadcastId, ClientId, PageRequest, Sorting, TelegramId};
use marmelad_http::views;
use serde_json::json;

use crate::args::BroadcastCommand;
use crate::exit::{Exit, Failure};
use crate::session::Session;
use card::{card, left_out, logs_table, preflight_text, progress_card, table};

pub(super) async fn run(command: BroadcastCommand, session: &Session) -> Result<(), Failure> {
    let (broadcasts, by) = (&session.app.broadcasts, &Actor::Cli);
    match command {
        BroadcastCommand::Create(args) => create::run(*args, session).await,
        BroadcastCommand::List { status, paging } => {
            list(status.into_iter().collect(), paging.into(), session).await
        }
        BroadcastCommand::Show(which) => show(which.id(), session).await,
        BroadcastCommand::Preflight(which) => preflight(which.id(), session).await,
        BroadcastCommand::Test { which, users } => test(which.id(), users, session).await,
        BroadcastCommand::Start { which, yes } => start::run(which.id(), yes, session).await,
        BroadcastCommand::Watch(which) => watch::run(which.id(), session).await,
        BroadcastCommand::Pause(which) => {
            moved(which.id(), broadcasts.pause(which.id(), by).await?, session)
        }
        BroadcastCommand::Resume(which) => {
            moved(which.id(), broadcasts.resume(which.id(), by).await?, session)
        }
        BroadcastCommand::Cancel(which) => {
            moved(which.id(), broadcasts.cancel(which.id(), by).await?, session)
        }
        BroadcastCommand::Retry { which, failed, uncertain } => {
            retry(which.id(), failed, uncertain, session).await
        }
        BroadcastCommand::Recall { which, revoke_codes } => {
            recall(which.id(), revoke_codes, session).await
        }
        BroadcastCommand::Logs { which, status, paging } => {
            logs(which.id(), status.into_iter().collect(), paging.into(), session).await
        }
    }
}

async fn list(
    statuses: BTreeSet<BroadcastStatus>,
    request: PageRequest,
    session: &Session,
) -> Result<(), Failure> {
    let filter = BroadcastFilter { statuses, ..BroadcastFilter::default() };
    let newest = Sorting::descending(BroadcastSortKey::CreatedAt);
    let page = session.app.broadcasts.list(filter, newest, request).await?;
    session.out.show(
        || views::to_json(&views::Page::<views::Broadcast>::new(page.clone(), request)),
        || table(&page, request, session),
    )
}

async fn show(id: BroadcastId, session: &Session) -> Result<(), Failure> {
    let progress = session.app.broadcasts.progress(id).await?;
    let progress = progress.ok_or_else(|| no_broadcast(id))?;
    let trail = match progress.broadcast.terms.template_id {
        Some(_) => Some(session.app.broadcasts.money_trail(id).await?),
        None => None,
    };
    session.out.show(
        || {
            views::to_json(&views::Broadcast {
                money_trail: trail.map(Into::into),
                ..views::Broadcast::from(progress.clone())
            })
        },
        || progress_card(&progress, trail, session),
    )
}

async fn preflight(id: BroadcastId, session: &Session) -> Result<(), Failure> {
    match session.app.broadcasts.preflight(id).await? {
        PreflightOutcome::Preflight(preflight) => session.out.show(
            || views::json_of::<views::Preflight, _>(&*preflight),
            || preflight_text(&preflight, session),
        ),
        PreflightOutcome::Invalid(problems) => Err(not_ready(&problems)),
        PreflightOutcome::NotFound => Err(no_broadcast(id)),
    }
}

async fn test(id: BroadcastId, typed: Vec<i64>, session: &Session) -> Result<(), Failure> {
    let is_named = !typed.is_empty();
    let asked: BTreeSet<TelegramId> = if is_named {
        typed.into_iter().map(TelegramId).collect()
    } else {
        session.app.context.config.test_ids.clone()
    };
    let mut users = BTreeSet::new();
    let mut unknown = Vec::new();
    for telegram_id in &asked {
        match session.app.clients.find_by_telegram_id(*telegram_id).await? {
            Some(user) => {
                users.insert(user.id);
            }
            None => unknown.push(telegram_id.to_string()),
        }
    }
    if is_named && !unknown.is_empty() {
        return Err(Failure::not_found(format!(
            "there is no client with the Telegram id {}; they must write to the main bot first",
            unknown.join(", ")
        )));
    }
    if users.is_empty() {
        return Err(Failure::usage(
            "name who gets it with --user TG_ID: nobody of TEST_TELEGRAM_IDS has written to the main bot",
        ));
    }
    let testers = Testers::Users(users);
    match session.app.broadcasts.test(id, testers, &Actor::Cli).await? {
        TestOutcome::Queued(count) => {
            session.out.show(|| json!({ "queued": count }), || format!("On its way to {count}."))
        }
        TestOutcome::NotFound => Err(no_broadcast(id)),
        TestOutcome::BadCount => {
            Err(Failure::usage(format!("a test goes to 1 to {MAX_TESTERS} people")))
        }
        TestOutcome::Unreachable(ids) => {
            let mut names = Vec::new();
            for id in ids {
                let user = session.app.clients.find(ClientId(id)).await?;
                names.extend(user.map(|user| user.telegram_id.to_string()));
            }
            Err(Failure::refused(
                "unreachable",
                format!("the main bot cannot write to {}; leave them out", names.join(", ")),
            ))
        }
        TestOutcome::NoCodes => Err(Failure::refused(
            "template_not_usable",
            "its discount template is switched off or gone; switch it on with `marmelad-cli template set`",
        )),
    }
}

async fn retry(
    id: BroadcastId,
    failed: bool,
    uncertain: bool,
    session: &Session,
) -> Result<(), Failure> {
    let failed = failed.then_some(RecipientStatus::Failed);
    let uncertain = uncertain.then_some(RecipientStatus::Uncertain);
    let statuses = failed.into_iter().chain(uncertain).collect();
    match session.app.broadcasts.retry(id, statuses, &Actor::Cli).await? {
        RetryBroadcastOutcome::Queued { count, broadcast } => session.out.show(
            || views::json_of::<views::Broadcast, _>(&*broadcast),
            || {
                format!(
                    "{count} of its recipients get it once more.\n\n{}",
                    card(&broadcast, session)
                )
            },
        ),
        RetryBroadcastOutcome::Nobody => Err(Failure::refused(
            "nobody_missed",
            format!(
                "it missed nobody in that way; `marmelad-cli broadcast logs {id}` shows what came of each"
            ),
        )),
        RetryBroadcastOutcome::NotFound => Err(no_broadcast(id)),
        RetryBroadcastOutcome::WrongState(status) => Err(wrong_state(id, status, "sent once more")),
    }
}

async fn recall(id: BroadcastId, revoke_codes: bool, session: &Session) -> Result<(), Failure> {
    match session.app.broadcasts.recall(id, revoke_codes, &Actor::Cli).await? {
        ChangeBroadcastOutcome::Changed(broadcast) => session.out.show(
            || views::json_of::<views::Broadcast, _>(&*broadcast),
            || {
                format!(
                    "Its messages are being taken back; `marmelad-cli broadcast logs {id}` shows what came of each.\n\n{}",
                    card(&broadcast, session)
                )
            },
        ),
        ChangeBroadcastOutcome::NotFound => Err(no_broadcast(id)),
        ChangeBroadcastOutcome::WrongState(status) => Err(wrong_state(id, status, "taken back")),
    }
}

async fn logs(
    id: BroadcastId,
    statuses: BTreeSet<RecipientStatus>,
    request: PageRequest,
    session: &Session,
) -> Result<(), Failure> {
    if session.app.broadcasts.find(id).await?.is_none() {
        return Err(no_broadcast(id));
    }
    let filter = RecipientFilter { statuses, ..RecipientFilter::default() };
    let page = session.app.broadcasts.list_recipients(id, filter, request).await?;
    session.out.show(
        || views::to_json(&views::Page::<views::BroadcastLog>::new(page.clone(), request)),
        || logs_table(&page, request, session),
    )
}

/// Shows the result of a change of state.
pub(super) fn moved(
    id: BroadcastId,
    outcome: MovedBroadcast,
    session: &Session,
) -> Result<(), Failure> {
    match outcome {
        MovedBroadcast::Moved(broadcast) => told(&broadcast, session),
        MovedBroadcast::Invalid(problems) | MovedBroadcast::NotReady(problems) => {
            Err(not_ready(&problems))
        }
        MovedBroadcast::EmptyAudience(excluded) => Err(nobody(excluded)),
        MovedBroadcast::NotFound => Err(no_broadcast(id)),
        MovedBroadcast::WrongState { from, to } => Err(wrong_state(id, from, to.as_str())),
    }
}

/// Shows a broadcast and suggests the next command.
pub(super) fn told(broadcast: &Broadcast, session: &Session) -> Result<(), Failure> {
    let id = broadcast.id;
    let next = match broadcast.status {
        BroadcastStatus::Draft => {
            format!(
                "Look at it: marmelad-cli broadcast preflight {id}\nBegin: marmelad-cli broadcast start {id}"
            )
        }
        BroadcastStatus::Sending => format!("Watch it: marmelad-cli broadcast watch {id}"),
        BroadcastStatus::Paused => format!("Go on: marmelad-cli broadcast resume {id}"),
        _ => String::new(),
    };
    session.out.show(
        || views::json_of::<views::Broadcast, _>(broadcast),
        || {
            let text = format!("{}\n\n{next}", card(broadcast, session));
            text.trim_end().to_owned()
        },
    )
}

pub(super) fn no_broadcast(id: BroadcastId) -> Failure {
    Failure::not_found(format!(
        "there is no broadcast {id}; `marmelad-cli broadcast list` shows them"
    ))
}

/// The state of the broadcast does not allow the command.
pub(super) fn wrong_state(id: BroadcastId, from: BroadcastStatus, to: &str) -> Failure {
    let what_to_do = match from {
        BroadcastStatus::Draft | BroadcastStatus::Scheduled => {
            format!("`marmelad-cli broadcast start {id}` begins it")
        }
        BroadcastStatus::Sending => format!("`marmelad-cli broadcast pause {id}` holds it"),
        BroadcastStatus::Paused => format!("`marmelad-cli broadcast resume {id}` goes on"),
        BroadcastStatus::Error => format!(
            "`marmelad-cli broadcast show {id}` says why it stopped, `broadcast resume {id}` goes on"
        ),
        BroadcastStatus::Sent => format!(
            "everybody was tried; `marmelad-cli broadcast retry {id}` sends it to those whom it missed"
        ),
        BroadcastStatus::Canceled => "it was given up; write another".to_owned(),
    };
    Failure::refused(
        "wrong_state",
        format!("broadcast {id} is {from}, so it cannot be {to}; {what_to_do}"),
    )
}

/// All problems of the entered content.
pub(super) fn invalid(problems: &[ContentProblem]) -> Failure {
    Failure::new(Exit::Usage, "invalid", listed(problems))
}

/// The audience is empty.
pub(super) fn nobody(excluded: Excluded) -> Failure {
    let left_out = left_out(excluded);
    let left_out = if left_out.is_empty() { left_out } else { format!(" (left out: {left_out})") };
    Failure::refused(
        "empty_audience",
        format!("nobody would get it{left_out}; choose another segment or filter"),
    )
}

/// Content that was valid when written is no longer valid.
pub(super) fn not_ready(problems: &[ContentProblem]) -> Failure {
    Failure::refused("not_ready", listed(problems))
}

fn listed(problems: &[ContentProblem]) -> String {
    let lines: Vec<_> =
        problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
    lines.join("\n")
}
