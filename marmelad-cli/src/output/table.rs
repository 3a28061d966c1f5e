//! Tables for people.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use marmelad_core::kernel::{Page, PageRequest};
use marmelad_core::messages::ru;

/// Line width without a terminal, in characters.
const WIDTH: u16 = 80;
/// Least line width; some terminals report 0.
const NARROWEST: u16 = 40;

/// A table as wide as the terminal, or the sentence `if_empty` when there are no rows. The columns at the places
/// `unbroken` are never wrapped; the others share the remaining width.
pub fn table<const N: usize>(
    headings: [&str; N],
    unbroken: &[usize],
    rows: impl IntoIterator<Item = [String; N]>,
    if_empty: &str,
) -> String {
    let mut table = empty();
    table.set_header(headings).add_rows(rows);
    for place in unbroken {
        if let Some(column) = table.column_mut(*place) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    if table.is_empty() { if_empty.to_owned() } else { trimmed(&table) }
}

/// A table of one page, with the places of its rows below: `51–100 of 2 000`.
pub fn paged<T, const N: usize>(
    headings: [&str; N],
    unbroken: &[usize],
    page: &Page<T>,
    request: PageRequest,
    row: impl Fn(&T) -> [String; N],
    if_empty: &str,
) -> String {
    let table = table(headings, unbroken, page.items.iter().map(row), if_empty);
    let first = request.offset() + 1;
    match page.items.len() {
        0 => table,
        shown => format!(
            "{table}\n{first}–{} of {}",
            first + i64::try_from(shown).unwrap_or_default() - 1,
            ru::grouped_count(page.total)
        ),
    }
}

/// Two columns: what, and its value. Rows without a value are left out.
pub fn card(rows: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let mut table = empty();
    table.add_rows(rows.map(|(name, value)| [name.to_owned(), value]));
    trimmed(&table)
}

fn empty() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width(&table));
    table
}

fn width(table: &Table) -> u16 {
    table.width().filter(|width| *width >= NARROWEST).unwrap_or(WIDTH)
}

/// Line width in characters: the terminal's, if there is one.
pub fn line_width() -> usize {
    width(&Table::new()).into()
}

/// The table as text, without spaces at the ends of lines.
fn trimmed(table: &Table) -> String {
    let lines: Vec<_> = table.lines().map(|line| line.trim_end().to_owned()).collect();
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
        let of = |rows: &[[String; 2]]| table(["What", "Value"], &[], rows.to_vec(), "nothing");
        assert_eq!(of(&[]), "nothing");
        let text = of(&[["слово".repeat(30), "value ".repeat(30)]]);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn long_texts_are_cut_to_one_line() {
        assert_eq!(one_line("раз\nдва", 10), "раз два");
        assert_eq!(one_line("раз два три", 8), "раз два…");
    }
}
