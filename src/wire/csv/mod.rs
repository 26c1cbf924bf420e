//! Rows of CSV (RFC 4180).

pub mod copies;
pub mod counts;
pub mod hits;
pub mod quotes;
pub mod saved;
pub mod verify;

use crate::wire::escape::escape_controls;

/// Mark of the encoding at the beginning of a file, by which spreadsheets know it.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a cell of text on one line, in quotes, since some spreadsheets also split at semicolons. Text that
/// a spreadsheet would run as a formula begins with an apostrophe.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = escape_controls(text).replace('"', "\"\"").replace('\n', " ");
    let apostrophe = if formula { "'" } else { "" };
    if text.is_empty() { text } else { format!("\"{apostrophe}{text}\"") }
}

/// Writes a cell of text that may be unknown.
fn optional_cell(text: Option<&str>) -> String {
    cell(text.unwrap_or_default())
}

/// Writes what may be unknown and needs no quotes: a number or a day.
fn plain(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Joins the cells of a row.
fn row(cells: &[String]) -> String {
    format!("{}\r\n", cells.join(","))
}

fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::wire::csv::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, written) in [
            ("plain їжак", "\"plain їжак\""),
            ("Ferry;=HYPERLINK(1)", "\"Ferry;=HYPERLINK(1)\""),
            ("a, “b”", "\"a, “b”\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("two\nlines\u{2028}", "\"two lines\\u{2028}\""),
            ("- a list", "\"'- a list\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
