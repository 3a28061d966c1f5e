//! `backup FILE`

use marmelad_adapters::bootstrap::open_store;
use marmelad_adapters::config::Purpose;
use marmelad_adapters::sql::BackupError;
use marmelad_adapters::telemetry::describe;
use serde_json::json;

use crate::args::BackupArgs;
use crate::exit::Failure;
use crate::output::{Output, Progress};
use crate::session::configuration;

/// Copies the configured database, whatever its state.
pub(crate) async fn run(args: BackupArgs, out: Output) -> Result<(), Failure> {
    let config = configuration(Purpose::Cli)?;
    let store = open_store(&config, false).await?;
    let progress = Progress::new("Copying", 0);
    let copied = store.backup(&args.file, args.force).await;
    drop(progress);
    store.close().await;
    let bytes = copied.map_err(|error| failure(&error))?;
    let file = args.file.display().to_string();
    out.show(
        || json!({ "file": file, "bytes": bytes }),
        || format!("{file}: {} KiB, a database by itself.", bytes.div_ceil(1024)),
    )
}

fn failure(error: &BackupError) -> Failure {
    let what = describe(error);
    match error {
        BackupError::Exists(_) => Failure::refused(
            "exists",
            format!("{what}; give another name, or --force to replace it"),
        ),
        BackupError::Itself => Failure::refused("exists", format!("{what}; give another name")),
        BackupError::NotText => Failure::usage(what),
        BackupError::Server => Failure::usage(format!(
            "{what}; a server is copied by its own program: mariadb-dump --single-transaction --hex-blob -h HOST \
             -u USER -p DATABASE > FILE (mysqldump with MySQL)"
        )),
        BackupError::Unusable { .. } | BackupError::Database(_) => Failure::fault(
            "backup",
            format!("{what}; is there room, and may this user write there?"),
        ),
    }
}
