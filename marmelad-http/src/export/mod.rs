//! Lists as files, for Excel and for imports.
//!
//! Rows are read and written in batches, so that memory does not grow with the file. To export a list: its columns,
//! a stream of rows of [`Cell`]s, and [`ExportFile::of`].

mod cell;
mod csv_text;
mod file;
mod lists;
pub(crate) mod reports;
mod workbook;

pub use cell::{Cell, guarded, unguarded};
pub use csv_text::CsvText;
pub(crate) use file::{ExportFile, Format};
pub use lists::{
    DISCOUNT_COLUMNS, RECIPIENT_COLUMNS, USER_COLUMNS, discount_row, recipient_row, user_row,
};

/// A batch of a file's rows.
pub(crate) type Rows = Vec<Vec<Cell>>;
