//! `setWebhook` and its companions; the sending is in [`crate::webhook`].

use serde_json::json;
use url::{Host, Url};

use super::methods::{Outcome, Reply};
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::bots::Webhook;
use crate::world::people::put;

pub(crate) fn set_webhook(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let allowed = params
        .json::<Vec<String>>("allowed_updates", "allowed_updates: expected an Array of String")?;
    let Some(url) = params.text("url") else {
        return delete_webhook(world, bot, params);
    };
    let url = checked_url(url)?;
    let secret = params.text("secret_token").map(str::to_owned);
    if let Some(secret) = &secret {
        checked_secret(secret)?;
    }
    let state = world.bot_mut(bot);
    if params.flag("drop_pending_updates") {
        state.queue.clear();
    }
    let same = state.webhook.as_ref().is_some_and(|hook| hook.url == url && hook.secret == secret);
    if let Some(allowed) = allowed {
        state.queue.allowed = Some(allowed);
    }
    state.webhook = Some(Webhook {
        url,
        secret,
        max_connections: params.integer("max_connections").unwrap_or(40).clamp(1, 100),
        last_error: None,
    });
    state.wake();
    Ok(Reply {
        result: json!(true),
        description: Some(if same { "Webhook is already set" } else { "Webhook was set" }),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "all methods have one signature")]
pub(crate) fn delete_webhook(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let state = world.bot_mut(bot);
    if params.flag("drop_pending_updates") {
        state.queue.clear();
    }
    let was_set = state.webhook.take().is_some();
    state.wake();
    Ok(Reply {
        result: json!(true),
        description: Some(if was_set {
            "Webhook was deleted"
        } else {
            "Webhook is already deleted"
        }),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "all methods have one signature")]
pub(crate) fn get_webhook_info(world: &mut World, bot: BotKind, _: &mut Params) -> Outcome {
    let state = world.bot(bot);
    let hook = state.webhook.as_ref();
    let mut info = json!({
        "url": hook.map_or("", |hook| &hook.url),
        "has_custom_certificate": false,
        "pending_update_count": state.queue.len(),
    });
    put(&mut info, "max_connections", hook.map(|h| h.max_connections));
    if let Some((at, error)) = hook.and_then(|hook| hook.last_error.as_ref()) {
        put(&mut info, "last_error_date", Some(at));
        put(&mut info, "last_error_message", Some(error));
    }
    let allowed = state.queue.allowed.as_ref().filter(|kinds| !kinds.is_empty());
    put(&mut info, "allowed_updates", allowed);
    Ok(info.into())
}

/// Telegram requires https on one of four ports. Plain http is accepted too for addresses of this machine, as a local
/// Bot API server does.
fn checked_url(text: &str) -> Result<String, Refusal> {
    let bad = |reason| Refusal::bad_request(format!("bad webhook: {reason}"));
    let url = Url::parse(text).map_err(|_| bad("invalid webhook URL specified"))?;
    match url.scheme() {
        "http" if is_loopback(&url) => {}
        "https" => {
            let port = url.port_or_known_default();
            if !is_loopback(&url) && !matches!(port, Some(443 | 80 | 88 | 8443)) {
                return Err(bad("Webhook can be set up only on ports 80, 88, 443 or 8443"));
            }
        }
        _ => return Err(bad("An HTTPS URL must be provided for webhook")),
    }
    Ok(text.to_owned())
}

/// Whether the address stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn checked_secret(secret: &str) -> Result<(), Refusal> {
    if secret.len() > 256 {
        return Err(Refusal::bad_request("secret token is too long"));
    }
    let plain = secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain {
        Ok(())
    } else {
        Err(Refusal::bad_request("secret token contains unallowed characters"))
    }
}
