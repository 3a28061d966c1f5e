//! `webhook set|delete|info`

use std::sync::Arc;

use marmelad_adapters::bootstrap::messenger;
use marmelad_adapters::config::Purpose;
use marmelad_core::delivery::{Messenger, SendError};
use marmelad_core::kernel::{BotKind, WebhookInfo};
use serde_json::{Value, json};

use crate::args::{WebhookCommand, WhichBots};
use crate::exit::{Exit, Failure};
use crate::output::{self, Output};
use crate::session::configuration;

/// Runs the command, then shows Telegram's new webhook state.
pub(crate) async fn run(command: WebhookCommand, out: Output) -> Result<(), Failure> {
    let purpose = match command {
        WebhookCommand::Set(_) => Purpose::CliWebhook,
        WebhookCommand::Delete(_) | WebhookCommand::Info(_) => Purpose::CliTelegram,
    };
    let telegram = messenger(&configuration(purpose)?)?;
    let which = match command {
        WebhookCommand::Set(which) => {
            for bot in which.all() {
                telegram.set_webhook(bot).await.map_err(|error| failed(bot, &error))?;
            }
            which
        }
        WebhookCommand::Delete(which) => {
            for bot in which.all() {
                telegram.delete_webhook(bot).await.map_err(|error| failed(bot, &error))?;
            }
            which
        }
        WebhookCommand::Info(which) => which,
    };
    show(&telegram, &which, out).await
}

async fn show(
    telegram: &Arc<dyn Messenger>,
    which: &WhichBots,
    out: Output,
) -> Result<(), Failure> {
    let mut told = Vec::new();
    for bot in which.all() {
        let info = telegram.webhook(bot).await.map_err(|error| failed(bot, &error))?;
        told.push((bot, info));
    }
    out.show(|| told.iter().map(|(bot, info)| object(*bot, info)).collect(), || table(&told))
}

fn object(bot: BotKind, info: &WebhookInfo) -> Value {
    let mut object = json!({ "bot": bot.as_str(), "pending": info.pending });
    if let Some(url) = &info.url {
        object["url"] = url.as_str().into();
    }
    if let Some(most) = info.max_connections {
        object["max_connections"] = most.into();
    }
    if let Some((at, message)) = &info.last_error {
        object["last_error"] = json!({ "at": at.to_rfc3339(), "message": message });
    }
    object
}

fn table(told: &[(BotKind, WebhookInfo)]) -> String {
    let rows = told.iter().map(|(bot, info)| {
        let failure = info.last_error.as_ref();
        [
            bot.to_string(),
            info.url.clone().unwrap_or_else(|| "nowhere: they are polled".to_owned()),
            info.pending.to_string(),
            failure.map_or_else(String::new, |(at, message)| {
                format!("{}: {message}", at.format("%Y-%m-%d %H:%M UTC"))
            }),
        ]
    });
    output::table(["Bot", "Delivered to", "Waiting", "Last failure"], &[], rows, "No bots.")
}

fn failed(bot: BotKind, error: &SendError) -> Failure {
    let what = format!("the {bot} bot: {error}");
    match error {
        SendError::Unauthorized => Failure::new(
            Exit::Usage,
            "unauthorized",
            format!("{what}; check its token in the configuration"),
        ),
        SendError::Rejected(_) | SendError::BodyRejected(_) => Failure::refused(
            "rejected",
            format!("{what}; Telegram wants a public https address, port 443, 80, 88 or 8443"),
        ),
        _ => Failure::fault(
            "telegram",
            format!("{what}; check the network and TELEGRAM_API_URL, then try again"),
        ),
    }
}
