//! Checks that ask Telegram.

use chrono::Duration;
use marmelad_adapters::config::{BotMode, Config, TelegramConfig};
use marmelad_core::App;
use marmelad_core::delivery::{BotIdentity, SendError};
use marmelad_core::kernel::{BotKind, PortError, WebhookInfo};

use super::report::Report;

/// Checks both tokens, the delivery of updates and the main bot's rights in the channel.
pub(super) async fn check(
    config: &Config,
    app: &App,
    report: &mut Report,
) -> Result<(), PortError> {
    for bot in [BotKind::Main, BotKind::Auth] {
        let Some(me) = check_bot(app, bot, report).await else {
            continue;
        };
        check_updates(&config.telegram, app, bot, report).await;
        if bot == BotKind::Main {
            check_channel(app, &me, report).await?;
        }
    }
    Ok(())
}

async fn check_bot(app: &App, bot: BotKind, report: &mut Report) -> Option<BotIdentity> {
    let (what, variable) = match bot {
        BotKind::Main => ("main bot", "TELEGRAM_MAIN_BOT_TOKEN"),
        BotKind::Auth => ("auth bot", "TELEGRAM_AUTH_BOT_TOKEN"),
    };
    match app.delivery.identity(bot).await {
        Ok(me) => {
            report.ok(what, format!("@{}", me.username));
            Some(me)
        }
        Err(SendError::Unauthorized) => {
            let todo = format!("take the token from @BotFather into {variable}");
            report.error(what, "Telegram does not accept its token", &todo);
            None
        }
        Err(error) => {
            let todo = "check the network and TELEGRAM_API_URL";
            report.error(what, error.to_string(), todo);
            None
        }
    }
}

/// Checks that the webhook fits BOT_MODE: Telegram delivers updates to a webhook or by polling, not both.
async fn check_updates(config: &TelegramConfig, app: &App, bot: BotKind, report: &mut Report) {
    let what = format!("{bot} bot's updates");
    let info = match app.delivery.webhook(bot).await {
        Ok(info) => info,
        Err(error) => {
            let todo = "check the network and TELEGRAM_API_URL";
            return report.error(&what, error.to_string(), todo);
        }
    };
    match (config.bot_mode, &info.url) {
        (BotMode::Polling, None) => {
            report.ok(&what, format!("polled, {} wait", info.pending));
        }
        (BotMode::Polling, Some(url)) => report.error(
            &what,
            format!("Telegram delivers them to {url}, so they cannot be polled"),
            "marmelad-cli webhook delete, or set BOT_MODE=webhook",
        ),
        (BotMode::Webhook, None) => report.error(
            &what,
            "BOT_MODE is webhook, but Telegram delivers them nowhere",
            "start marmelad-bots, or marmelad-cli webhook set",
        ),
        (BotMode::Webhook, Some(url)) => {
            let wanted = config.webhooks.as_ref().map(|webhooks| webhooks.url(bot));
            if wanted.is_some_and(|wanted| wanted.as_str() != url) {
                let todo = "marmelad-cli webhook set, if this installation should have them";
                return report.error(&what, format!("Telegram delivers them to {url}"), todo);
            }
            check_delivery(&what, url, &info, app, report);
        }
    }
}

/// Age up to which a failed delivery causes a warning.
const RECENT: Duration = Duration::hours(1);

fn check_delivery(what: &str, url: &str, info: &WebhookInfo, app: &App, report: &mut Report) {
    let recent = info.last_error.as_ref().filter(|(at, _)| app.now() - *at < RECENT);
    match recent {
        None => report.ok(what, format!("delivered to {url}, {} wait", info.pending)),
        Some((at, message)) => report.warn(
            what,
            format!(
                "{} wait; at {} UTC a delivery to {url} failed: {message}",
                info.pending,
                at.format("%H:%M")
            ),
            "see that the proxy passes /bot/ on and marmelad-bots runs; after a change of the secret: marmelad-cli webhook set",
        ),
    }
}

/// Checks that the main bot administers the channel; only administrators may query members.
async fn check_channel(
    app: &App,
    main: &BotIdentity,
    report: &mut Report,
) -> Result<(), PortError> {
    let settings = app.settings().await?;
    let Some(channel) = settings.telegram_channel_id() else {
        report.error(
            "channel",
            "telegram_channel_id is not set: no subscription can be checked",
            "marmelad-cli settings set telegram_channel_id @name",
        );
        return Ok(());
    };
    let todo = format!("make @{} an administrator of {channel}", main.username);
    match app.delivery.main_bot_is_in(channel, main).await {
        Ok(true) => {
            report.ok("channel", format!("@{} sees the members of {channel}", main.username));
        }
        Ok(false) => {
            report.error("channel", format!("@{} is not in {channel}", main.username), &todo);
        }
        Err(error) if error.is_passing() => {
            report.error("channel", error.to_string(), "check the network and TELEGRAM_API_URL");
        }
        Err(error) => report.error("channel", format!("{channel}: {error}"), &todo),
    }
    Ok(())
}
