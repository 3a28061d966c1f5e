//! `user import`
//!
//! The file is read twice: first it is checked, then written. A file with an invalid row changes nothing, so the
//! operator can correct it and repeat. Each pass holds only one batch in memory.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;
use marmelad_core::audit::Actor;
use marmelad_core::clients::{IMPORT_PORTION, Imported, ImportedUser};
use marmelad_core::messages::ru;
use serde_json::{Value, json};

use super::rows::{Rows, WrongCell};
use crate::args::ImportUsers;
use crate::exit::{Exit, Failure};
use crate::output::Progress;
use crate::session::Session;

pub(super) async fn run(args: ImportUsers, session: &Session) -> Result<(), Failure> {
    let mut report =
        Report { session, is_dry_run: args.dry_run, rows: Vec::new(), counts: Counts::default() };
    let clients = check(&args.file, session.app.today(), &mut report)?;
    if report.counts.wrong > 0 {
        return if args.dry_run { report.show() } else { Err(report.refusal(&args.file)) };
    }
    write(&args.file, clients, session, &mut report).await?;
    report.show()
}

/// Counts the rows to write and reports invalid cells.
fn check(path: &Path, today: NaiveDate, report: &mut Report<'_>) -> Result<u64, Failure> {
    let mut lines = HashMap::new();
    let mut clients = 0;
    for row in rows(path, today)? {
        let (line, read) = row?;
        match read {
            Ok(None) => report.counts.skipped += 1,
            Ok(Some(user)) => match lines.insert(user.telegram_id, line) {
                Some(first) => report.wrong(line, vec![WrongCell::repeated(first)])?,
                None => clients += 1,
            },
            Err(cells) => report.wrong(line, cells)?,
        }
    }
    Ok(clients)
}

async fn write(
    path: &Path,
    clients: u64,
    session: &Session,
    report: &mut Report<'_>,
) -> Result<(), Failure> {
    let app = &session.app;
    let mut import = app.clients.begin_import(clients, report.is_dry_run);
    let progress = Progress::new("Importing clients", clients);
    let mut portion: Vec<(u64, ImportedUser)> = Vec::new();
    let mut done = 0;
    let mut rows = rows(path, app.today())?;
    loop {
        let row = rows.next().transpose()?;
        let is_over = row.is_none();
        if let Some((line, Ok(Some(user)))) = row {
            portion.push((line, user));
        }
        if portion.len() < IMPORT_PORTION && !is_over {
            continue;
        }
        let users = portion.iter().map(|(_, user)| user.clone()).collect();
        let imported = app.clients.import(&mut import, users, &Actor::Cli).await?;
        for ((line, user), became) in portion.drain(..).zip(imported) {
            report.became(line, &user, became)?;
            done += 1;
        }
        progress.at(done);
        if is_over {
            return Ok(());
        }
    }
}

fn rows(path: &Path, today: NaiveDate) -> Result<Rows<File>, Failure> {
    let file = File::open(path).map_err(|error| {
        let file = path.display();
        Failure::fault("file", format!("{file} cannot be read: {error}"))
    })?;
    Rows::read(file, today)
}

#[derive(Default)]
struct Counts {
    created: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    wrong: u64,
}

/// The report of an import. Rows are listed only in a dry run; otherwise they are counted. Text is printed row by
/// row, JSON as one object at the end.
struct Report<'a> {
    session: &'a Session,
    is_dry_run: bool,
    rows: Vec<Value>,
    counts: Counts,
}

impl Report<'_> {
    fn wrong(&mut self, line: u64, cells: Vec<WrongCell>) -> Result<(), Failure> {
        self.counts.wrong += 1;
        if !self.is_dry_run {
            return Ok(());
        }
        if self.session.out.json {
            let cells: Vec<_> = cells.iter().map(WrongCell::to_json).collect();
            self.rows.push(json!({ "line": line, "result": "invalid", "errors": cells }));
            return Ok(());
        }
        for cell in cells {
            self.session.out.write(&format!("line {line}: {cell}\n"))?;
        }
        Ok(())
    }

    /// Records the result of a row; a dry run lists every row, a real import only totals.
    fn became(&mut self, line: u64, user: &ImportedUser, became: Imported) -> Result<(), Failure> {
        let (count, word) = match became {
            Imported::Created => (&mut self.counts.created, "created"),
            Imported::Updated => (&mut self.counts.updated, "updated"),
            Imported::Unchanged => (&mut self.counts.unchanged, "unchanged"),
        };
        *count += 1;
        if !self.is_dry_run {
            return Ok(());
        }
        let id = user.telegram_id;
        if self.session.out.json {
            self.rows.push(json!({ "line": line, "telegram_id": id.0, "result": word }));
            return Ok(());
        }
        let told = match became {
            Imported::Unchanged => format!("line {line}: {id} stays as it is\n"),
            _ => format!("line {line}: {id} would be {word}\n"),
        };
        self.session.out.write(&told)
    }

    fn object(&self) -> Value {
        json!({
            "dry_run": self.is_dry_run,
            "created": self.counts.created,
            "updated": self.counts.updated,
            "unchanged": self.counts.unchanged,
            "skipped": self.counts.skipped,
            "invalid": self.counts.wrong,
            "rows": self.rows,
        })
    }

    fn show(&self) -> Result<(), Failure> {
        self.session.out.show(|| self.object(), || self.in_words())
    }

    fn in_words(&self) -> String {
        let counts = &self.counts;
        let count = ru::grouped_count;
        if counts.wrong > 0 {
            return format!("{} rows are wrong; the import would be refused.", count(counts.wrong));
        }
        let told = format!(
            "{} new, {} changed, {} as they were",
            count(counts.created),
            count(counts.updated),
            count(counts.unchanged)
        );
        let skipped = match counts.skipped {
            0 => String::new(),
            skipped => format!("; {} anonymised ones left out", count(skipped)),
        };
        let kept = if self.is_dry_run { " Nothing was kept." } else { "" };
        format!("{told}{skipped}.{kept}")
    }

    fn refusal(&self, path: &Path) -> Failure {
        Failure::new(
            Exit::Usage,
            "invalid_rows",
            format!(
                "{} rows of {} are wrong and nothing was imported; see which with --dry-run and mend them",
                ru::grouped_count(self.counts.wrong),
                path.display()
            ),
        )
    }
}
