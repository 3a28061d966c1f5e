//! Delivery of updates to webhooks.
//!
//! Chats go in parallel up to `max_connections`; the updates of one chat go
//! one after another, and a failed one holds only its own chat back.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use reqwest::Client;
use tokio::task::JoinSet;
use url::Url;

use crate::bot::BotKind;
use crate::bot_api;
use crate::bot_api::webhook::is_loopback;
use crate::shared::Shared;
use crate::world::bots::Webhook;
use crate::world::updates::Update;

/// How long a webhook may take to answer.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The waits between tries of a webhook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_millis(500), longest: Duration::from_secs(10) }
    }
}

/// The address to call; `None` when it would leave this machine.
fn target_of(url: &str) -> Option<Url> {
    Url::parse(url).ok().filter(is_loopback)
}

/// A chat whose last update failed.
struct Held {
    until: Instant,
    wait: Duration,
}

/// Delivers the updates of one bot until the sandbox stops.
pub(crate) async fn deliver(shared: Shared, bot: BotKind, pace: Pace) {
    let client = match Client::builder().timeout(TIMEOUT).no_proxy().build() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "no HTTP client for webhooks");
            return;
        }
    };
    let mut signal = shared.read(|world| world.bot(bot).signal.subscribe());
    let mut sending: JoinSet<(u32, i64, Result<(), String>)> = JoinSet::new();
    let mut busy: HashMap<i64, u32> = HashMap::new();
    let mut held: HashMap<i64, Held> = HashMap::new();
    loop {
        let now = Instant::now();
        let next = shared.read(|world| {
            let state = world.bot(bot);
            let hook = state.webhook.clone()?;
            let room = (hook.max_connections as usize).saturating_sub(busy.len());
            let mut taken = std::collections::HashSet::new();
            let free: Vec<Update> = state
                .queue
                .waiting()
                .filter(|update| {
                    // The first update of each chat that is neither busy nor held.
                    taken.insert(update.lane)
                        && !busy.contains_key(&update.lane)
                        && held.get(&update.lane).is_none_or(|h| h.until <= now)
                })
                .take(room)
                .cloned()
                .collect();
            Some((hook, free))
        });
        if let Some((hook, free)) = next {
            for update in free {
                busy.insert(update.lane, update.id);
                sending.spawn(send(shared.clone(), client.clone(), bot, hook.clone(), update));
            }
        }
        let wake = held.values().map(|h| h.until).filter(|at| *at > now).min();
        tokio::select! {
            () = shared.stopping() => return,
            _ = signal.changed() => {}
            () = sleep_until(wake) => {}
            Some(done) = sending.join_next() => {
                let Ok((id, lane, result)) = done else { continue };
                busy.remove(&lane);
                match result {
                    Ok(()) => {
                        held.remove(&lane);
                        shared.change(|world| world.bot_mut(bot).queue.remove(id));
                    }
                    Err(error) => {
                        let wait = held
                            .get(&lane)
                            .map_or(pace.first, |h| (h.wait * 2).min(pace.longest));
                        held.insert(lane, Held { until: Instant::now() + wait, wait });
                        shared.change(|world| {
                            let now = world.clock.now();
                            if let Some(hook) = &mut world.bot_mut(bot).webhook {
                                hook.last_error = Some((now, error));
                            }
                        });
                    }
                }
            }
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

async fn send(
    shared: Shared,
    client: Client,
    bot: BotKind,
    hook: Webhook,
    update: Update,
) -> (u32, i64, Result<(), String>) {
    let result = match target_of(&hook.url) {
        Some(target) => post(&shared, &client, bot, &hook, target, &update).await,
        None => Err("Failed to resolve host: the address is not on this machine".to_owned()),
    };
    (update.id, update.lane, result)
}

async fn post(
    shared: &Shared,
    client: &Client,
    bot: BotKind,
    hook: &Webhook,
    target: Url,
    update: &Update,
) -> Result<(), String> {
    let mut request = client.post(target).json(update.body.as_ref());
    if let Some(secret) = &hook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let answer = request.send().await.map_err(|error| {
        if error.is_connect() {
            "Connection refused".to_owned()
        } else if error.is_timeout() {
            "Read timeout expired".to_owned()
        } else {
            "Connection closed".to_owned()
        }
    })?;
    let status = answer.status();
    if !status.is_success() {
        return Err(format!("Wrong response from the webhook: {status}"));
    }
    let body = answer.bytes().await.unwrap_or_default();
    bot_api::call_from_webhook(shared, bot, &body).await;
    Ok(())
}
