//! `doctor`

use marmelad_adapters::config::{BotMode, Config, Purpose};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::domain::admin::Role;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::BotIdentity;
use marmelad_core::ports::{PortError, SendError};
use serde_json::{Value, json};

use crate::exit::Failure;
use crate::output::{Output, Table};
use crate::session::{Session, configuration};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warning,
    Error,
}

/// One thing that was looked at.
struct Check {
    what: String,
    verdict: Verdict,
    said: String,
    todo: String,
}

/// Everything that was looked at.
#[derive(Default)]
struct Report {
    checks: Vec<Check>,
}

impl Report {
    fn ok(&mut self, what: &str, said: impl Into<String>) {
        self.add(what, Verdict::Ok, said, "");
    }

    fn warn(&mut self, what: &str, said: impl Into<String>, todo: &str) {
        self.add(what, Verdict::Warning, said, todo);
    }

    fn error(&mut self, what: &str, said: impl Into<String>, todo: &str) {
        self.add(what, Verdict::Error, said, todo);
    }

    fn add(&mut self, what: &str, verdict: Verdict, said: impl Into<String>, todo: &str) {
        self.checks.push(Check {
            what: what.to_owned(),
            verdict,
            said: said.into(),
            todo: todo.to_owned(),
        });
    }

    fn errors(&self) -> usize {
        self.checks
            .iter()
            .filter(|check| check.verdict == Verdict::Error)
            .count()
    }
}

/// Looks at everything; fails when something does not work.
pub(super) async fn run(out: Output) -> Result<(), Failure> {
    let mut report = Report::default();
    if let Some(config) = check_configuration(&mut report) {
        check_redis(&config, &mut report);
        match Session::with(&config, out).await {
            Ok(session) => {
                if let Err(error) = check_application(&config, &session, &mut report).await {
                    report.error("database", describe(&error), "see the database's own log");
                }
                session.close().await;
            }
            Err(failure) => report.error(
                "database",
                failure.message,
                "until then nothing else can be checked",
            ),
        }
    }
    out.show(|| to_json(&report), || to_text(&report))?;
    match report.errors() {
        0 => Ok(()),
        errors => Err(Failure::fault(
            "doctor",
            format!(
                "{errors} of {} checks failed, see above",
                report.checks.len()
            ),
        )),
    }
}

/// Every problem of every process; the configuration as far as it works.
fn check_configuration(report: &mut Report) -> Option<Config> {
    match Config::from_env(Purpose::Demo) {
        Ok(config) => {
            report.ok(
                "configuration",
                format!(
                    "complete, APP_ENV={}",
                    if config.is_prod() { "prod" } else { "dev" }
                ),
            );
            configuration(Purpose::Demo).ok()
        }
        Err(error) => {
            for problem in error.problems {
                report.error(
                    &problem.variable,
                    problem.wrong,
                    &format!("expected: {}", problem.expected),
                );
            }
            // What works on the database alone may be in order still.
            configuration(Purpose::Cli).ok()
        }
    }
}

fn check_redis(config: &Config, report: &mut Report) {
    match &config.redis {
        None => report.ok(
            "Redis",
            "not used: what processes share lives in the database",
        ),
        Some(_) => report.warn(
            "Redis",
            "REDIS_URL is set, but this version keeps dialogues and counters in the database",
            "nothing is lost; REDIS_URL may be emptied",
        ),
    }
}

async fn check_application(
    config: &Config,
    session: &Session,
    report: &mut Report,
) -> Result<(), PortError> {
    let app = &session.app;
    let state = app.database_state().await?;
    report.ok(
        "database",
        format!("{}: {} migrations applied", config.database, state.applied),
    );
    check_writing(app, report).await;
    report.ok(
        "zone",
        format!(
            "{}: it is {} now",
            app.context.zone,
            session.local(app.now())
        ),
    );
    check_people(app, report).await?;
    if config.telegram.tokens.is_some() {
        for bot in [BotKind::Main, BotKind::Auth] {
            let Some(me) = check_bot(app, bot, report).await else {
                continue;
            };
            check_webhook(app, config, bot, report).await;
            if bot == BotKind::Main {
                check_channel(app, &me, report).await?;
            }
        }
    }
    Ok(())
}

/// A lease of our own, taken and given back.
async fn check_writing(app: &App, report: &mut Report) {
    let (name, now) = ("doctor", app.now());
    let owner = format!("doctor:{}", std::process::id());
    let written = async {
        app.ports
            .leases
            .acquire(name, &owner, now, now + chrono::Duration::seconds(1))
            .await?;
        app.ports.leases.release(name, &owner).await
    };
    match written.await {
        Ok(()) => report.ok("database writes", "possible"),
        Err(error) => report.error(
            "database writes",
            describe(&error),
            "give this user the right to write the file and its folder, or to change the tables",
        ),
    }
}

