//! Arguments of `user export`.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use marmelad_core::audit::Actor;
use marmelad_core::messages::ru;
use marmelad_http::export::{CsvText, USER_COLUMNS, user_row};
use serde_json::json;

use crate::args::ExportUsers;
use crate::exit::Failure;
use crate::output::Progress;
use crate::session::Session;

/// Writes the file row by row.
pub(super) async fn run(args: ExportUsers, session: &Session) -> Result<(), Failure> {
    let to_stdout = args.file == Path::new("-");
    if to_stdout && session.out.json {
        return Err(Failure::usage(
            "the file goes to standard output, so --json has no place there",
        ));
    }
    let mut out: Box<dyn Write + Send> =
        if to_stdout { Box::new(io::stdout()) } else { Box::new(new_file(&args.file)?) };
    let app = &session.app;
    let mut export = app.clients.export(args.which.into(), "csv", &Actor::Cli).await?;
    let progress = Progress::new("Writing clients", app.clients.count_exported(&export).await?);
    let text = CsvText::new(app.context.zone);
    write(&mut *out, &text.head(USER_COLUMNS))?;
    let mut written: u64 = 0;
    loop {
        let users = app.clients.next_exported(&mut export).await?;
        if users.is_empty() {
            break;
        }
        written += users.len() as u64;
        let rows: Vec<_> = users.into_iter().map(user_row).collect();
        write(&mut *out, &text.rows(&rows))?;
        progress.at(written);
    }
    out.flush().map_err(unwritten)?;
    drop(progress);
    if to_stdout {
        return Ok(());
    }
    session.out.show(
        || json!({ "file": args.file.display().to_string(), "users": written }),
        || {
            let file = args.file.display();
            format!("{} clients written to {file}.", ru::grouped_count(written))
        },
    )
}

/// Creates the file, never overwrites one, and makes it readable by the owner only, because it holds phone numbers.
fn new_file(path: &Path) -> Result<File, Failure> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| {
        let file = path.display();
        match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::usage(format!(
                "{file} is there already; name another file, or remove it first"
            )),
            _ => Failure::fault("file", format!("{file} cannot be made: {error}")),
        }
    })
}

fn write(out: &mut (dyn Write + Send), text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes()).map_err(unwritten)
}

#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
fn unwritten(error: io::Error) -> Failure {
    Failure::fault("file", format!("the file cannot be written: {error}"))
}
