//! `getUpdates`: long polling.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::methods::{Outcome, Reply};
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::world::World;

/// Longest wait of one call, seconds.
const MAX_TIMEOUT: u64 = 50;

/// Waits up to `timeout` for an update. A newer getUpdates of the same bot,
/// or a webhook set meanwhile, ends the wait with 409.
pub(crate) async fn get_updates(shared: &Shared, bot: BotKind, params: &mut Params) -> Outcome {
    let timeout = params.integer::<u64>("timeout").unwrap_or(0);
    let deadline = Instant::now() + Duration::from_secs(timeout.min(MAX_TIMEOUT));
    let (mut signal, epoch) = shared.read(|world| {
        let state = world.bot(bot);
        (state.signal.subscribe(), state.poll_epoch + 1)
    });
    let mut outcome = shared.change(|world| get_updates_now(world, bot, params));
    loop {
        let empty = matches!(&outcome, Ok(reply) if reply.result == Value::Array(Vec::new()));
        if !empty || Instant::now() >= deadline {
            return outcome;
        }
        tokio::select! {
            _ = signal.changed() => {}
            () = tokio::time::sleep_until(deadline.into()) => {}
            () = shared.stopping() => return outcome,
        }
        outcome = shared.change(|world| {
            if world.bot(bot).poll_epoch != epoch {
                return Err(Refusal::conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            if world.bot(bot).webhook.is_some() {
                return Err(Refusal::conflict("terminated by setWebhook request"));
            }
            Ok(take(world, bot, params))
        });
    }
}

/// Confirms the updates below the offset and returns the next ones.
pub(crate) fn get_updates_now(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let allowed = params
        .json::<Vec<String>>("allowed_updates", "allowed_updates: expected an Array of String")?;
    let state = world.bot_mut(bot);
    if state.webhook.is_some() {
        return Err(Refusal::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        ));
    }
    if let Some(allowed) = allowed {
        state.queue.allowed = Some(allowed);
    }
    state.poll_epoch += 1;
    state.wake();
    if let Some(offset) = params.integer::<i64>("offset").filter(|offset| *offset != 0) {
        state.queue.confirm(offset);
    }
    Ok(take(world, bot, params))
}

fn take(world: &mut World, bot: BotKind, params: &Params) -> Reply {
    let limit = params.integer::<usize>("limit").unwrap_or(100);
    let limit = if (1..=100).contains(&limit) { limit } else { 100 };
    let updates = world.bot_mut(bot).queue.peek(limit);
    Value::Array(updates.iter().map(|body| body.as_ref().clone()).collect()).into()
}
