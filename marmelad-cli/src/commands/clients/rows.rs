//! Reading rows of a CSV file of clients.

use std::fmt;
use std::io::{BufRead, BufReader, Read};

use chrono::NaiveDate;
use marmelad_core::clients::{ImportedUser, MAX_TAGS, UserEdit, tidy_tags};
use marmelad_core::kernel::TelegramId;
use marmelad_core::people::{Gender, parse_birthday};
use marmelad_http::export::{USER_COLUMNS, unguarded};
use serde_json::{Value, json};

use crate::exit::Failure;

/// Columns that an import reads; other columns of an export are ignored.
const TAKEN: [&str; 10] = [
    "telegram_id",
    "username",
    "first_name",
    "last_name",
    "display_name",
    "phone",
    "gender",
    "birthday",
    "tags",
    "is_test",
];

/// A cell whose value is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrongCell {
    column: &'static str,
    code: &'static str,
    message: String,
}

impl WrongCell {
    fn new(column: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { column, code, message: message.into() }
    }

    /// The client occurs in an earlier line.
    pub(super) fn repeated(line: u64) -> Self {
        let why = format!("the client of line {line} again; leave one of them");
        Self::new("telegram_id", "repeated", why)
    }

    pub(super) fn to_json(&self) -> Value {
        json!({ "column": self.column, "code": self.code, "message": self.message })
    }
}

impl fmt::Display for WrongCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.column, self.message)
    }
}

/// Content of a row: a client, `None` for an anonymised client, or the errors.
type Checked = Result<Option<ImportedUser>, Vec<WrongCell>>;

/// Iterates over the rows of a file with their line numbers.
pub(super) struct Rows<R: Read> {
    records: csv::StringRecordsIntoIter<BufReader<R>>,
    /// Column index of each entry of [`TAKEN`].
    places: [Option<usize>; TAKEN.len()],
    today: NaiveDate,
}

impl<R: Read> Rows<R> {
    /// Reads the headings. The separator is the semicolon, comma or tab that occurs most often in the first line.
    pub(super) fn read(file: R, today: NaiveDate) -> Result<Self, Failure> {
        let mut file = BufReader::new(file);
        let head = file.fill_buf().map_err(|error| unread(&error))?;
        if head.is_empty() {
            return Err(Failure::usage("the file is empty; its first line names the columns"));
        }
        let delimiter = delimiter(head);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
        let headings = reader.headers().map_err(|error| unread(&error))?;
        let headings: Vec<_> = headings.iter().map(heading).collect();
        for name in &headings {
            if !name.is_empty() && !USER_COLUMNS.contains(&name.as_str()) {
                return Err(Failure::usage(format!(
                    "there is no column `{name}`; known are {}",
                    TAKEN.join(", ")
                )));
            }
        }
        let places = TAKEN.map(|column| headings.iter().position(|name| name == column));
        if places[0].is_none() {
            return Err(Failure::usage("the column telegram_id is missing"));
        }
        Ok(Self { records: reader.into_records(), places, today })
    }

    fn user(&self, record: &csv::StringRecord) -> Checked {
        let mut row = Row { places: &self.places, record, wrong: Vec::new() };
        let telegram_id = match row.cell("telegram_id").map(str::parse::<i64>) {
            Some(Ok(id)) if id > 0 => Some(TelegramId(id)),
            // An anonymised client has no Telegram id any more.
            Some(Ok(id)) if id < 0 => return Ok(None),
            Some(_) => {
                row.wrong("telegram_id", "not_an_id", "a Telegram id is a whole number above 0")
            }
            None => row.wrong("telegram_id", "missing", "a Telegram id is needed"),
        };
        let edit = UserEdit {
            username: row.text("username", 64).map(|name| name.trim_start_matches('@').to_owned()),
            first_name: row.text("first_name", 255),
            last_name: row.text("last_name", 255),
            display_name: row.text("display_name", 128).map(Some),
            phone: row.parsed("phone", "not_a_phone", str::parse).map(Some),
            gender: row.parsed("gender", "unknown_word", str::parse::<Gender>),
            birthday: row
                .parsed("birthday", "not_a_birthday", |cell| parse_birthday(cell, self.today))
                .map(Some),
            tags: row.tags(),
            is_test: row.flag("is_test"),
        };
        match telegram_id {
            Some(telegram_id) if row.wrong.is_empty() => {
                Ok(Some(by_telegrams_name(ImportedUser { telegram_id, edit })))
            }
            _ => Err(row.wrong),
        }
    }
}

