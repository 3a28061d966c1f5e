//! Rows as CSV.

use chrono_tz::Tz;

use super::Cell;

/// Makes Excel read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes CSV that a Russian Excel opens by double click: UTF-8 with a byte order mark, semicolons, CR LF.
#[derive(Debug, Clone, Copy)]
pub struct CsvText {
    zone: Tz,
}

impl CsvText {
    /// Shows times in `zone`.
    pub fn new(zone: Tz) -> Self {
        Self { zone }
    }

    /// The byte order mark and the line of the columns.
    pub fn head(self, columns: &[&str]) -> String {
        let columns = columns.iter().map(|column| (*column).to_owned());
        format!("{BYTE_ORDER_MARK}{}", lines([columns]))
    }

    pub fn rows(self, rows: &[Vec<Cell>]) -> String {
        let rows = rows.iter().map(|row| row.iter().map(|cell| cell.text(self.zone)));
        lines(rows)
    }
}

fn lines<R: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_to_themselves() {
        let text = CsvText::new(chrono_tz::UTC);
        let row = vec![
            Cell::Text("a;b".into()),
            Cell::Text("\"q\"\nтекст".into()),
            Cell::Text("=1+1".into()),
            Cell::Empty,
        ];
        assert_eq!(text.head(&["id", "name"]), "\u{feff}id;name\r\n");
        assert_eq!(text.rows(&[row]), "\"a;b\";\"\"\"q\"\"\nтекст\";'=1+1;\r\n");
    }
}
