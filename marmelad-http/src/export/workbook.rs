//! Rows as an Excel workbook.

use std::fs::File;
use std::io::Seek;

use chrono_tz::Tz;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc::Receiver;

use super::cell::local;
use super::{Cell, Rows};

/// Rows of an Excel sheet, the headings included; further rows go to the next sheet.
const SHEET_ROWS: u32 = 1_048_576;

/// Writes all rows into a file without a name in `TMPDIR` and rewinds it. Each row goes to the disk at once, since the
/// library would keep all of them in memory by default.
pub(super) fn write(
    name: &str,
    columns: &[&str],
    zone: Tz,
    rows_per_sheet: Option<u32>,
    mut batches: Receiver<Rows>,
) -> Result<File, WorkbookError> {
    let last_row = rows_per_sheet.unwrap_or(SHEET_ROWS);
    let mut book = Workbook::new();
    let mut sheets = 1;
    let mut sheet = begin(&mut book, name, columns)?;
    let mut row = 1;
    while let Some(batch) = batches.blocking_recv() {
        for cells in batch {
            if row == last_row {
                sheets += 1;
                sheet = begin(&mut book, &format!("{name} {sheets}"), columns)?;
                row = 1;
            }
            for (column, cell) in (0..).zip(cells) {
                put(sheet, row, column, &cell, zone)?;
            }
            row += 1;
        }
    }
    // A file without a name is gone when the process ends, however it ends.
    let mut file = tempfile::tempfile()?;
    book.save_to_writer(&mut file)?;
    file.rewind()?;
    Ok(file)
}

fn begin<'a>(
    book: &'a mut Workbook,
    name: &str,
    columns: &[&str],
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    for (place, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, place, *column, &bold)?;
    }
    Ok(sheet)
}

/// Excel does not run the text of a text cell. Its numbers hold fifteen digits, enough for ids.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    zone: Tz,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, fitted(text))?,
        Cell::Number(number) => {
            #[expect(clippy::cast_precision_loss, reason = "Excel has no other numbers")]
            let number = *number as f64;
            sheet.write_number(row, column, number)?
        }
        Cell::Money(money) => {
            #[expect(clippy::cast_precision_loss, reason = "as above")]
            let sum = money.kopecks() as f64 / 100.0;
            let roubles = Format::new().set_num_format("0.00");
            sheet.write_number_with_format(row, column, sum, &roubles)?
        }
        Cell::Flag(flag) => sheet.write_string(row, column, if *flag { "yes" } else { "no" })?,
        Cell::Day(day) => sheet.write_string(row, column, day.to_string())?,
        Cell::Time(at) => sheet.write_string(row, column, local(*at, zone))?,
    };
    Ok(())
}

/// An Excel cell holds at most 32 767 characters.
fn fitted(text: &str) -> String {
    text.chars().take(32_767).collect()
}

/// Why a workbook was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkbookError {
    #[error("the workbook could not be written")]
    Workbook(#[from] XlsxError),
    #[error("the workbook's file could not be created")]
    File(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Read;

    use tokio::sync::mpsc;

    use super::*;

    /// File names in a zip archive are not compressed.
    fn has(bytes: &[u8], name: &str) -> bool {
        bytes.windows(name.len()).any(|part| part == name.as_bytes())
    }

    #[test]
    fn what_does_not_fit_on_a_sheet_goes_on_the_next_one() {
        for (rows, sheets) in [(0, 1), (2, 1), (3, 2), (5, 3)] {
            let (send, receive) = mpsc::channel(1);
            let portion = vec![vec![Cell::Number(1), Cell::Text("=1+1".into())]; rows];
            send.try_send(portion).unwrap();
            drop(send);
            let zone = chrono_tz::UTC;
            let mut file = write("users", &["id", "name"], zone, Some(3), receive).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(has(&bytes, &format!("xl/worksheets/sheet{sheets}.xml")), "{rows}");
            let next = format!("xl/worksheets/sheet{}.xml", sheets + 1);
            assert!(!has(&bytes, &next), "{rows}");
        }
    }
}
