//! The log of the bots' calls.

use poem::web::{Data, Query};
use poem::{Response, handler};
use serde::Deserialize;

use super::answer;
use crate::bot::BotKind;
use crate::sandbox::Sandbox;

#[derive(Deserialize)]
struct Wanted {
    bot: Option<BotKind>,
    method: Option<String>,
    /// Only calls with a greater number.
    #[serde(default)]
    after: u64,
    /// Only this number of latest calls.
    limit: Option<usize>,
}

#[handler]
pub(super) fn calls(Data(sandbox): Data<&Sandbox>, Query(wanted): Query<Wanted>) -> Response {
    let mut calls = sandbox.shared().read(|world| {
        world.calls.list(wanted.after, |entry| {
            wanted.bot.is_none_or(|bot| bot == entry.bot)
                && wanted
                    .method
                    .as_ref()
                    .is_none_or(|method| method.eq_ignore_ascii_case(entry.method))
        })
    });
    if let Some(limit) = wanted.limit {
        calls.drain(..calls.len().saturating_sub(limit));
    }
    answer::ok(&calls)
}

#[handler]
pub(super) fn counters(Data(sandbox): Data<&Sandbox>) -> Response {
    answer::ok(&sandbox.counters())
}
