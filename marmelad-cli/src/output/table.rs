//! Tables for people.

use comfy_table::{ColumnConstraint, ContentArrangement, presets};

/// Line width without a terminal, in characters.
const WIDTH: u16 = 80;
/// Least line width; some terminals report 0.
const NARROWEST: u16 = 40;

/// A table as wide as the terminal, or a sentence when it has no rows.
pub struct Table {
    inner: comfy_table::Table,
    if_empty: &'static str,
}

impl Table {
    /// A table with these headings.
    pub fn new<const N: usize>(headings: [&str; N], if_empty: &'static str) -> Self {
        let mut inner = comfy_table::Table::new();
        inner
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(headings);
        fit(&mut inner);
        Self { inner, if_empty }
    }

    /// Columns that are never wrapped; the others share the remaining width.
    #[must_use]
    pub fn unbroken(mut self, places: &[usize]) -> Self {
        for place in places {
            if let Some(column) = self.inner.column_mut(*place) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        self
    }

    /// Two columns: what, and its value.
    pub fn card(rows: impl IntoIterator<Item = (&'static str, String)>) -> String {
        let mut inner = comfy_table::Table::new();
        inner.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        fit(&mut inner);
        for (name, value) in rows {
            if !value.is_empty() {
                inner.add_row([name.to_owned(), value]);
            }
        }
        trimmed(&inner.to_string())
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.inner.add_row(cells);
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.inner.row_count() == 0 {
            f.write_str(self.if_empty)
        } else {
            f.write_str(&trimmed(&self.inner.to_string()))
        }
    }
}

fn fit(table: &mut comfy_table::Table) {
    table.set_width(width(table));
}

fn width(table: &comfy_table::Table) -> u16 {
    let told = table.width().filter(|width| *width >= NARROWEST);
    told.unwrap_or(WIDTH)
}

/// Line width in characters: the terminal's, if there is one.
pub fn line_width() -> usize {
    width(&comfy_table::Table::new()).into()
}

/// No spaces at the ends of lines.
fn trimmed(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The first line of a text, cut to `chars` characters.
pub fn one_line(text: &str, chars: usize) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= chars {
        joined
    } else {
        let cut: String = joined.chars().take(chars.saturating_sub(1)).collect();
        format!("{}…", cut.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_a_terminal_of_eighty_columns() {
        let mut table = Table::new(["What", "Value"], "nothing");
        assert_eq!(table.to_string(), "nothing");
        table.row(["слово".repeat(30), "value ".repeat(30)]);
        let text = table.to_string();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn long_texts_are_cut_to_one_line() {
        assert_eq!(one_line("раз\nдва", 10), "раз два");
        assert_eq!(one_line("раз два три", 8), "раз два…");
    }
}
