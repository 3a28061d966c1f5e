//! Checks of Redis and of the running processes.

use std::collections::BTreeSet;

use marmelad_adapters::config::Config;
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::kernel::PortError;
use marmelad_core::system::ProcessReport;

use super::report::Report;

/// Checks Redis, if configured.
pub(super) async fn check_redis(config: &Config, app: &App, report: &mut Report) {
    let Some(url) = &config.redis else {
        report.ok("Redis", "not used: what processes share lives in the database");
        return;
    };
    for helper in app.system.helpers().await {
        match helper.answer {
            Ok(()) => report.ok("Redis", format!("{url} answers")),
            Err(error) => report.error(
                "Redis",
                format!("{url}: {}", describe(&error)),
                "start it, or check REDIS_URL; until then dialogues and limits do not work, redeeming does",
            ),
        }
    }
}

/// Lists running processes and warns when their time zones differ (so do their local days) or their versions (normal
/// only during an upgrade).
pub(super) async fn check_processes(app: &App, report: &mut Report) -> Result<(), PortError> {
    let processes = app.system.running_processes().await?;
    if processes.is_empty() {
        report.warn(
            "processes",
            "none runs on this database",
            "start marmelad-http and marmelad-bots",
        );
        return Ok(());
    }
    report.ok("processes", listed(&processes));
    let ours = app.context.zone.name();
    let strange: Vec<_> = processes
        .iter()
        .filter(|process| process.zone != ours)
        .map(|process| format!("{} has {}", named(process), process.zone))
        .collect();
    if !strange.is_empty() {
        report.error(
            "zone of all",
            format!("it is {ours} here, but {}", strange.join(", ")),
            "give all processes the same TZ and restart them",
        );
    }
    let versions: BTreeSet<_> = processes.iter().map(|process| &*process.version).collect();
    if versions.len() > 1 {
        let versions: Vec<_> = versions.into_iter().collect();
        report.warn(
            "versions",
            format!("{} run at once", versions.join(" and ")),
            "finish the upgrade: restart the older processes",
        );
    }
    Ok(())
}

fn listed(processes: &[ProcessReport]) -> String {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for name in processes.iter().map(named) {
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let counted = counted.into_iter().map(|(name, count)| match count {
        1 => name,
        many => format!("{many} × {name}"),
    });
    counted.collect::<Vec<_>>().join(", ")
}

fn named(process: &ProcessReport) -> String {
    match process.roles.as_str() {
        "" => process.name.clone(),
        roles => format!("{} ({roles})", process.name),
    }
}
