//! Lists as files, for whoever opens them in Excel or brings them back by an import.
//!
//! Rows come in portions and go out as they come: a file of a million rows takes no more memory than one of a
//! thousand. To export something: its columns, a stream of rows made of [`Cell`]s, and [`ExportFile::of`].

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
