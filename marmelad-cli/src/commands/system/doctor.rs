//! `doctor`
//!
//! `report` holds the findings, `telegram` the checks of Telegram, `helpers` those of Redis and the processes; this
//! file holds the rest.

mod helpers;
mod report;
mod telegram;

use marmelad_adapters::config::{Config, Purpose};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::kernel::PortError;
use marmelad_core::staff::Role;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::session::{Session, configuration};
use report::Report;

/// Runs all checks and shows the results; a failed check is part of the result, not a failure of the command.
pub(crate) async fn run(out: Output) -> Result<Exit, Failure> {
    let mut report = Report::default();
    if let Some(config) = check_configuration(&mut report) {
        match Session::with(&config, out).await {
            Ok(session) => {
                if let Err(error) = check_application(&config, &session, &mut report).await {
                    report.error("database", describe(&error), "see the database's own log");
                }
                session.close().await;
            }
            Err(failure) => {
                report.error("database", failure.message, "until then nothing else can be checked");
            }
        }
    }
    out.show(|| report.to_json(), || report.to_text())?;
    Ok(match report.errors() {
        0 => Exit::Ok,
        _ => Exit::Failure,
    })
}

/// Reports configuration errors of every program; returns the part of the configuration that is valid.
fn check_configuration(report: &mut Report) -> Option<Config> {
    match Config::from_env(Purpose::Demo) {
        Ok(config) => {
            report.ok(
                "configuration",
                format!("complete, APP_ENV={}", if config.is_prod() { "prod" } else { "dev" }),
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
            // Check what the valid part allows: the bots, otherwise the database alone.
            let some = configuration(Purpose::CliTelegram);
            some.or_else(|_| configuration(Purpose::Cli)).ok()
        }
    }
}

async fn check_application(
    config: &Config,
    session: &Session,
    report: &mut Report,
) -> Result<(), PortError> {
    let app = &session.app;
    let state = app.system.database_state().await?;
    report.ok("database", format!("{}: {} migrations applied", config.database, state.applied));
    check_writing(app, report).await;
    report.ok("zone", format!("{}: it is {} now", app.context.zone, session.local(app.now())));
    helpers::check_redis(config, app, report).await;
    helpers::check_processes(app, report).await?;
    check_people(app, report).await?;
    if config.telegram.tokens.is_some() {
        telegram::check(config, app, report).await?;
    }
    Ok(())
}

async fn check_writing(app: &App, report: &mut Report) {
    match app.system.check_writing().await {
        Ok(()) => report.ok("database writes", "possible"),
        Err(error) => report.error(
            "database writes",
            describe(&error),
            "give this user the right to write the file and its folder, or to change the tables",
        ),
    }
}

async fn check_people(app: &App, report: &mut Report) -> Result<(), PortError> {
    let admins = app.staff.list_admins().await?;
    let owners = admins.iter().filter(|admin| admin.is_active && admin.role == Role::Owner).count();
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