async fn check_people(app: &App, report: &mut Report) -> Result<(), PortError> {
    let admins = app.list_admins().await?;
    let owners = admins
        .iter()
        .filter(|admin| admin.is_active && admin.role == Role::Owner)
        .count();
    if owners == 0 {
        report.warn(
            "owners",
            "nobody is an active owner",
            "marmelad-cli admin add TG_ID --role owner",
        );
    } else {
        report.ok("owners", owners.to_string());
    }
    let settings = app.settings().await?;
    match settings.privacy_policy_url() {
        Some(url) => report.ok("privacy policy", url),
        None => report.warn(
            "privacy policy",
            "privacy_policy_url is not set: clients are not asked for consent",
            "marmelad-cli settings set privacy_policy_url https://…",
        ),
    }
    Ok(())
}

async fn check_bot(app: &App, bot: BotKind, report: &mut Report) -> Option<BotIdentity> {
    let (what, variable) = match bot {
        BotKind::Main => ("main bot", "TELEGRAM_MAIN_BOT_TOKEN"),
        BotKind::Auth => ("auth bot", "TELEGRAM_AUTH_BOT_TOKEN"),
    };
    match app.ports.messenger.me(bot).await {
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

/// Telegram gives updates either to a webhook or to whoever polls.
async fn check_webhook(app: &App, config: &Config, bot: BotKind, report: &mut Report) {
    let what = format!("{bot} bot's updates");
    let wanted = config.telegram.webhooks.as_ref().map(|webhooks| match bot {
        BotKind::Main => webhooks.main_url.as_str(),
        BotKind::Auth => webhooks.auth_url.as_str(),
    });
    let set = match app.ports.messenger.webhook(bot).await {
        Ok(set) => set,
        Err(error) => {
            report.error(
                &what,
                error.to_string(),
                "check the network and TELEGRAM_API_URL",
            );
            return;
        }
    };
    match (config.telegram.bot_mode, set) {
        (BotMode::Polling, None) => report.ok(&what, "polled"),
        (BotMode::Polling, Some(url)) => report.error(
            &what,
            format!("BOT_MODE is polling, but Telegram delivers to {url}"),
            "delete the webhook (deleteWebhook), or set BOT_MODE=webhook",
        ),
        (BotMode::Webhook, Some(url)) if wanted.is_none_or(|wanted| wanted == url) => {
            report.ok(&what, format!("delivered to {url}"));
        }
        (BotMode::Webhook, Some(url)) => report.error(
            &what,
            format!("Telegram delivers to {url}, not to the configured address"),
            "set the webhook to the configured address (setWebhook)",
        ),
        (BotMode::Webhook, None) => report.error(
            &what,
            "BOT_MODE is webhook, but Telegram has no webhook",
            "set it to the configured address (setWebhook), or set BOT_MODE=polling",
        ),
    }
}

/// Only an administrator of a channel is told who is in it.
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
    match app
        .ports
        .messenger
        .membership(BotKind::Main, channel, main.id)
        .await
    {
        Ok(membership) if membership.is_subscribed() => {
            report.ok(
                "channel",
                format!("@{} sees the members of {channel}", main.username),
            );
        }
        Ok(_) => report.error(
            "channel",
            format!("@{} is not in {channel}", main.username),
            &todo,
        ),
        Err(error) if error.is_passing() => {
            report.error(
                "channel",
                error.to_string(),
                "check the network and TELEGRAM_API_URL",
            );
        }
        Err(error) => report.error("channel", format!("{channel}: {error}"), &todo),
    }
    Ok(())
}

fn to_json(report: &Report) -> Value {
    let checks = report.checks.iter().map(|check| {
        let mut object = json!({
            "check": check.what,
            "status": match check.verdict {
                Verdict::Ok => "ok",
                Verdict::Warning => "warning",
                Verdict::Error => "error",
            },
            "message": check.said,
        });
        if !check.todo.is_empty() {
            object["todo"] = check.todo.clone().into();
        }
        object
    });
    json!({ "ok": report.errors() == 0, "checks": checks.collect::<Vec<_>>() })
}

fn to_text(report: &Report) -> String {
    let mut table = Table::new(
        ["", "What", "How it is", "What to do"],
        "Nothing was checked.",
    )
    .unbroken(&[0]);
    for check in &report.checks {
        let sign = match check.verdict {
            Verdict::Ok => "✓",
            Verdict::Warning => "!",
            Verdict::Error => "✗",
        };
        table.row([
            sign.to_owned(),
            check.what.clone(),
            check.said.clone(),
            check.todo.clone(),
        ]);
    }
    table.to_string()
}
