//! What each bot does at start: checks its token, sets its command list, sees to how its updates come in.

use std::time::Duration;

use marmelad_core::App;
use marmelad_core::delivery::{BotIdentity, SendError};
use marmelad_core::kernel::{BotKind, PortError, WebhookInfo};
use tokio_util::sync::CancellationToken;

use crate::{auth_bot, main_bot};

/// How long to wait before the next try while Telegram does not answer.
const RETRY_PAUSE: Duration = Duration::from_secs(3);

/// Why a bot cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Telegram does not accept a token.
    #[error("Telegram does not accept the token of the {bot} bot; check {variable}")]
    Token {
        /// The bot of the token.
        bot: BotKind,
        /// The environment variable that holds the token.
        variable: &'static str,
    },
    /// Telegram refuses the address of a bot's webhook.
    #[error("Telegram refuses the webhook of the {bot} bot ({variable}): {reason}")]
    Webhook {
        /// The bot of the webhook.
        bot: BotKind,
        /// The environment variable that holds the address.
        variable: &'static str,
        /// Telegram's description of the error.
        reason: String,
    },
    /// The database does not work.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Sets one bot up. While Telegram does not answer, tries again until told to stop.
pub(super) async fn set_up(
    app: &App,
    bot: BotKind,
    by_webhooks: bool,
    stop: &CancellationToken,
) -> Result<(), SetupError> {
    while !stop.is_cancelled() {
        match identify(app, bot).await {
            Ok(me) => {
                tracing::info!(%bot, username = me.username, "the bot is ready");
                if bot == BotKind::Main {
                    app.settings.learn_main_bot_username(&me.username).await?;
                }
                break;
            }
            Err(SendError::Unauthorized) => {
                let variable = match bot {
                    BotKind::Main => "TELEGRAM_MAIN_BOT_TOKEN",
                    BotKind::Auth => "TELEGRAM_AUTH_BOT_TOKEN",
                };
                return Err(SetupError::Token { bot, variable });
            }
            Err(error) => wait_after(bot, &error, stop).await,
        }
    }
    if by_webhooks {
        set_webhook(app, bot, stop).await
    } else {
        warn_of_webhook(app, bot).await;
        Ok(())
    }
}

async fn identify(app: &App, bot: BotKind) -> Result<BotIdentity, SendError> {
    let commands = match bot {
        BotKind::Main => main_bot::COMMANDS,
        BotKind::Auth => auth_bot::COMMANDS,
    };
    app.delivery.set_up_bot(bot, commands).await
}

/// Any number of replicas may do so: they set the same webhook.
async fn set_webhook(app: &App, bot: BotKind, stop: &CancellationToken) -> Result<(), SetupError> {
    while !stop.is_cancelled() {
        match app.delivery.set_webhook(bot).await {
            Ok(url) => {
                tracing::info!(%bot, url, "updates are delivered to the webhook");
                return Ok(());
            }
            Err(SendError::Rejected(reason) | SendError::BodyRejected(reason)) => {
                let variable = match bot {
                    BotKind::Main => "TELEGRAM_WEBHOOK_MAIN_URL",
                    BotKind::Auth => "TELEGRAM_WEBHOOK_AUTH_URL",
                };
                return Err(SetupError::Webhook { bot, variable, reason });
            }
            Err(error) => wait_after(bot, &error, stop).await,
        }
    }
    Ok(())
}

/// Telegram serves no `getUpdates` while a webhook is set. The webhook may belong to another installation, so only
/// people may delete it.
async fn warn_of_webhook(app: &App, bot: BotKind) {
    if let Ok(WebhookInfo { url: Some(url), .. }) = app.delivery.webhook(bot).await {
        tracing::error!(
            %bot, url,
            "updates are delivered to a webhook, so they cannot be polled; run `marmelad-cli webhook delete`, \
             or set BOT_MODE=webhook"
        );
    }
}

async fn wait_after(bot: BotKind, error: &SendError, stop: &CancellationToken) {
    let pause = match error {
        SendError::RetryAfter(wait) => RETRY_PAUSE.max(*wait),
        _ => RETRY_PAUSE,
    };
    tracing::warn!(%bot, %error, "Telegram does not answer; trying again");
    let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
}
