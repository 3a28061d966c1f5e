//! `migrate [status]`

use marmelad_adapters::bootstrap::open_store;
use marmelad_adapters::config::Purpose;
use marmelad_adapters::system::SystemClock;
use marmelad_core::kernel::Clock;
use marmelad_core::system::SchemaState;
use serde_json::json;

use crate::args::{MigrateArgs, MigrateCommand};
use crate::exit::Failure;
use crate::output::Output;
use crate::session::configuration;

/// Migrates, or shows the state of migrations.
pub(crate) async fn run(args: MigrateArgs, out: Output) -> Result<(), Failure> {
    let config = configuration(Purpose::Cli)?;
    let only_look = matches!(args.command, Some(MigrateCommand::Status));
    let store = open_store(&config, !only_look).await?;
    let done = async {
        let newly = if only_look { 0 } else { store.migrate(SystemClock.now()).await? };
        Ok::<_, Failure>((newly, store.status().await?))
    };
    let done = done.await;
    store.close().await;
    let (newly, SchemaState { applied, pending }) = done?;
    out.show(
        || json!({ "newly_applied": newly, "applied": applied, "pending": pending }),
        || match (newly, pending) {
            (0, 0) => format!("The database is up to date: {applied} migrations."),
            (_, 0) => format!("Applied {newly} migrations; the database is up to date."),
            _ => format!(
                "{applied} migrations applied, {pending} pending; run `marmelad-cli migrate`."
            ),
        },
    )
}
