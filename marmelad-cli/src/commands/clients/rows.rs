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

    fn cell<'a>(&self, record: &'a csv::StringRecord, column: &str) -> Option<&'a str> {
        let place = TAKEN.iter().position(|name| *name == column)?;
        let cell = record.get(self.places[place]?)?.trim();
        (!cell.is_empty()).then(|| unguarded(cell))
    }

    fn user(&self, record: &csv::StringRecord) -> Checked {
        let mut wrong = Vec::new();
        let telegram_id = match self.cell(record, "telegram_id").map(str::parse::<i64>) {
            Some(Ok(id)) if id > 0 => Some(TelegramId(id)),
            // An anonymised client has no Telegram id any more.
            Some(Ok(id)) if id < 0 => return Ok(None),
            Some(_) => {
                let why = "a Telegram id is a whole number above 0";
                wrong.push(WrongCell::new("telegram_id", "not_an_id", why));
                None
            }
            None => {
                let why = "a Telegram id is needed";
                wrong.push(WrongCell::new("telegram_id", "missing", why));
                None
            }
        };
        let mut text = |column: &'static str, chars: usize| {
            let cell = self.cell(record, column)?;
            if cell.chars().count() > chars || cell.chars().any(char::is_control) {
                let why = format!("at most {chars} characters on one line");
                wrong.push(WrongCell::new(column, "out_of_range", why));
            }
            Some(cell.to_owned())
        };
        let username = text("username", 64).map(|name| name.trim_start_matches('@').to_owned());
        let first_name = text("first_name", 255);
        let last_name = text("last_name", 255);
        let display_name = text("display_name", 128);
        let edit = UserEdit {
            username,
            first_name,
            last_name,
            display_name: display_name.map(Some),
            phone: self.parsed(record, "phone", "not_a_phone", &mut wrong).map(Some),
            gender: self.parsed::<Gender>(record, "gender", "unknown_word", &mut wrong),
            birthday: self.birthday(record, &mut wrong).map(Some),
            tags: self.tags(record, &mut wrong),
            is_test: self.flag(record, &mut wrong),
        };
        match telegram_id {
            Some(telegram_id) if wrong.is_empty() => {
                Ok(Some(by_telegrams_name(ImportedUser { telegram_id, edit })))
            }
            _ => Err(wrong),
        }
    }

    fn parsed<T>(
        &self,
        record: &csv::StringRecord,
        column: &'static str,
        code: &'static str,
        wrong: &mut Vec<WrongCell>,
    ) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: fmt::Display,
    {
        let cell = self.cell(record, column)?;
        let parsed = cell.parse::<T>();
        parsed.map_err(|error| wrong.push(WrongCell::new(column, code, error.to_string()))).ok()
    }

    fn birthday(
        &self,
        record: &csv::StringRecord,
        wrong: &mut Vec<WrongCell>,
    ) -> Option<NaiveDate> {
        let cell = self.cell(record, "birthday")?;
        let parsed = parse_birthday(cell, self.today);
        parsed
            .map_err(|error| {
                wrong.push(WrongCell::new("birthday", "not_a_birthday", error.to_string()));
            })
            .ok()
    }

    /// Parses tags separated by commas, or a JSON list.
    fn tags(&self, record: &csv::StringRecord, wrong: &mut Vec<WrongCell>) -> Option<Vec<String>> {
        let cell = self.cell(record, "tags")?;
        let texts: Vec<String> = match serde_json::from_str(cell) {
            Ok(list) => list,
            Err(_) => cell
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
        };
        match tidy_tags(&texts) {
            Ok(tags) if tags.len() <= MAX_TAGS => return Some(tags),
            Ok(_) => {
                let why = format!("at most {MAX_TAGS} tags");
                wrong.push(WrongCell::new("tags", "too_many", why));
            }
            Err(error) => wrong.push(WrongCell::new("tags", "not_a_tag", error.to_string())),
        }
        None
    }

    fn flag(&self, record: &csv::StringRecord, wrong: &mut Vec<WrongCell>) -> Option<bool> {
        match self.cell(record, "is_test")?.to_lowercase().as_str() {
            "yes" | "true" | "1" | "да" => Some(true),
            "no" | "false" | "0" | "нет" => Some(false),
            _ => {
                wrong.push(WrongCell::new("is_test", "unknown_word", "yes or no"));
                None
            }
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
