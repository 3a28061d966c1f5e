//! Lists as files, for Excel and for imports.
//!
//! Rows are read and written in portions, so that memory does not grow with the file. To export a list: its columns,
//! a stream of rows of [`Cell`]s, and [`ExportFile::of`].

mod answer;
mod cell;
mod csv_text;
mod others;
pub(crate) mod reports;
mod users;
mod workbook;

pub(crate) use answer::{ExportFile, Format};
pub use cell::{Cell, guarded, unguarded};
pub use csv_text::CsvText;
pub use others::{DISCOUNT_COLUMNS, RECIPIENT_COLUMNS, discount_row, recipient_row};
pub use users::{USER_COLUMNS, user_row};

/// One portion of a file's rows.
pub(crate) type Rows = Vec<Vec<Cell>>;