/// One row, and what is wrong in it.
struct Row<'a> {
    places: &'a [Option<usize>; TAKEN.len()],
    record: &'a csv::StringRecord,
    wrong: Vec<WrongCell>,
}

impl<'a> Row<'a> {
    /// The value in a column; `None` when the cell is empty or the file has no such column.
    fn cell(&self, column: &str) -> Option<&'a str> {
        let place = TAKEN.iter().position(|name| *name == column)?;
        let cell = self.record.get(self.places[place]?)?.trim();
        (!cell.is_empty()).then(|| unguarded(cell))
    }

    fn wrong<T>(
        &mut self,
        column: &'static str,
        code: &'static str,
        message: impl Into<String>,
    ) -> Option<T> {
        self.wrong.push(WrongCell::new(column, code, message));
        None
    }

    fn text(&mut self, column: &'static str, chars: usize) -> Option<String> {
        let cell = self.cell(column)?;
        if cell.chars().count() > chars || cell.chars().any(char::is_control) {
            let why = format!("at most {chars} characters on one line");
            return self.wrong(column, "out_of_range", why);
        }
        Some(cell.to_owned())
    }

    fn parsed<T, E: fmt::Display>(
        &mut self,
        column: &'static str,
        code: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(self.cell(column)?) {
            Ok(value) => Some(value),
            Err(error) => self.wrong(column, code, error.to_string()),
        }
    }

    /// Parses tags separated by commas, or a JSON list.
    fn tags(&mut self) -> Option<Vec<String>> {
        let cell = self.cell("tags")?;
        let texts: Vec<String> = serde_json::from_str(cell).unwrap_or_else(|_| {
            let tags = cell.split(',').map(str::trim).filter(|tag| !tag.is_empty());
            tags.map(str::to_owned).collect()
        });
        match tidy_tags(&texts) {
            Ok(tags) if tags.len() <= MAX_TAGS => Some(tags),
            Ok(_) => self.wrong("tags", "too_many", format!("at most {MAX_TAGS} tags")),
            Err(error) => self.wrong("tags", "not_a_tag", error.to_string()),
        }
    }

    fn flag(&mut self, column: &'static str) -> Option<bool> {
        match self.cell(column)?.to_lowercase().as_str() {
            "yes" | "true" | "1" | "да" => Some(true),
            "no" | "false" | "0" | "нет" => Some(false),
            _ => self.wrong(column, "unknown_word", "yes or no"),
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<(u64, Checked), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(error) => return Some(Err(unread(&error))),
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return self.next();
        }
        Some(Ok((line, self.user(&record))))
    }
}

/// Drops a display name that equals the name derived from Telegram, because staff did not set it.
fn by_telegrams_name(mut user: ImportedUser) -> ImportedUser {
    let made = user.profile().display_name();
    if user.edit.display_name == Some(Some(made)) {
        user.edit.display_name = Some(None);
    }
    user
}

/// A heading in lower case, without the byte order mark.
fn heading(text: &str) -> String {
    text.trim_start_matches('\u{feff}').trim().to_lowercase()
}

fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    #[expect(clippy::naive_bytecount, reason = "one line of a file")]
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    let found = [b';', b',', b'\t'].into_iter().rev().max_by_key(|wanted| count(*wanted));
    found.unwrap_or(b';')
}

fn unread(error: &dyn fmt::Display) -> Failure {
    Failure::fault("file", format!("the file cannot be read as CSV in UTF-8: {error}"))
}
